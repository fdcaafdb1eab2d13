"""The lines of a long table that are shown: only their figures are read."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from accounts.models import User
from areas.models import Ancestry, Area
from areas.names import search_words
from reports.forms import BY_TEAM, Show
from reports.kin import called
from reports.narrowing import is_named, ordered_by
from reports.question import Question
from reports.rollup import table, units_below
from reports.ways import level_named

LINES_A_PAGE = 120
LONG = 400  # units; a shorter table is read as a whole, with its map and with what its units lack
BY_NAME = ("", "name", "-name")


@dataclass
class Window:
    """One page of units; `found` of them were asked for, `whole` is how many the table has."""

    page: Page
    found: int
    whole: int

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
    units = units_below(question.area, levels=[level_named(way)], **asked)
    whole = units.count()
    if whole <= LONG or _has_others(question, units, user):
        return None
    if column:
        rows = table(question.area, level=level_named(way), indicators=[column], **asked).rows
        units = [row.area for row in ordered_by(rows, question.sort, lambda row: row.values[by])]
    elif question.sort == "-name":
        units = units.reverse()
    if words := search_words(question.text):
        units = [unit for unit in units if is_named(called(unit, question.today), words)]
    paginator = Paginator(units, LINES_A_PAGE)
    return Window(paginator.get_page(number), paginator.count, whole)


def _has_others(question: Question, units, user: User) -> bool:
    """Whether some of them stand elsewhere today, where the user may not look: they are summed, so all are read."""
    below = Ancestry.objects.on(question.today).filter(ancestor=question.area)
    away = units.order_by().exclude(pk__in=below.values("descendant"))
    return away.exclude(pk__in=Area.objects.visible_to(user).values("pk")).exists()
