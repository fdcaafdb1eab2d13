"""Lists of targets: unit, indicator, span, figure. A figure that differs ends the version before."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Permission
from areas.lots import in_lots
from areas.names import fold
from imports import layout, verdicts
from imports.kinds import Field, Question, Write
from imports.places import Place
from imports.rows import Action, Parsed, Row
from imports.sheets.columns import COMMUNE, FORMER, STT
from imports.sheets.units import CODE, UNIT, Units
from imports.workbook import Book
from reports.models import Target
from reports.sheets.target_lines import plain, read_row
from reports.targets.measures import AMOUNT, MEASURES, RATE, measure_of, read_measure
from reports.targets.plan import offices_of, usual_counting
from visits.models import Indicator

FIELDS = (
    STT,
    UNIT,
    CODE,
    COMMUNE,
    FORMER,
    Field(
        "indicator",
        _("Chỉ tiêu"),
        ("chỉ tiêu", "tên chỉ tiêu", "chỉ tiêu giao", "mã chỉ tiêu", "nội dung chỉ tiêu"),
        required=True,
        example="Người có ví điện tử",
        help=_("Tên, tên ngắn hoặc mã trong danh mục chỉ tiêu."),
    ),
    Field("term", "", ("kỳ", "kỳ giao", "kỳ báo cáo", "thời gian", "kỳ kế hoạch")),
    Field("start", _("Từ ngày"), ("từ ngày", "ngày bắt đầu", "bắt đầu"), required=True, example="01/10/2026"),
    Field("end", _("Đến hết ngày"), ("đến hết ngày", "đến ngày", "kết thúc"), required=True, example="31/12/2026"),
    Field(
        "value",
        _("Mức phải đạt"),
        ("mức phải đạt", "mức giao", "số giao", "kế hoạch", "kế hoạch giao", "phải đạt", "giá trị", "mục tiêu"),
        required=True,
        example="400",
    ),
    Field(
        "measure",
        _("Tính theo"),
        ("tính theo", "cách đặt", "đơn vị tính", "tính trên"),
        example=str(MEASURES[AMOUNT]),
        choices=tuple(str(words) for words in MEASURES.values()),
    ),
    Field(
        "counting",
        _("Cách tính"),
        ("cách tính", "tính lũy kế", "lũy kế"),
        example=str(Target.Counting.PERIOD.label),
        choices=tuple(str(label) for label in Target.Counting.labels),
    ),
    Field("source", _("Văn bản giao"), ("văn bản giao", "văn bản", "căn cứ", "quyết định", "số văn bản")),
)
TOLD = ("value", "measure", "counting")
ENDING = ("ended_at", "ended_by")
CENT = Decimal("0.01")


@dataclass
class Plan:
    """What the check found, for the writes that follow it in the same breath."""

    units: dict[str, Place] = field(default_factory=dict)  # row key -> its unit
    indicators: dict[str, Indicator] = field(default_factory=dict)  # row key -> what is to be reached
    kept: dict[tuple, Target] = field(default_factory=dict)  # (unit, indicator, start, end) -> in force


class Targets:
    """imports.kinds.ListKind for what units have to reach."""

    key = "targets"
    title = _("Chỉ tiêu giao")
    noun = _("mức phải đạt")
    each_row = _("Mỗi dòng là mức một đơn vị phải đạt ở một chỉ tiêu, trong một kỳ")
    permission = Permission.SET_TARGETS
    fields = FIELDS
    words = {"counting": dict(Target.Counting.choices)}

    def parse(self, book: Book, question: Question) -> Parsed:
        parsed, lines = layout.understand(book, FIELDS, question)
        parsed.rows = [read_row(line) for line in lines]
        return parsed

    def check(self, parsed: Parsed, question: Question) -> None:
        question.plan = plan = Plan()
        addresses = verdicts.Addresses(parsed)
        units, catalogue = Units(question, addresses), Catalogue()
        ours = [row for row in parsed.rows if verdicts.begin(row, self, question)]
        for row in ours:
            if indicator := catalogue.find(row, addresses, question):
                plan.indicators[row.key] = indicator
            if row.values["unit"] and row.values["start"] and (place := units.settle(row, *_days(row))):
                plan.units[row.key] = place
        plan.kept = _kept(plan)
        above = _from_above(plan, question)
        seen: dict[tuple, Row] = {}
        for row in ours:
            _decide(row, plan, seen, above, question)

    def writes(self, parsed: Parsed, question: Question) -> list[Write]:
        """After check(), with the same question."""
        plan: Plan = question.plan
        rows = [row for row in parsed.rows if row.action in (Action.NEW, Action.CHANGED)]
        now, by = timezone.now(), question.user
        offices = offices_of(by, {plan.units[row.key].pk for row in rows}) if by else {}
        ended = [plan.kept[_key(row, plan)] for row in rows if row.action == Action.CHANGED]
        for target in ended:
            target.ended_at, target.ended_by = now, by
        fresh = [_new(row, plan, offices) for row in rows]
        for target in fresh:
            target.set_at, target.set_by = now, by
        return [Write(Target, new=fresh, changed=ended, columns=ENDING)]


class Catalogue:
    """Indicators by code, name and short name, however they are spelled."""

    def __init__(self):
        self.known = {i.pk: i for i in Indicator.objects.all()}
        self.by_name = {fold(name): i for i in self.known.values() for name in (i.code, i.short_name, i.name)}

    def find(self, row: Row, addresses: verdicts.Addresses, question: Question) -> Indicator | None:
        """Without an answer the row waits, with the indicators of similar names to choose from."""
        said = row.values["indicator"]
        if not said:
            return None
        key = f"indicator:{fold(said)}"
        chosen = question.decisions.get(key, "")
        found = self.by_name.get(fold(said)) or (self.known.get(int(chosen)) if chosen.isdecimal() else None)
        if found is None:
            close = get_close_matches(fold(said), self.by_name, n=6, cutoff=0.4)
            offered = dict.fromkeys(self.by_name[name] for name in close)
            choices = [(i.pk, i.name) for i in offered or self.known.values()]
            cell = addresses.of(row, "indicator")
            verdicts.wait(row, "indicator_unknown", cell, name=said[:80], choices=choices, key=key)
        elif found.kind == Indicator.Kind.RATIO and row.values["measure"] == str(MEASURES[AMOUNT]):
            verdicts.wait(row, "target_of_a_rate", addresses.of(row, "measure", "value"))
        return found


def _days(row: Row) -> tuple[date, date]:
    return row.values["start"], row.values["end"]


def _key(row: Row, plan: Plan) -> tuple:
    return plan.units[row.key].pk, plan.indicators[row.key].pk, *_days(row)


def _kept(plan: Plan) -> dict[tuple, Target]:
    indicators = {indicator.pk for indicator in plan.indicators.values()}
    kept = {}
    for units in in_lots({place.pk for place in plan.units.values()}):
        found = Target.objects.current().filter(area__in=units, indicator__in=indicators).select_related("office")
        kept |= {(t.area_id, t.indicator_id, t.start, t.end): t for t in found}
    return kept


def _from_above(plan: Plan, question: Question) -> set[int]:
    """Offices whose targets this user may not change."""
    offices = {target.office_id for target in plan.kept.values() if target.office_id}
    if question.areas is None or not offices:
        return set()
    return offices - set(question.areas.filter(pk__in=offices).values_list("pk", flat=True))


def _decide(row: Row, plan: Plan, seen: dict[tuple, Row], above: set[int], question: Question) -> None:
    if row.key not in plan.units or row.key not in plan.indicators:
        return verdicts.decide(row)
    key, indicator = _key(row, plan), plan.indicators[row.key]
    if key in seen:
        verdicts.twice(row, seen[key], question)
    seen.setdefault(key, row)
    if row.values["measure"] == "%" and indicator.kind != Indicator.Kind.RATIO:
        verdicts.wait(row, "target_measure_unclear")
    kept = plan.kept.get(key)
    if kept is None:
        return verdicts.decide(row)
    held = {"value": plain(kept.value), "measure": _words(kept), "counting": kept.counting}
    changes = verdicts.differences(held, {name: row.values[name] for name in TOLD})
    if changes and kept.office_id in above:
        verdicts.wait(row, "target_from_above", office=kept.office)
    return verdicts.decide(row, kept.pk, changes)


def _words(target: Target) -> str:
    return str(measure_of(target.basis, target.statistic))


def _new(row: Row, plan: Plan, offices: dict[int, int]) -> Target:
    """What the list does not tell is as in the version before; at first an amount, counted as usual."""
    unit, indicator = plan.units[row.key].pk, plan.indicators[row.key]
    before = plan.kept.get(_key(row, plan))
    said = row.values["measure"]
    if indicator.kind == Indicator.Kind.RATIO:
        basis, statistic = RATE
    elif said:
        basis, statistic = read_measure(said)
    else:
        basis, statistic = (before.basis, before.statistic) if before else AMOUNT
    return Target(
        area_id=unit,
        indicator=indicator,
        start=row.values["start"],
        end=row.values["end"],
        value=Decimal(str(row.values["value"])).quantize(CENT),  # as the database gives it back, for undoing
        basis=basis,
        statistic=statistic,
        counting=row.values["counting"] or (before.counting if before else usual_counting(indicator)),
        source=row.values["source"] or "",
        office_id=offices.get(unit),
    )
