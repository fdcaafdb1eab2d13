"""Lists of targets: unit, indicator, span, figure. A figure that differs ends the version before."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.roles import Permission
from areas.lots import in_lots
from imports import layout, reading, verdicts
from imports.found import SKIP
from imports.grid import Grid, filled
from imports.kinds import Question, Write
from imports.models import Import
from imports.placemap import Place
from imports.rows import Action, Ignored, Line, Parsed, Row
from imports.sheets.units import Units
from imports.workbook import Book, Sheet
from reports.models import Target
from reports.rollup import Period
from reports.sheets import wide
from reports.sheets.catalogue import Catalogue
from reports.sheets.target_columns import FIELDS
from reports.sheets.target_lines import plain, read_row
from reports.targets import terms, typed
from reports.targets.measures import AMOUNT, RATE, measure_of, read_measure
from reports.targets.plan import offices_of, usual_counting
from reports.targets.typed import MOST_PERCENT
from visits.models import Indicator

TOLD = ("value", "measure", "counting")
ENDING = ("ended_at", "ended_by")
CENT = Decimal("0.01")
NOT_OURS = {"declared_total_mismatch"}  # a total of persons; what stands in a total here are amounts


@dataclass
class Plan:
    """What the check found, for the writes that follow it in the same breath."""

    units: dict[str, Place] = field(default_factory=dict)  # row key -> its unit
    indicators: dict[str, Indicator] = field(default_factory=dict)  # row key -> what is to be reached
    kept: dict[tuple, Target] = field(default_factory=dict)  # (unit, indicator, start, end) -> in force
    measures: dict[str, str] = field(
        default_factory=dict
    )  # row key -> of what its percentage is, where it does not say


class TargetsOptions(forms.Form):
    term = forms.ChoiceField(label=_("Kỳ giao (khi tệp không ghi rõ)"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        year = timezone.localdate().year
        offered = [term for one in (year, year + 1, year - 1) for term in terms.of_year(one)]
        self.fields["term"].choices = [("", _t("Như tệp ghi")), *offered]


class Targets:
    """imports.kinds.ListKind for what units have to reach."""

    key = "targets"
    title = _("Chỉ tiêu giao")
    noun = _("mức phải đạt")
    each_row = _("Mỗi dòng là mức một đơn vị phải đạt ở một chỉ tiêu, trong một kỳ")
    permission = Permission.SET_TARGETS
    fields = FIELDS
    words = {"counting": dict(Target.Counting.choices)}
    options_form = TargetsOptions
    hint = _(
        "Nhận cả hai cách ghi: mỗi dòng một mức giao, hoặc bảng mỗi dòng một đơn vị, mỗi cột một chỉ tiêu với kỳ giao "
        "ở tiêu đề, như “Chỉ tiêu giao Quý IV/2026”. Ô trống giữ nguyên mức đang có."
    )

    def parse(self, book: Book, question: Question) -> Parsed:
        parsed, lines = layout.understand(book, FIELDS, question, wide.find)
        parsed.issues = [issue for issue in parsed.issues if issue.code not in NOT_OURS]
        spans = {sheet.name: _usual_span(sheet, parsed, question) for sheet in book.sheets}
        for line in wide.with_percentages(lines):
            parsed.rows += _rows_of(line, parsed, spans[line.sheet])
            if not parsed.rows or (parsed.rows[-1].sheet, parsed.rows[-1].number) != (line.sheet, line.number):
                parsed.ignored.append(Ignored(line.sheet, line.number, "nothing_given"))
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

    def next_step(self, batch: Import) -> tuple[str, str]:
        span = _span_of(batch)
        asked = {"area": batch.area_id} | ({"span": terms.name_of(span)} if span else {})
        return _t("Xem bảng chỉ tiêu giao"), reverse("reports:target_grid", query=asked)

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


def _span_of(batch: Import) -> Period | None:
    """The days for which most rows of the list give targets."""
    spans = Counter(_days(row) for row in reading.understood(batch).rows if row.values["start"])
    return Period(*spans.most_common(1)[0][0]) if spans else None


def _rows_of(line: Line, parsed: Parsed, usual: Period | None) -> list[Row]:
    """One row, or of a wide table one for each cell that holds something."""
    if not wide.is_wide(line):
        return [read_row(line, usual)]
    told = wide.lines_of(line, wide.headings_above(parsed, line))
    return [replace(read_row(cell, usual), column=letter) for letter, cell in told]


def _usual_span(sheet: Sheet, parsed: Parsed, question: Question) -> Period | None:
    """What a person chose, else what the titles above the table say, the lowest first, else the name of the sheet."""
    if chosen := question.options.get("term"):
        return terms.parse(chosen)
    above = [line.number for line in parsed.ignored if (line.sheet, line.reason) == (sheet.name, "title")]
    grid = Grid(sheet)
    titles = [" ".join(filled(grid.texts(number - 1))) for number in sorted(above, reverse=True)]
    named = (terms.named_in(title) for title in titles)
    return next(filter(None, named), None) or terms.spoken(sheet.name) or terms.named_in(sheet.name)


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
    kept = plan.kept.get(key)
    if row.values["measure"] == "%" and indicator.kind != Indicator.Kind.RATIO:
        _find_whole(row, indicator, kept, plan, question)
    if row.values["value"] and row.values["value"] % 1 and _basis(row, plan) == AMOUNT:
        verdicts.wait(row, "target_not_whole", row.address if row.column else None, value=_figure(row, plan))
    if row.values["value"] and row.values["value"] > MOST_PERCENT and _basis(row, plan)[0] == Target.Basis.PERCENT:
        told = {"value": _figure(row, plan), "most": typed.write(MOST_PERCENT, Target.Basis.PERCENT)}
        verdicts.wait(row, "target_percent_too_large", row.address if row.column else None, **told)
    if key in seen and row.values["value"] is not None:
        _wait_for_one_of(row, seen[key], plan, question)
    if row.values["value"] is not None:
        seen.setdefault(key, row)
    if kept is None:
        return verdicts.decide(row)
    held = {"value": plain(kept.value), "measure": _words(kept), "counting": kept.counting}
    told = {name: row.values[name] for name in TOLD} | {"measure": _measure(row, plan)}
    changes = verdicts.differences(held, told)
    if changes and kept.office_id in above:
        verdicts.wait(row, "target_from_above", office=kept.office)
    return verdicts.decide(row, kept.pk, changes)


def _wait_for_one_of(row: Row, first: Row, plan: Plan, question: Question) -> None:
    """Two rows about the same; which of two figures holds is not for the order of the rows to say."""
    if all(row.values[name] == first.values[name] for name in TOLD):
        verdicts.twice(row, first, question)
        return
    for one, other in ((row, first), (first, row)):
        said = {"row": other.number, "sheet": other.sheet, "value": _figure(other, plan)}
        verdicts.wait(one, "target_told_twice", **said)
    if first.action != Action.SKIPPED:
        first.action = Action.WAITING


def _figure(row: Row, plan: Plan) -> str:
    """As it is typed into a cell."""
    return typed.write(Decimal(str(row.values["value"])), _basis(row, plan)[0])


def _find_whole(row: Row, indicator: Indicator, kept: Target | None, plan: Plan, question: Question) -> None:
    """A percentage without a whole is one of the same as before; else it is asked once for all of the indicator."""
    key = f"measure:{indicator.code}"
    if kept and kept.basis == Target.Basis.PERCENT:
        plan.measures[row.key] = _words(kept)
    elif (statistic := question.decisions.get(key)) in Target.Statistic.values:
        plan.measures[row.key] = str(measure_of(Target.Basis.PERCENT, statistic))
    elif statistic == SKIP:
        row.action = Action.SKIPPED
    else:
        choices = [(value, measure_of(Target.Basis.PERCENT, value)) for value in Target.Statistic.values]
        verdicts.wait(row, "target_percent_of", choices=choices, key=key, name=indicator.short_name)


def _measure(row: Row, plan: Plan) -> str | None:
    return plan.measures.get(row.key, row.values["measure"])


def _words(target: Target) -> str:
    return str(measure_of(target.basis, target.statistic))


def _basis(row: Row, plan: Plan) -> tuple[str, str]:
    """(Target.Basis, Target.Statistic); a percentage of which nobody said yet of what has no statistic."""
    if plan.indicators[row.key].kind == Indicator.Kind.RATIO:
        return RATE
    if said := _measure(row, plan):
        return read_measure(said) or (Target.Basis.PERCENT, "")
    before = plan.kept.get(_key(row, plan))
    return (before.basis, before.statistic) if before else AMOUNT


def _new(row: Row, plan: Plan, offices: dict[int, int]) -> Target:
    """What the list does not tell is as in the version before; at first an amount, counted as usual."""
    unit, indicator = plan.units[row.key].pk, plan.indicators[row.key]
    before = plan.kept.get(_key(row, plan))
    basis, statistic = _basis(row, plan)
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
