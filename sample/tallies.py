"""What the teams reported for August to December 2022, month by month, when no household log existed.

Press reports on Hậu Giang's year 2022 give the sums: about 70,000 people informed, about 173,000 with the
province's app, 77,972 with an e-wallet, 123,763 on the public-service portal, 1,755 households on
e-commerce. How they fell on hamlets and months is made up; the sums are exact.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random

from django.utils.translation import gettext as _

from sample.hamlets import Hamlet
from sample.seed import apportion, identity, stream
from teams.models import Team
from visits.models import Activity, Indicator, Result

PUBLISHED = {
    "vi_dien_tu": 77_972,
    "dvc_nguoi_dung": 123_763,
    "app_tinh": 173_000,
    "ho_tmdt": 1_755,
    "tuyen_truyen": 70_000,
}
FIRST_DAY, LAST_DAY = date(2022, 8, 1), date(2022, 12, 31)
MONTHS = {8: 0.55, 9: 0.9, 10: 1.15, 11: 1.3, 12: 1.1}  # month of 2022 -> how much of the work fell on it
SILENT = 0.07  # share of months for which a team sent nothing
ZALO = "zalo_thanh_vien"
Report = tuple[Hamlet, Activity]


def create(hamlets: list[Hamlet], teams: dict[int, Team]) -> list[Activity]:
    """Write one activity for each team and month that was reported, with its results."""
    chance = stream("tallies")
    reports = [
        (hamlet, _tally(hamlet, teams[hamlet.area.pk], month))
        for hamlet in hamlets
        for month in MONTHS
        if chance.random() >= SILENT
    ]
    activities = Activity.objects.bulk_create([activity for _hamlet, activity in reports], batch_size=500)
    Result.objects.bulk_create([*_published(reports, chance), *_zalo(reports, chance)], batch_size=1000)
    for day in dict.fromkeys(activity.day for activity in activities):  # else created_at is the moment of loading
        arrived = datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)
        Activity.objects.filter(kind=Activity.Kind.TALLY, day=day).update(created_at=arrived)
    return activities


def _tally(hamlet: Hamlet, team: Team, month: int) -> Activity:
    return Activity(
        id=identity("tally", team.pk, 2022, month),
        kind=Activity.Kind.TALLY,
        title=_("Số liệu tháng %(month)s/2022") % {"month": f"{month:02}"},
        area=hamlet.area,
        team=team,
        day=date(2022, month, monthrange(2022, month)[1]),
    )


def _published(reports: list[Report], chance: Random) -> Iterator[Result]:
    """Each published sum, spread over the reports; a share of 0 is not reported."""
    for code, total in PUBLISHED.items():
        indicator = Indicator.objects.get(code=code)
        zeal = {hamlet.area.pk: chance.lognormvariate(0, 0.45) for hamlet, _activity in reports}
        weights = [
            hamlet.residents * zeal[hamlet.area.pk] * MONTHS[activity.day.month] * chance.uniform(0.6, 1.4)
            for hamlet, activity in reports
        ]
        for (_hamlet, activity), quantity in zip(reports, apportion(total, weights), strict=True):
            if quantity:
                yield Result(activity=activity, indicator=indicator, quantity=quantity)


def _zalo(reports: list[Report], chance: Random) -> Iterator[Result]:
    """Members of the teams' Zalo groups at the end of each month: a stock that grows."""
    indicator = Indicator.objects.get(code=ZALO)
    reach = {hamlet.area.pk: hamlet.households * chance.uniform(0.05, 0.3) for hamlet, _activity in reports}
    for hamlet, activity in reports:
        quantity = round(reach[hamlet.area.pk] * (0.5 + 0.1 * (activity.day.month - 8)))
        yield Result(activity=activity, indicator=indicator, quantity=quantity)
