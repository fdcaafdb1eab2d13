"""Lists of the households, residents, adults and businesses of units in a year."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Permission
from areas.forms import FIRST_YEAR
from areas.models import AreaStatistic
from imports import layout, values, verdicts
from imports.kinds import Field, Question, Write
from imports.placemap import Place
from imports.rows import Action, Issue, Line, Parsed, Row, Severity
from imports.sheets import columns
from imports.sheets.columns import ADULTS, BUSINESSES, COMMUNE, FIGURES, FORMER, HOUSEHOLDS, RESIDENTS, STT, texts
from imports.sheets.units import CODE, UNIT, Units
from imports.workbook import Book

FIELDS = (
    STT,
    UNIT,
    CODE,
    COMMUNE,
    FORMER,
    Field(
        "year",
        _("Năm"),
        ("năm", "năm số liệu", "năm báo cáo", "năm thống kê"),
        example="2025",
        help=_("Để trống là năm của ngày “tính đến”."),
    ),
    HOUSEHOLDS,
    RESIDENTS,
    ADULTS,
    BUSINESSES,
    Field(
        "source",
        _("Nguồn"),
        ("nguồn", "nguồn số liệu", "nguồn tin", "cơ quan cung cấp"),
        example="Công an xã, ngày 15/08/2025",
    ),
)
TOLD = (*FIGURES, "source")
LONGEST = AreaStatistic._meta.get_field("source").max_length


@dataclass
class Plan:
    """What the check found, for the writes that follow it in the same breath."""

    units: dict[str, Place] = field(default_factory=dict)  # row key -> its unit
    kept: dict[tuple[int, int], AreaStatistic] = field(default_factory=dict)  # (unit, year) -> its figures


class Statistics:
    """imports.kinds.ListKind for the figures of units."""

    key = "statistics"
    title = _("Số liệu địa bàn")
    noun = _("dòng số liệu")
    each_row = _("Mỗi dòng là số hộ, số nhân khẩu của một đơn vị")
    permission = Permission.EDIT_AREAS
    fields = FIELDS

    def parse(self, book: Book, question: Question) -> Parsed:
        parsed, lines = layout.understand(book, FIELDS, question)
        parsed.rows = [read_row(line, question) for line in lines]
        return parsed

    def check(self, parsed: Parsed, question: Question) -> None:
        question.plan = plan = Plan()
        units = Units(question, verdicts.Addresses(parsed))
        ours = [row for row in parsed.rows if verdicts.begin(row, self, question)]
        for row in ours:
            if row.values["unit"] and (year := row.values["year"]):
                place = units.settle(row, date(year, 1, 1), date(year, 12, 31))
                plan.units |= {row.key: place} if place else {}
        plan.kept = _kept(ours, plan)
        seen: dict[tuple, Row] = {}
        for row in ours:
            _decide(row, plan, seen, question)

    def writes(self, parsed: Parsed, question: Question) -> list[Write]:
        """After check(), with the same question."""
        plan: Plan = question.plan
        new = [_new(row, plan, question) for row in parsed.rows if row.action == Action.NEW]
        changed = []
        for row in parsed.rows:
            if row.action == Action.CHANGED:
                one = plan.kept[plan.units[row.key].pk, row.values["year"]]
                for name, (_before, value) in row.changes.items():
                    setattr(one, name, value)
                changed.append(one)
        return [Write(AreaStatistic, new=new, changed=changed, columns=TOLD)]


def read_row(line: Line, question: Question) -> Row:
    """The figures that a line tells; what could not be read stands in the issues."""
    issues: list[Issue] = []
    told = texts(line, issues, "unit", "code", "commune", "former_commune", "source")
    told["unit"] = told["unit"] or told["code"] or line.place or None
    told["commune"] = told["commune"] or line.commune or None
    last = timezone.localdate().year + 1
    year = values.whole(line.cells["year"], issues, FIRST_YEAR, last, is_year=True) if "year" in line.cells else None
    wrong = any(issue.severity == Severity.ERROR for issue in issues)
    told["year"] = year or (None if wrong else question.as_of.year)
    told |= columns.figures(line, issues)
    if told["source"] and len(told["source"]) > LONGEST:
        issues.append(Issue("text_too_long", Severity.ERROR, line.cells["source"].address, detail={"most": LONGEST}))
        told["source"] = None
    if "hidden" in line.cells:
        issues.append(Issue("hidden_row", Severity.WARNING, line.cells["hidden"].address))
    return Row(line.sheet, line.number, told, issues, told["commune"] or "")


def _kept(rows: list[Row], plan: Plan) -> dict[tuple[int, int], AreaStatistic]:
    by_year = defaultdict(set)
    for row in rows:
        if row.key in plan.units:
            by_year[row.values["year"]].add(plan.units[row.key].pk)
    found = AreaStatistic.objects.filter(
        year__in=list(by_year), area__in={pk for units in by_year.values() for pk in units}
    )
    return {(one.area_id, one.year): one for one in found}


def _decide(row: Row, plan: Plan, seen: dict[tuple, Row], question: Question) -> None:
    if row.key not in plan.units:
        return verdicts.decide(row)
    key = (plan.units[row.key].pk, row.values["year"])
    if key in seen:
        verdicts.twice(row, seen[key], question)
    seen.setdefault(key, row)
    told = {name: row.values.get(name) for name in TOLD}
    if all(told[name] is None for name in FIGURES) and not row.reasons:
        verdicts.wait(row, "no_figures")
    kept = plan.kept.get(key)
    if kept is None:
        return verdicts.decide(row)
    return verdicts.decide(row, kept.pk, verdicts.differences({name: getattr(kept, name) for name in TOLD}, told))


def _new(row: Row, plan: Plan, question: Question) -> AreaStatistic:
    told = {name: row.values.get(name) for name in FIGURES}
    source = row.values["source"] or columns.source(question)
    return AreaStatistic(area_id=plan.units[row.key].pk, year=row.values["year"], source=source, **told)
