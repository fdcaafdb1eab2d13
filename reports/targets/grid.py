"""The grid of an area: what it and the units just below it are to reach in a span, to read and to fill in."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from areas.models import Area, AreaStatistic, Level
from imports.identity import without_identity_number
from reports.models import Target
from reports.rollup import Period
from reports.targets import typed
from reports.targets.amounts import Amounts
from reports.targets.cells import Cell, Column, Line
from reports.targets.plan import Wanted, changeable, in_view, seen_in, usual_counting
from visits.models import Indicator

Statistic, Counting = Target.Statistic, Target.Counting
Held = dict[tuple[int, int], Target]
"""(unit, indicator) -> the target in force"""
USUAL = {Indicator.Kind.PERSON: Statistic.ADULTS, Indicator.Kind.STOCK: Statistic.RESIDENTS}


def units_of(area: Area, span: Period, today: date) -> list[Area]:
    """Those that stand just below the area at the end of the span, or on the map of today while it runs."""
    day = max(area.valid_from, min(area.valid_until, span.end, max(today, span.start)))
    return list(Area.objects.children_of(area, day).order_by("sort_key", "valid_from", "pk"))


def names_of(units: Iterable[Area], user: User) -> dict[int, str]:
    """A hamlet that stands today where the user sees nothing is not named; units above hamlets are public."""
    hamlets = [unit.pk for unit in units if unit.level == Level.HAMLET]
    seen = Area.objects.visible_to(user).filter(pk__in=hamlets).values_list("pk", flat=True) if hamlets else ()
    hidden = set(hamlets) - set(seen)
    return {unit.pk: _("Nay thuộc địa bàn khác") if unit.pk in hidden else str(unit) for unit in units}


class Grid:
    """The targets of exactly this span."""

    def __init__(self, area: Area, units: list[Area], span: Period, indicators: Iterable[Indicator], user: User):
        self.area, self.span = area, span
        self.columns = [Column(indicator) for indicator in indicators]
        areas = [area, *units]
        self.targets = self._targets([unit.pk for unit in areas])
        self.held: Held = {(t.area_id, t.indicator_id): t for t in self.targets if t.ended_at is None}
        self.versions = Counter((t.area_id, t.indicator_id) for t in self.targets)
        self.units_free, self.targets_free = changeable(user, [unit.pk for unit in areas], self.held.values())
        households = self._households([unit.pk for unit in areas])
        for column in self.columns:
            column.has_percent = any(t.basis == Target.Basis.PERCENT for t in self._of(column, self.held))
            column.statistic, column.counting = self._usual(column, self.held)
        names = names_of(units, user)
        self.lines = [
            Line(unit, names[unit.pk], households.get(unit.pk), [self._cell(unit, column) for column in self.columns])
            for unit in units
        ]
        for column in self.columns:
            column.whole = self._cell(area, column)
        self._add_up()
        self.errors: list[str] = []

    @property
    def cells(self) -> Iterator[Cell]:
        yield from (column.whole for column in self.columns)
        yield from (cell for line in self.lines for cell in line.cells)

    @property
    def may_change(self) -> bool:
        return any(cell.is_free for cell in self.cells)

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """(box, unit and indicator, what is wrong with it); without a box where another office gave it meanwhile."""
        names = {self.area.pk: str(self.area)} | {line.unit.pk: line.name for line in self.lines}
        return [
            (
                cell.key if cell.is_free else "",
                f"{names[cell.unit.pk]} – {cell.column.indicator.short_name}",
                cell.error,
            )
            for cell in self.cells
            if cell.error
        ]

    @property
    def seen(self) -> str:
        """The versions in force on the page, to be sent back with what is typed."""
        return in_view(self.held.values())

    def read(self, typed_in: Mapping[str, str]) -> list[Wanted]:
        """What was typed and differs from what stood there; cells that cannot be read, or that somebody else changed
        meanwhile, get an error, and `errors` a sentence. Cells that are not free, or were not sent, stay as they are,
        and so do those that nobody touched, whatever became of them meanwhile."""
        before = self._before(seen_in(typed_in.get("seen", "")))
        shown = {column.indicator.pk: self._usual(column, before) for column in self.columns}
        for column in self.columns:
            self._read_column(column, typed_in)
        wanted = []
        for cell in self.cells:
            if cell.key in typed_in:
                settings = cell.column.statistic, cell.column.counting
                is_settled = settings == shown[cell.column.indicator.pk]
                stood = before.get((cell.unit.pk, cell.column.indicator.pk))
                wanted += self._read_cell(cell, typed_in[cell.key].strip()[:40], is_settled, stood)
        source = without_identity_number(" ".join(typed_in.get("source", "").split()))
        if len(source) > Target._meta.get_field("source").max_length:
            self.errors.append(_("Văn bản giao dài quá 200 ký tự. Chỉ ghi số, ngày và tên văn bản."))
        wrong = sum(bool(cell.error) for cell in self.cells)
        if wrong:
            self.errors.insert(0, _("Chưa lưu gì: %(count)s ô cần xem lại.") % {"count": wrong})
        return [Wanted(source=source, span=self.span, **told) for told in wanted]

    def _before(self, seen: set[int] | None) -> Held:
        """What was in force when the page was shown; all that is in force for a page that does not say so."""
        if seen is None:
            return self.held
        return {(t.area_id, t.indicator_id): t for t in self.targets if t.pk in seen}

    def _read_column(self, column: Column, typed_in: Mapping[str, str]) -> None:
        if (statistic := typed_in.get(column.statistic_key)) in Statistic.values and not column.is_ratio:
            column.statistic = statistic
        if (counting := typed_in.get(column.counting_key)) in Counting.values and column.has_counting:
            column.counting = counting

    def _read_cell(self, cell: Cell, text: str, is_settled: bool, stood: Target | None) -> list[dict]:
        before = typed.write(stood.value, stood.basis) if stood else ""
        if text == before and (is_settled or not text):
            return []
        if cell.target != stood:
            cell.text, cell.error = text if cell.is_free else cell.text, _changed_by(cell)
            return []
        if not cell.is_free:
            return []
        cell.text = text
        told = {"area": cell.unit.pk, "indicator": cell.column.indicator, "value": None}
        if text:
            try:
                value, basis = typed.read(text, cell.column.indicator)
            except ValidationError as error:
                cell.error = " ".join(error.messages)
                return []
            statistic = cell.column.statistic if basis == Target.Basis.PERCENT else ""
            told |= {"value": value, "basis": basis, "statistic": statistic, "counting": cell.column.counting}
        return [told | {"instead": stood.pk if stood else None}]

    def _targets(self, areas: list[int]) -> list[Target]:
        found = Target.objects.filter(start=self.span.start, end=self.span.end, area__in=areas)
        found = found.filter(indicator__in=[column.indicator for column in self.columns])
        return list(found.select_related("office", "set_by").order_by("pk"))

    def _households(self, areas: list[int]) -> dict[int, int | None]:
        rows = AreaStatistic.objects.filter(area__in=areas, year__lte=self.span.end.year).order_by("year")
        return dict(rows.values_list("area", "households"))

    @staticmethod
    def _of(column: Column, held: Held) -> list[Target]:
        return [target for (_unit, pk), target in held.items() if pk == column.indicator.pk]

    def _usual(self, column: Column, held: Held) -> tuple[str, str]:
        """(statistic, counting) as most of the column's targets have it; what is usual for the indicator when there
        are none."""
        found, statistic = self._of(column, held), ""
        if not column.is_ratio:
            usual = USUAL.get(column.indicator.kind, Statistic.HOUSEHOLDS)
            statistic = _most([target.statistic for target in found if target.statistic]) or usual
        return statistic, _most([target.counting for target in found]) or usual_counting(column.indicator)

    def _cell(self, unit: Area, column: Column) -> Cell:
        key = unit.pk, column.indicator.pk
        target = self.held.get(key)
        is_free = unit.pk in self.units_free and (target is None or target.pk in self.targets_free)
        text = typed.write(target.value, target.basis) if target else ""
        return Cell(unit, column, target, is_free, text, version=self.versions[key])

    def _add_up(self) -> None:
        indicators = {column.indicator.pk: column.indicator for column in self.columns}
        amounts = Amounts(self.held.values(), indicators)
        given: dict[int, list[Cell]] = defaultdict(list)
        for cell in self.cells:
            if cell.target:
                cell.amount = _amount([cell.target], amounts)
                if cell is not cell.column.whole:
                    given[cell.column.indicator.pk].append(cell)
        for column in self.columns:
            column.units = len(self.lines)
            _compare(column, given[column.indicator.pk], amounts)


def _amount(targets: list[Target], amounts: Amounts) -> Decimal | None:
    found = amounts.of(targets)
    return Decimal(str(found.amount)) if found else None


def _compare(column: Column, given: list[Cell], amounts: Amounts) -> None:
    """Also when nothing was given yet; rates are one rate only when every unit has one."""
    column.held = len(given)
    if column.is_ratio:
        if given and column.held == column.units:
            column.given = _amount([cell.target for cell in given], amounts)
        is_known = column.given is not None
    else:
        known = [cell.amount for cell in given if cell.amount is not None]
        column.unknown = len(given) - len(known)
        column.given = sum(known) if known else None
        is_known = column.units > 0
    if column.whole.amount is not None and is_known:
        rest = column.whole.amount - (column.given or 0)
        column.rest = rest if column.is_ratio else int(rest)  # what percentages leave of one unit is nobody's


def _changed_by(cell: Cell) -> str:
    """Somebody else was there in between; only a target that was withdrawn does not tell who."""
    if cell.target is None:
        return _("Mức ở đây vừa được rút. Xem lại rồi lưu lần nữa nếu vẫn muốn đặt.")
    words = {"value": typed.write(cell.target.value, cell.target.basis), "who": cell.target.set_by or _("Người khác")}
    if not cell.is_free:
        return _("%(who)s vừa đặt %(value)s, nơi nhận không tự sửa.") % words
    return _("%(who)s vừa đặt %(value)s. Xem lại rồi lưu lần nữa nếu vẫn muốn thay.") % words


def _most(found: list[str]) -> str:
    return Counter(found).most_common(1)[0][0] if found else ""
