"""What a line shows besides its figures: where it leads, where the unit stands, how long it was silent.

Only for the lines on the page: a country has thousands of units.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from areas.models import Area, Level
from areas.places import with_places
from reports.figures import figure
from reports.lines import Cell, Line
from reports.periods import ago
from reports.question import Question
from visits.models import Indicator

LATE_AFTER = timedelta(days=14)


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


def dress(lines: list[Line], question: Question) -> None:
    """Write the addresses, the places and, while the period runs, the silence."""
    down = question.but(by="", sort="").way_down()
    places = _places([line.area.pk for line in lines if line.area], question)
    for line in lines:
        if line.area:
            line.url = down % line.area.pk
            line.notes = [*places.get(line.area.pk, []), *_life(line.area, question)]
        elif line.team:
            line.url = reverse("teams:team_detail", args=[line.team.pk])
        if line.day and question.period.end >= question.today:
            line.ago = ago(line.day, question.today)
            line.is_late = question.today - line.day > LATE_AFTER


def place_of(question: Question) -> str:
    """For a heading: the commune of a hamlet, today's and the former one, since "Ấp 1" stands in many."""
    if question.area.level != Level.HAMLET:
        return ""
    day = question.lens.map_day(question.area, question.period.end)
    hamlet = with_places(Area.objects.filter(pk=question.area.pk), day, area="pk").get()
    return ", ".join(_placed(hamlet.commune_label, hamlet.former_label, question.area))


def _cell(indicator: Indicator, value, url: str, top: float | None) -> Cell:
    percent = min(round(100 * value / top), 100) if top and value and value > 0 else None
    return Cell(indicator.short_name, figure(value), url, percent)


def _places(keys: list[int], question: Question) -> dict[int, list[str]]:
    """The unit above, unless that is the area itself, and for a hamlet its former commune."""
    day = question.lens.map_day(question.area, question.period.end)
    hamlets = with_places(Area.objects.filter(pk__in=keys, level=Level.HAMLET), day, area="pk")
    others = Area.objects.filter(pk__in=keys, level__in=[Level.DISTRICT, Level.COMMUNE]).with_parent_name(day)
    found = {unit.pk: [unit.commune_label, unit.former_label] for unit in hamlets}
    found |= {unit.pk: [unit.parent_name and f"{unit.parent_kind} {unit.parent_name}", None] for unit in others}
    return {key: list(_placed(parent, former, question.area)) for key, (parent, former) in found.items()}


def _placed(parent: str | None, former: str | None, area: Area) -> Iterator[str]:
    if parent and parent != str(area):
        yield parent
    if former:
        yield _("trước đây %(commune)s") % {"commune": former}


def _life(area: Area, question: Question) -> list[str]:
    """When the unit began or ended inside the period."""
    notes = []
    if question.lens.day is None and area.valid_from > question.period.start:
        notes.append(_("từ %(day)s") % {"day": f"{area.valid_from:%d/%m/%Y}"})
    if question.lens.day is None and area.valid_until < question.period.end:
        notes.append(_("đến %(day)s") % {"day": f"{area.valid_until:%d/%m/%Y}"})
    return notes
