"""Visits that wait for somebody to look at them, and count in no figure until then."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from areas.models import Ancestry, Area, Level
from reports.question import Question
from reports.rollup import Period
from visits.models import Visit

MOST_COUNTED = 1000  # a country may have any number


def waiting_for_review(question: Question, user: User) -> int:
    """How many visits of the period wait for somebody to look; see waiting_among()."""
    return waiting_among(_under(question, user), question.period)


def waiting_among(visits: QuerySet[Visit], period: Period) -> int:
    """How many of these visits of the period wait, counted until MOST_COUNTED + 1."""
    waiting = visits.standing().filter(status=Visit.Status.REVIEW, day__range=(period.start, period.end))
    return waiting.order_by()[: MOST_COUNTED + 1].count()


def review_url(user: User, area: Area) -> str:
    """Where somebody looks at them: the desk of who may decide, else their list."""
    if user.may(Permission.EDIT_VISITS, area):
        return reverse("visits:desk_list")
    return reverse("visits:visit_list", query={"status": Visit.Status.REVIEW})


def _under(question: Question, user: User) -> QuerySet[Visit]:
    """The visits under the area. Who sees an area sees all that stands below it today, so nobody asks for each; of an
    area that ended, what belongs to others now is left out."""
    area = question.area
    if area.level == Level.COUNTRY:
        return Visit.objects.all()
    if area.in_force(question.today):
        return Visit.objects.filter(area__in=_held(area, question.today))
    day = question.lens.map_day(area, question.period.end)
    return Visit.objects.visible_to(user).filter(area__in=_held(area, day))


def _held(area: Area, day: date) -> QuerySet:
    return Ancestry.objects.on(day).filter(ancestor=area).values("descendant")
