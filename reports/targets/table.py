"""The grid as a file, as an import reads it (reports/sheets/wide.py): rows are units, columns indicators."""

from collections.abc import Iterable

import tablib
from django.utils.translation import gettext as _

from areas.exports import safe_cell
from areas.models import Area, Level
from reports.models import Target
from reports.rollup import Period
from reports.targets import typed
from reports.targets.measures import measure_of
from visits.models import Indicator


def table_of(
    units: Iterable[Area], indicators: list[Indicator], targets: Iterable[Target], span: Period
) -> tablib.Dataset:
    """`units` of with_places(); `targets` are those in force in the span, of any of them."""
    held = {(target.area_id, target.indicator_id): target for target in targets}
    units = list(units)
    places = _places(units)
    dataset = tablib.Dataset(title=_("Chỉ tiêu giao"))
    columns = [_Column(one, [t for (_area, pk), t in held.items() if pk == one.pk]) for one in indicators]
    dataset.headers = [*places, _("Từ ngày"), _("Đến hết ngày"), *(column.heading for column in columns)]
    for unit in units:
        told = [*(read(unit) for read in places.values()), span.start, span.end]
        cells = [column.cell(held.get((unit.pk, column.indicator.pk))) for column in columns]
        dataset.append([safe_cell("" if value is None else value) for value in [*told, *cells]])
    return dataset


def _places(units: list[Area]) -> dict:
    """Heading -> what it tells of a unit; of hamlets also where they stand."""
    places = {_("Đơn vị"): str, _("Mã"): lambda unit: unit.code}
    if any(unit.level == Level.HAMLET for unit in units):
        places[_("Xã, phường")] = lambda unit: unit.commune_label if unit.level == Level.HAMLET else ""
        places[_("Xã, phường trước sắp xếp")] = lambda unit: unit.former_label if unit.level == Level.HAMLET else ""
    return places


class _Column:
    """What all of the column's targets share stands in its heading, what they do not in the cells."""

    def __init__(self, indicator: Indicator, targets: list[Target]):
        self.indicator = indicator
        measures = {(target.basis, target.statistic) for target in targets}
        countings = {target.get_counting_display().lower() for target in targets}
        self.measure = measures.pop() if len(measures) == 1 else None
        told = [str(measure_of(*self.measure))] if self.measure and self.measure[0] == Target.Basis.PERCENT else []
        told += countings if len(countings) == 1 else []
        self.heading = f"{indicator.short_name} ({', '.join(told)})" if told else indicator.short_name

    def cell(self, target: Target | None) -> str | int | float | None:
        """A percentage below 1 as a text: a number of that size would be one that a spreadsheet shows in per cent."""
        if target is None:
            return None
        is_percent = target.basis == Target.Basis.PERCENT
        if is_percent and self.measure is None:
            text = typed.write(target.value, Target.Basis.AMOUNT)
            return f"{text} {measure_of(target.basis, target.statistic)}"
        if is_percent and target.value <= 1:
            return typed.write(target.value, target.basis)
        return float(target.value) if target.value % 1 else int(target.value)
