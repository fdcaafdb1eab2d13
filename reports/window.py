"""The lines of a long table that are shown: only their figures are read.

Shown are the units in which something was recorded in the months of the period, or into which the map moves something,
and those with a target; the rest has its own list.
"""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, Model, OuterRef, Q, QuerySet, Subquery, When

from accounts.models import User
from areas.dates import BEGINNING
from areas.models import Ancestry, Area, Level
from areas.names import search_words
from reports.forms import BY_TEAM, OF_GOALS, Show, State
from reports.freshness import last_days
from reports.lines import Line, name_of
from reports.models import Target
from reports.narrowing import GAP, narrowed, ordered
from reports.question import Question
from reports.rollup import IN_ORDER, figures, placed_below, with_parts
from reports.sight import out_of_sight
from reports.targets.goals import Goals, goals
from reports.targets.standing import Standings, against
from reports.ways import level_named
from visits.models import Indicator, MonthlyTotal, MovedTotal
from visits.months import month_of, whole_months

LINES_A_PAGE, UNITS_A_PAGE = 120, 60  # of a table that is read as a whole, and of a long one
BY_NAME = ("", "name", "-name")
LONG = 400  # units; a shorter table is read as a whole, with its map and with what its units lack
Kind = Indicator.Kind


@dataclass
class Window:
    """One page of units; `found` of them were asked for, `whole` is how many there are to be found. `stood`: the goals
    of all units and how they stand, where that was asked."""

    page: Page
    found: int
    whole: int
    silent: int
    stood: tuple[Goals, Standings] | None = None

    @property
    def units(self) -> list[Area]:
        return list(self.page.object_list)


def window(question: Question, way: str, user: User, number: str | None) -> Window | None:
    """None where the table is read as a whole: when it is short, or shows how the teams work."""
    if way == BY_TEAM or question.show == Show.TEAMS:
        return None
    every, whole = long_table(question, way, user)
    if every is None:
        return None
    is_narrowed = bool(question.state or search_words(question.text))
    if question.sort in BY_NAME and not is_narrowed:
        return _by_name(every, whole, question, number)
    units = list(every if is_narrowed else _that_tell(every, question))
    if question.state == State.SILENT:
        silent = without_figure(every, question)
        units = [unit for unit in units if unit.pk in silent]
    stood = _stood(question, level_named(way))
    lines = ordered(narrowed(_bare(units, question, stood), question), question)
    page = Paginator([line.area for line in lines], UNITS_A_PAGE).get_page(number)
    if is_narrowed:
        return Window(page, len(lines), whole, 0, stood)
    return Window(page, len(lines), len(lines), whole - len(lines), stood)


def _by_name(every: QuerySet[Area], whole: int, question: Question, number: str | None) -> Window:
    """The order in which the database has them: of all but the page only the keys are read."""
    telling = _that_tell(every, question)
    keys = list((telling.reverse() if question.sort == "-name" else telling).values_list("pk", flat=True))
    page = Paginator(keys, UNITS_A_PAGE).get_page(number)
    known = Area.objects.in_bulk(page.object_list)
    page.object_list = [known[key] for key in page.object_list]
    return Window(page, len(keys), len(keys), whole - len(keys))


def long_table(question: Question, way: str, user: User) -> tuple[QuerySet[Area] | None, int]:
    """The units of a table that is read page by page, None for any other; and how many they are."""
    below = placed_below(question.area, level=level_named(way), period=question.period, lens=question.lens)
    keys = set(below.values_list("descendant", flat=True))
    # Named by their keys, or totals would be looked up of all units of that level in the whole country.
    every = Area.objects.filter(pk__among=keys).order_by(*IN_ORDER)
    if len(keys) <= LONG or out_of_sight(every, question, user).exists():  # those are summed, so all are read
        return None, len(keys)
    return every, len(keys)


def _stood(question: Question, level: int) -> tuple[Goals, Standings] | None:
    """Of all units, where that decides which are shown."""
    if question.state not in OF_GOALS and not question.sort.removeprefix("-").startswith(GAP):
        return None
    asked = {"level": level, "period": question.period, "lens": question.lens, "indicators": question.wanted}
    given = goals(question.area, **asked)
    return given, against(given, question.area, today=question.today, **asked)


def _bare(units: list[Area], question: Question, stood: tuple[Goals, Standings] | None) -> list[Line]:
    """A line of each, and of its figures, its progress and its last day only what decides where it stands."""
    area, by, columns = question.area, question.sort.removeprefix("-"), question.columns
    asked = {"period": question.period, "lens": question.lens}
    none = {indicator.code: None for indicator in columns}
    lines = {unit.pk: Line(name_of(unit, question), none, area=unit) for unit in units}
    column = [indicator for indicator in columns if indicator.code == by]
    for unit, values in figures(area, units, indicators=column, **asked).items() if column else ():
        if unit in lines:
            lines[unit].values = none | values
    for (unit, code), progress in stood[1].items() if stood else ():
        if unit in lines:
            lines[unit].progress[code] = progress
    if by == "last" or question.state in (State.QUIET, State.NEVER):
        days = last_days(lines, lens=question.lens, end=min(question.period.end, question.today))
        for unit, line in lines.items():
            line.day = days.get(unit)
    return list(lines.values())


def without_figure(every: QuerySet[Area], *questions: Question) -> set[int]:
    """Those (primary keys) without a figure in any of the questions: of the ones with something to show those are read
    that may have none on just these days."""
    sure: set[int] = set()
    for question in questions:
        sure |= set(_that_surely_tell(every.exclude(pk__among=sure), question).values_list("pk", flat=True))
    rest = every.exclude(pk__among=sure)
    telling = {key for question in questions for key in _that_tell(rest, question).values_list("pk", flat=True)}
    unsure, found = list(rest.filter(pk__among=telling)), set(rest.values_list("pk", flat=True))
    for question in questions if unsure else ():
        asked = {"period": question.period, "lens": question.lens, "indicators": question.columns}
        known = figures(question.area, unsure, **asked)
        found -= {unit.pk for unit in unsure if any(value is not None for value in known[unit.pk].values())}
    return found


def _that_surely_tell(units: QuerySet[Area], question: Question) -> QuerySet[Area]:
    """Those with a fact in a whole month that stood in them all the time, or that the map leaves with them."""
    period, day = question.period, question.lens.day
    plain = [i for i in question.columns if i.kind not in (Kind.RATIO, Kind.STOCK)]
    months, _edges = whole_months(period.start, period.end)
    if not (plain and months):
        return units.none()
    asked = {"indicator__in": plain, "month__range": (months[0], months[-1])}
    found = units.alias(figure=_first(MonthlyTotal, facts__gt=0, **asked)).filter(figure__isnull=False)
    if day:
        return found.that_stood_still(day, day).alias(moved=_first(MovedTotal, **asked)).filter(moved__isnull=True)
    first, last = period.start, period.end
    came, left = Q(valid_from__gt=first, valid_from__lte=last), Q(valid_until__gte=first, valid_until__lt=last)
    moved = Ancestry.objects.filter(came | left, descendant=OuterRef("pk"))
    return found.that_stood_still(first, last).filter(~Exists(moved))


def _that_tell(units: QuerySet[Area], question: Question) -> QuerySet[Area]:
    """Those with something to show; which of them have figures on just these days is not looked up."""
    period, counted = question.period, with_parts(question.columns)
    is_state = any(indicator.kind == Kind.STOCK for indicator in counted)
    months = (month_of(BEGINNING if is_state else period.start), month_of(period.end))
    asked = {"indicator__in": counted, "month__range": months, "facts__gt": 0}
    targets = Target.objects.current().filter(area=OuterRef("pk"), start__lte=period.end, end__gte=period.start)
    shown = Q(figure__isnull=False) | Q(Exists(targets))
    if question.lens.day or is_state:
        day = question.lens.map_day(question.area, period.end)
        shown |= Q(held_since__gt=day) | Q(moved__isnull=False)
    return units.alias(figure=_first(MonthlyTotal, **asked), moved=_first(MovedTotal, **asked)).filter(shown)


def _first(totals: type[Model], **asked) -> Case:
    """One of them at the unit. Asked unit by unit: as one more EXISTS behind OR, PostgreSQL would first read the
    totals of the whole country."""
    there = totals.objects.filter(area=OuterRef("pk"))
    # Where one province works with this, most communes of the country have no total at all: asked first, since the
    # totals are looked up indicator by indicator.
    ever = Q(level=Level.HAMLET) | Q(Exists(there))
    return Case(When(ever, then=Subquery(there.filter(**asked).values("pk")[:1])))
