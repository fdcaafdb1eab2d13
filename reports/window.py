"""The lines of a long table that are shown: only their figures are read.

Shown are the units in which something was recorded in the months of the period, those with a target, and on a map
those that did not hold the same all the time, since their figures may come from others; the rest has its own list.
"""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from areas.dates import BEGINNING
from areas.models import Ancestry, Area
from areas.names import search_words
from reports.fold import changes
from reports.forms import BY_TEAM, Show
from reports.kin import called
from reports.models import Target
from reports.narrowing import is_named, ordered_by
from reports.question import Question
from reports.rollup import figures, units_below, with_parts
from reports.ways import level_named
from visits.models import Indicator, MonthlyTotal
from visits.months import month_of

LINES_A_PAGE = 120
LONG = 400  # units; a shorter table is read as a whole, with its map and with what its units lack
BY_NAME = ("", "name", "-name")


@dataclass
class Window:
    """One page of units; `found` of them were asked for, `whole` is how many there are to be found."""

    page: Page
    found: int
    whole: int
    silent: int

    @property
    def units(self) -> list[Area]:
        return list(self.page.object_list)


def window(question: Question, way: str, user: User, number: str | None) -> Window | None:
    """None where the table is read as a whole: when it is short, or asked for by how its lines stand."""
    if way == BY_TEAM or question.show == Show.TEAMS or question.state:
        return None
    by = question.sort.removeprefix("-")
    column = next((indicator for indicator in question.columns if indicator.code == by), None)
    if column is None and question.sort not in BY_NAME:
        return None
    asked = {"period": question.period, "lens": question.lens}
    every = units_below(question.area, levels=[level_named(way)], **asked)
    whole = every.count()
    if whole <= LONG or _has_others(question, every, user):
        return None
    words = search_words(question.text)
    if words:
        units = [unit for unit in every if is_named(called(unit, question.today), words)]
    else:
        units = list(_that_tell(every, question))
    if column:
        known = figures(question.area, units, indicators=[column], **asked)
        units = ordered_by(units, question.sort, lambda unit: known[unit.pk][by])
    elif question.sort == "-name":
        units.reverse()
    page = Paginator(units, LINES_A_PAGE).get_page(number)
    return Window(page, len(units), whole if words else len(units), 0 if words else whole - len(units))


def _that_tell(units: QuerySet[Area], question: Question) -> QuerySet[Area]:
    """Those with something to show; which of them have figures on just these days is not looked up."""
    period, counted = question.period, with_parts(question.columns)
    is_state = any(indicator.kind == Indicator.Kind.STOCK for indicator in counted)
    months = (month_of(BEGINNING if is_state else period.start), month_of(period.end))
    figures = MonthlyTotal.objects.filter(area=OuterRef("pk"), indicator__in=counted, month__range=months, facts__gt=0)
    targets = Target.objects.current().filter(area=OuterRef("pk"), start__lte=period.end, end__gte=period.start)
    shown = Q(figure__isnull=False) | Q(Exists(targets))
    if question.lens.day or is_state:
        day = question.lens.map_day(question.area, period.end)
        first, last = min(BEGINNING if is_state else period.start, day), max(period.end, day)
        shown |= Q(Exists(changes(first, last).filter(ancestor=OuterRef("pk"))))
    # asked unit by unit: as one more EXISTS behind OR, PostgreSQL would first read the totals of the whole country
    return units.alias(figure=Subquery(figures.values("pk")[:1])).filter(shown)


def _has_others(question: Question, units: QuerySet[Area], user: User) -> bool:
    """Whether some of them stand elsewhere today, where the user may not look: they are summed, so all are read."""
    below = Ancestry.objects.on(question.today).filter(ancestor=question.area)
    away = units.order_by().exclude(pk__in=below.values("descendant"))
    return away.exclude(pk__in=Area.objects.visible_to(user).values("pk")).exists()
