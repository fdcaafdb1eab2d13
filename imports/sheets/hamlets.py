"""Lists of hamlets (ấp, khóm, khu vực, thôn …): new ones are founded, figures of known ones are brought up to date."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.roles import Permission
from areas.dates import BEGINNING
from areas.models import Area, AreaStatistic
from areas.names import HAMLET_KINDS, fold
from imports import layout, values, verdicts
from imports.found import MISSING, NEW, SKIP, UNKNOWN, Found
from imports.founding import Founded, Founding
from imports.kinds import Field, Question, Write
from imports.placemap import Place
from imports.placenames import place_key, spelling, split_hamlet
from imports.places import Places
from imports.rows import Action, Header, Issue, Line, Parsed, Row, Severity
from imports.sheets import columns
from imports.sheets.columns import COMMUNE, FORMER, HOUSEHOLDS, RESIDENTS, STT, figures, texts
from imports.workbook import Book

FIELDS = (
    STT,
    Field(
        "kind",
        _("Loại"),
        ("loại", "loại hình", "loại đơn vị", "ấp hay khu vực"),
        example="Ấp",
        help=_("Để trống nếu đã ghi trong tên: “Ấp Tân Phú”."),
        choices=HAMLET_KINDS,
    ),
    Field(
        "name",
        _("Tên ấp, khu vực"),
        (
            "tên ấp, khu vực",
            "tên",
            "tên ấp",
            "tên thôn",
            "tên khóm",
            "tên khu vực",
            "ấp",
            "thôn",
            "khóm",
            "khu vực",
            "khu phố",
            "bản",
            "tổ dân phố",
            "ấp, khu vực",
            "ấp khóm",
            "ấp khóm khu vực",
            "thôn, tổ dân phố",
            "thôn tdp",
            "tên thôn tổ dân phố",
            "tên đơn vị",
        ),
        required=True,
        example="Ấp Tân Phú",
    ),
    COMMUNE,
    FORMER,
    Field(
        "since",
        _("Từ ngày"),
        ("từ ngày", "có từ ngày", "ngày thành lập", "thành lập ngày", "ngày hiệu lực", "hiệu lực từ ngày"),
        example="01/07/2025",
        help=_("Để trống nếu có từ trước, không rõ ngày thành lập."),
    ),
    Field("until", "", ("đến hết ngày", "đến ngày", "kết thúc ngày", "ngày kết thúc")),
    HOUSEHOLDS,
    RESIDENTS,
)
COUNTED = ("households", "residents")
LONGEST = Area._meta.get_field("name").max_length


@dataclass
class Plan:
    """What the check found, for the writes that follow it in the same breath."""

    places: Places
    foundings: dict[str, Founding] = field(default_factory=dict)  # row key -> the hamlet to found
    known: dict[str, Place] = field(default_factory=dict)  # row key -> the hamlet that it means
    statistics: dict[int, AreaStatistic] = field(default_factory=dict)  # hamlet -> its figures of the year
    seen: dict[tuple, Row] = field(default_factory=dict)
    founded: Founded | None = None  # the new hamlets, once they are to be saved


class Hamlets:
    """imports.kinds.ListKind for hamlets."""

    key = "hamlets"
    title = _("Ấp, khu vực")
    noun = _("ấp, khu vực")
    place_noun = _("xã, phường")
    permission = Permission.EDIT_AREAS
    fields = FIELDS

    def parse(self, book: Book, question: Question) -> Parsed:
        parsed, lines = layout.understand(book, FIELDS, question)
        kinds = {header.sheet: _kind_of_heading(header) for header in parsed.headers}
        parsed.rows = [read_row(line, kinds.get(line.sheet, "")) for line in lines]
        return parsed

    def check(self, parsed: Parsed, question: Question) -> None:
        question.plan = plan = Plan(Places(question))
        addresses = verdicts.Addresses(parsed)
        ours = [row for row in parsed.rows if verdicts.begin(row, self, question)]
        for row in ours:
            _place(row, plan, question, addresses)
        year = question.as_of.year
        known = {place.pk for place in plan.known.values()}
        plan.statistics = {one.area_id: one for one in AreaStatistic.objects.filter(area__in=known, year=year)}
        for row in ours:
            _decide(row, plan)

    def writes(self, parsed: Parsed, question: Question) -> list[Write]:
        """After check(), with the same question."""
        plan: Plan = question.plan
        new = {row.key for row in parsed.rows if row.action == Action.NEW}
        foundings = {key: one for key, one in plan.foundings.items() if key in new}
        plan.founded = Founded(foundings, plan.places.near)
        return [*plan.founded.writes(), _statistics(parsed, plan, question)]

    def after(self, parsed: Parsed, question: Question) -> None:
        question.plan.founded.finish()


def read_row(line: Line, usual_kind: str = "") -> Row:
    """The hamlet that a line describes. `usual_kind` is what the heading of the column says: "Ấp"."""
    issues: list[Issue] = []
    told = texts(line, issues, "kind", "name", "commune", "former_commune")
    written, _name = split_hamlet(f"{told['kind'] or ''} x")
    kind, name = split_hamlet(told["name"] or "", written or usual_kind)
    if told["name"] and not kind:
        cell = line.cells["name"]
        issues.append(Issue("hamlet_kind_missing", Severity.ERROR, cell.address, cell.raw))
    if len(name) > LONGEST:
        issues.append(Issue("text_too_long", Severity.ERROR, line.cells["name"].address, detail={"most": LONGEST}))
        name = ""
    told |= {"kind": kind or None, "name": name or None, "commune": told["commune"] or line.commune or None}
    told |= {day: values.day(line.cells[day], issues) if day in line.cells else None for day in ("since", "until")}
    told |= {name: figure for name, figure in figures(line, issues).items() if name in COUNTED}
    if "hidden" in line.cells:
        issues.append(Issue("hidden_row", Severity.WARNING, line.cells["hidden"].address))
    return Row(line.sheet, line.number, told, issues, told["commune"] or "")


def _kind_of_heading(header: Header) -> str:
    """ "Ấp" when the column of names is headed by just that word."""
    heading = next((header.headings.get(at, "") for at, name in header.columns.items() if name == "name"), "")
    return next((kind for kind in HAMLET_KINDS if fold(heading) in (fold(kind), f"ten {fold(kind)}")), "")


def _place(row: Row, plan: Plan, question: Question, addresses: verdicts.Addresses) -> None:
    """Find the hamlet that the row means, or the communes in which to found it."""
    told, places = row.values, plan.places
    former = None
    commune = places.commune(told["commune"] or "")
    if told["former_commune"]:
        former = places.commune(told["former_commune"], former=True, into=commune if commune.area else None)
        commune = former if commune.code == MISSING else commune
    elif commune.area and len(commune.named) == 1 and commune.area not in commune.named:
        former = commune  # "TT Một Ngàn cũ" above the rows
    settled = verdicts.placed(row, commune, addresses.of(row, "commune", "former_commune"))
    if not settled or (former and not verdicts.placed(row, former, addresses.of(row, "former_commune"))):
        return
    if former and former.area != commune.area:
        cell = addresses.of(row, "former_commune")
        verdicts.wait(row, "former_elsewhere", cell, former=former.text, commune=commune.area)
    elif told["kind"] and told["name"]:
        _find(row, plan, question, commune, former)


def _find(row: Row, plan: Plan, question: Question, commune: Found, former: Found | None) -> None:
    kind, name = row.values["kind"], row.values["name"]
    found = plan.places.hamlet(f"{kind} {name}", former or commune)
    key = (commune.area.pk, former and former.named, kind, place_key(name))
    if key in plan.seen:
        verdicts.twice(row, plan.seen[key], question)
    plan.seen.setdefault(key, row)
    if found.choice == SKIP:
        row.action = Action.SKIPPED
    elif found.area and (found.key in question.decisions or spelling(found.area.name) == spelling(name)):
        plan.known[row.key] = found.area
    elif like := _like(found, name):
        choices = [[place.pk, plan.places.near.hamlet_label(place)] for place in like]
        choices += [[NEW, _t("Là đơn vị khác: lập mới")], [SKIP, _t("Bỏ qua, không nhập")]]
        verdicts.wait(row, "hamlet_like", key=found.key, choices=choices, place=f"{kind} {name}", known=like[0])
    elif found.choice == NEW or found.code == UNKNOWN:
        _found(row, plan, commune.area, former, question)
    else:
        row.reasons.append(found.issue(None, found.text))


def _like(found: Found, name: str) -> list[Place]:
    """Hamlets that may be the one: of the same letters with other tones, or of the same name and another kind."""
    if found.area:
        return [found.area]
    named = [place for place in found.candidates if place_key(place.name) == place_key(name)]
    return named if found.code == UNKNOWN else []


def _found(row: Row, plan: Plan, commune: Place, former: Found | None, question: Question) -> None:
    """The row is a new hamlet, unless its days do not fit."""
    since = row.values["since"] or BEGINNING
    stood = former.named[0] if former and former.named and former.named[0] != commune else None
    if former and len(former.named) > 1:
        row.reasons.append(former.issue())
    last = stood or commune
    if since > last.valid_until:
        verdicts.wait(row, "since_too_late", place=last, day=f"{last.valid_until:%d/%m/%Y}")
    if row.values["until"] and row.values["until"] < question.as_of:
        verdicts.wait(row, "hamlet_over", day=f"{row.values['until']:%d/%m/%Y}")
    new = Founding(row.values["kind"], row.values["name"], commune, stood, since)
    ended = _ended(new, plan.places)
    if ended and ended.valid_until >= since:
        verdicts.wait(row, "hamlet_ended", place=ended, day=f"{ended.valid_until:%d/%m/%Y}")
    plan.foundings[row.key] = new


def _ended(new: Founding, places: Places) -> Place | None:
    """A hamlet of that kind and name that has ended there already."""
    pool = places.near.hamlets_in((new.former or new.commune,))
    alike = [place for place in pool.by_key.get(place_key(new.name), ()) if place.kind == new.kind]
    same = [place for place in alike if spelling(place.name) == spelling(new.name)]
    return max(same, key=lambda place: place.valid_until, default=None)


def _decide(row: Row, plan: Plan) -> None:
    known = plan.known.get(row.key)
    if known is None:
        return verdicts.decide(row)
    kept = plan.statistics.get(known.pk)
    told = {name: row.values.get(name) for name in COUNTED}
    changes = verdicts.differences({name: getattr(kept, name, None) for name in COUNTED}, told)
    return verdicts.decide(row, known.pk, changes)


def _statistics(parsed: Parsed, plan: Plan, question: Question) -> Write:
    """The figures of the year, for new hamlets and known ones."""
    new, changed = [], []
    for row in parsed.rows:
        told = {name: row.values[name] for name in COUNTED if row.values.get(name) is not None}
        if row.action not in (Action.NEW, Action.CHANGED) or not told:
            continue
        kept = plan.statistics.get(row.target)
        one = kept or AreaStatistic(year=question.as_of.year, source=columns.source(question))
        if kept is None and row.target:
            one.area_id = row.target
        elif kept is None:
            one.area = plan.founded.areas[row.key]
        for name, figure in told.items():
            setattr(one, name, figure)
        (changed if kept else new).append(one)
    return Write(AreaStatistic, new=new, changed=changed, columns=COUNTED)
