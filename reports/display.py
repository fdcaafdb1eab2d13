"""What a line shows besides its figures: where it leads, where the unit stands, how long it was silent.

Only for the lines on the page: a country has thousands of units.
"""

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from areas.models import Area, Level
from areas.places import told_former, with_places
from reports.activity import SILENT_AFTER, Reach
from reports.activity_rows import Rows, to_rows
from reports.figures import MISSING, figure
from reports.gauge import Gauge, gauge
from reports.lines import Cell, Line
from reports.periods import ago
from reports.question import Question
from reports.targets.pace import Pace
from visits.models import Indicator


def fill(lines: Iterable[Line], columns: list[Indicator], question: Question, tops: dict[str, float]) -> None:
    """Write the cells; `tops` holds the largest figure of each column, the full length of its bars."""
    why = question.why()
    for line in lines:
        key = f"{why}&{urlencode(line.key)}&indicator=" if line.key else ""
        line.cells = [_cell(i, line, key and key + i.code, tops.get(i.code), question) for i in columns]


def fill_reach(lines: Iterable[Line], labels: dict[str, tuple[str, str]], question: Question) -> None:
    """Write cells of figures of teams instead; `labels` holds the columns."""
    for line in lines:
        unit = line.area.pk if line.area else line.key.get("area")
        line.cells = [_reach_cell(name, label, line.reach, unit, question) for name, (label, _unit) in labels.items()]


def reach_facts(reach: Reach | None, labels: dict[str, tuple[str, str]], question: Question) -> list[Cell]:
    """The same figures of the area itself, each with its words."""
    return [_reach_cell(name, label, reach, question.area.pk, question) for name, (label, _unit) in labels.items()]


def tops(lines: list[Line], columns: list[Indicator]) -> dict[str, float]:
    """The largest figure of each column; of a ratio 100."""
    found = {i.code: max((line.values[i.code] or 0 for line in lines), default=0) for i in columns}
    return found | {i.code: 100 for i in columns if i.kind == Indicator.Kind.RATIO}


def dress(lines: list[Line], question: Question) -> None:
    """Write the addresses, the places and, while the period runs, the silence."""
    down = question.plain().way_down()
    places = _places([line.area for line in lines if line.area], question)
    for line in lines:
        if line.area:
            line.url = down % line.area.pk
            line.notes = [*places.get(line.area.pk, []), *_life(line.area, question)]
        elif line.team:
            line.url = reverse("teams:team_detail", args=[line.team.pk])
        if line.day and question.period.end >= question.today:
            line.ago = ago(line.day, question.today)
            line.is_late = question.today - line.day > SILENT_AFTER


def place_of(question: Question) -> str:
    """For a heading: the commune of a hamlet, today's and the former one, since "Ấp 1" stands in many."""
    if question.area.level != Level.HAMLET:
        return ""
    day = question.lens.map_day(question.area, question.period.end)
    hamlet = with_places(Area.objects.filter(pk=question.area.pk), day, area="pk").get()
    return ", ".join(_placed(hamlet.commune_label, told_former(hamlet), question.area))


def _cell(indicator: Indicator, line: Line, url: str, top: float | None, question: Question) -> Cell:
    """With a bar towards the goal, or where there is none, in proportion to the largest figure of the column."""
    value, progress = line.values[indicator.code], line.progress.get(indicator.code)
    if progress is None:
        percent = min(round(100 * value / top), 100) if top and value and value > 0 else None
        return Cell(indicator.short_name, figure(value), url, percent)
    shown = gauge(progress, indicator, question.today)
    return Cell(indicator.short_name, figure(value), url, gauge=shown, words=_standing(shown, value))


def _standing(shown: Gauge, value: float | None) -> str:
    """What a goal adds to the figure of the period."""
    if shown.gap:
        return _("thiếu %(gap)s") % {"gap": shown.gap}
    if shown.state == Pace.REACHED:
        return _("đã đạt")
    return _("đến nay %(reached)s") % {"reached": shown.reached} if shown.progress.actual != value else ""


WHOLES = {"covered": "hamlets", "active": "teams", "recording": "members", "trained": "members", "silent": ""}


def _reach_cell(name: str, label: str, reach: Reach | None, unit: int, question: Question) -> Cell:
    """ "142/525", which opens to its rows; a dash where nothing stands that could be counted."""
    if reach is None:
        return Cell(label, MISSING)
    whole = getattr(reach, WHOLES[name]) if WHOLES[name] else None
    if not (reach.teams if whole is None else whole):
        return Cell(label, MISSING)
    number = getattr(reach, name)
    text = number_format(number) if whole is None else f"{number_format(number)}/{number_format(whole)}"
    url = to_rows(unit, reach.days, question.lens, Rows(name)) if unit else ""
    return Cell(label, text, url, None if whole is None else round(100 * number / whole))


def _places(units: list[Area], question: Question) -> dict[int, list[str]]:
    """The unit above, unless that is the area itself, and for a hamlet its former commune."""
    day = question.lens.map_day(question.area, question.period.end)
    found = {}
    if hamlets := [unit.pk for unit in units if unit.level == Level.HAMLET]:
        placed = with_places(Area.objects.filter(pk__among=hamlets).order_by(), day, area="pk")
        for row in placed.values_list("pk", "commune_label", "former_label", named=True):
            found[row.pk] = list(_placed(row.commune_label, told_former(row), question.area))
    if others := [unit.pk for unit in units if unit.level in (Level.DISTRICT, Level.COMMUNE)]:
        placed = Area.objects.filter(pk__among=others).order_by().with_parent_name(day)
        for key, kind, name in placed.values_list("pk", "parent_kind", "parent_name"):
            found[key] = list(_placed(name and f"{kind} {name}", None, question.area))
    return found


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
