"""Which units of a table a user may see by name.

Who sees an area sees all that it holds today, so only units that stand elsewhere now are asked about: they count in
the figures, but their names belong to another office. Told in two ways: a few units by their keys, which reads
nothing else, and any number of them without reading the units.
"""

from django.db.models import QuerySet

from accounts.models import User
from areas.models import Ancestry, Area, Level
from reports.question import Question


def in_sight(units: list[Area], question: Question, user: User) -> set[int]:
    """The keys of those, units of a table of the question, that the user may see."""
    keys = [unit.pk for unit in units]
    if question.lens.day == question.today or question.area.level == Level.COUNTRY:
        return set(keys)  # the area holds them today
    below = Ancestry.objects.on(question.today).filter(ancestor=question.area, descendant__among=keys)
    seen = set(below.values_list("descendant", flat=True))
    others = [key for key in keys if key not in seen]
    if others:
        seen |= set(Area.objects.visible_to(user).filter(pk__among=others).values_list("pk", flat=True))
    return seen


def out_of_sight(units: QuerySet[Area], question: Question, user: User) -> QuerySet[Area]:
    """Those that the user may not see. As NOT EXISTS, PostgreSQL without statistics would take minutes."""
    if question.area.level == Level.COUNTRY:
        return units.none()  # it holds everything, also what has ended
    below = Ancestry.objects.on(question.today).filter(ancestor=question.area)
    away = units.order_by().exclude(pk__in=below.values("descendant"))
    return away.exclude(pk__in=Area.objects.visible_to(user).values("pk"))
