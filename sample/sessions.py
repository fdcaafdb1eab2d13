"""Sessions of the last months where teams go from door to door: at the market, in the hamlet hall, at school."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from areas.models import Area
from sample.seed import identity, stream
from teams.models import Team
from visits.models import Activity, Indicator, Result

TITLES = (
    _("Hướng dẫn dịch vụ công tại nhà văn hóa ấp"),
    _("Hướng dẫn thanh toán không tiền mặt tại chợ"),
    _("Nói chuyện về an toàn trên mạng tại trường học"),
)
DAYS_BACK = 120
CHANCE = 0.5  # that a hamlet held one in each third of these days


def create(
    hamlets: list[Area], teams: dict[int, Team], authors: dict[int, list[User]], through: date
) -> list[Activity]:
    """Up to three for a hamlet; how many came is what was told (`tuyen_truyen`)."""
    chance, told = stream("sessions"), Indicator.objects.get(code="tuyen_truyen")
    sessions = [
        Activity(
            id=identity("session", hamlet.pk, number),
            kind=Activity.Kind.SESSION,
            title=str(title),
            area=hamlet,
            team=teams[hamlet.pk],
            day=through - timedelta(days=chance.randrange(number * DAYS_BACK // 3, (number + 1) * DAYS_BACK // 3)),
            people=chance.randrange(12, 60),
            created_by=authors[hamlet.pk][-1],
        )
        for hamlet in hamlets
        for number, title in enumerate(TITLES)
        if chance.random() < CHANCE
    ]
    Activity.objects.bulk_create(sessions)
    Result.objects.bulk_create(Result(activity=one, indicator=told, quantity=one.people) for one in sessions)
    return sessions
