"""The lines of the table: one unit or one team each, with its name, its place in words and its figures."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import F, Value
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils.translation import gettext as _

from areas.models import Ancestry, Area, Level
from reports.by_team import TeamRow
from reports.figures import figure
from reports.kin import called
from reports.question import Question
from reports.rollup import Row, Values
from teams.models import Team
from teams.places import with_places
from visits.models import Indicator


@dataclass
class Cell:
    label: str
    text: str
    url: str = ""
    percent: int | None = None


@dataclass
class Line:
    """`key` says in the address of a "vì sao" what the line is; without it the figures lead nowhere."""

    name: str
    values: Values
    key: dict = field(default_factory=dict)
    url: str = ""
    notes: list[str] = field(default_factory=list)
    day: date | None = None
    ago: str = ""
    is_late: bool = False
    area: Area | None = None
    team: Team | None = None
    explanation: str = ""
    cells: list[Cell] = field(default_factory=list)

    def is_silent(self, columns: list[Indicator]) -> bool:
        return all(self.values[indicator.code] is None for indicator in columns)


def of_unit(row: Row, question: Question, within: dict) -> Line:
    """`within` tells a "vì sao" in whose table the unit stands, where that makes a difference."""
    url = question.but(area=row.area, by="", sort="").address()
    name = called(row.area, question.today)
    return Line(name, row.values, {"area": row.area.pk} | within, url, _life(row.area, question), area=row.area)


def always_here(units: list[Area], question: Question) -> set[int]:
    """The units whose figures in the table of the area are all they have: they belonged to nobody else meanwhile."""
    area, period, lens = question.area, question.period, question.lens
    if lens.day:
        return {unit.pk for unit in units}
    held = Ancestry.objects.filter(ancestor=area, descendant__in=units)
    held = held.filter(
        valid_from__lte=Greatest(F("descendant__valid_from"), Value(period.start)),
        valid_until__gte=Least(F("descendant__valid_until"), Value(period.end)),
    )
    kept = set(held.values_list("descendant", flat=True))
    day = lens.map_day(area, period.end)
    return {unit.pk for unit in units if unit.pk in kept and lens.map_day(unit, period.end) == day}


def of_team(row: TeamRow, question: Question, seen: set) -> Line:
    key = {"area": question.area.pk, "team": row.team.pk if row.team else "none"}
    name = str(row.team) if row.team else _("Không ghi tên tổ")
    url = reverse("teams:team_detail", args=[row.team.pk]) if row.team and row.team.pk in seen else ""
    return Line(name, row.values, key, url, team=row.team)


def fill(lines: Iterable[Line], columns: list[Indicator], question: Question, tops: dict[str, float]) -> None:
    """Write the cells; `tops` holds the largest figure of each column, the full length of its bars."""
    why = question.why()
    for line in lines:
        key = f"{why}&{urlencode(line.key)}&indicator=" if line.key else ""
        line.cells = [_cell(i, line.values[i.code], key and key + i.code, tops.get(i.code)) for i in columns]


def tops(lines: list[Line], columns: list[Indicator]) -> dict[str, float]:
    """The largest figure of each column; of a ratio 100."""
    found = {i.code: max((line.values[i.code] or 0 for line in lines), default=0) for i in columns}
    return found | {i.code: 100 for i in columns if i.kind == Indicator.Kind.RATIO}


def tell_places(lines: list[Line], question: Question) -> None:
    """Add to each unit where it stands, unless that is the area itself, and for a hamlet its former commune."""
    day = question.lens.map_day(question.area, question.period.end)
    keys = [line.area.pk for line in lines if line.area]
    hamlets = with_places(Area.objects.filter(pk__in=keys, level=Level.HAMLET), day, area="pk")
    places = {unit.pk: (unit.commune_label, unit.former_label) for unit in hamlets}
    others = Area.objects.filter(pk__in=keys, level__in=[Level.DISTRICT, Level.COMMUNE]).with_parent_name(day)
    places |= {
        unit.pk: (f"{unit.parent_kind} {unit.parent_name}" if unit.parent_name else None, None) for unit in others
    }
    for line in lines:
        parent, former = places.get(line.area and line.area.pk, (None, None))
        if parent and parent != str(question.area):
            line.notes.insert(0, parent)
        if former:
            line.notes.insert(0, _("trước đây %(commune)s") % {"commune": former})


def _cell(indicator: Indicator, value, url: str, top: float | None) -> Cell:
    percent = min(round(100 * value / top), 100) if top and value and value > 0 else None
    return Cell(indicator.short_name, figure(value), url, percent)


def _life(area: Area, question: Question) -> list[str]:
    """When the unit began or ended inside the period."""
    if question.lens.day:
        return []
    notes = []
    if area.valid_from > question.period.start:
        notes.append(_("từ %(day)s") % {"day": f"{area.valid_from:%d/%m/%Y}"})
    if area.valid_until < question.period.end:
        notes.append(_("đến %(day)s") % {"day": f"{area.valid_until:%d/%m/%Y}"})
    return notes
