"""Units that count in a figure but whose name belongs to another office now."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from areas.models import Ancestry, Area
from reports.question import Question


def out_of_sight(units: QuerySet[Area], question: Question, user: User) -> QuerySet[Area]:
    """Of these units, those that the user may not see. Who sees the area sees all that it holds today, so only what
    stands elsewhere is asked about."""
    held = Ancestry.objects.on(question.today).filter(ancestor=question.area, descendant=OuterRef("pk"))
    away = units.order_by().filter(~Exists(held))
    return away.filter(~Exists(Area.objects.visible_to(user).filter(pk=OuterRef("pk"))))
