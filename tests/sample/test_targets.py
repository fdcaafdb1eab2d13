"""The plan of Hậu Giang for 2022 stands as published; the present one adds up and shows who is behind."""

from datetime import date

from django.db.models import Sum
from django.utils import timezone

from areas.models import Area, Level
from reports.lens import Lens
from reports.models import Target
from reports.periods import Usual, usual
from reports.rollup import Period
from reports.targets.goals import goals
from reports.targets.standing import standings
from visits.models import Indicator

CODES = ("ty_le_dvc_truc_tuyen", "ho_ky_nang", "app_ho")


def test_the_plan_of_2022_is_the_published_one_on_both_maps(sample):
    indicators = list(Indicator.objects.filter(code__in=CODES))
    then, now = (Area.objects.get(level=Level.PROVINCE, code=code, **days) for code, days in OLD_AND_NEW)
    for first, last, asked in ((7, 30, (30, 70, 40)), (10, 31, (50, 90, 70))):
        span = Period(date(2022, first, 1), date(2022, first + 2, last))
        for area, map in ((then, "recorded"), (now, "today")):
            found = goals(area, level=Level.COMMUNE, period=span, lens=Lens.parse(map), indicators=indicators)
            assert {(code, goal.percent) for (_unit, code), goal in found.items()} == set(
                zip(CODES, asked, strict=True)
            )


OLD_AND_NEW = (("93", {"valid_until": date(2025, 6, 30)}), ("92", {"valid_from": date(2025, 7, 1)}))


def test_what_communes_and_hamlets_are_given_adds_up(sample):
    parts = Target.objects.current().filter(parts__isnull=False).annotate(sum=Sum("parts__value"))
    assert parts.exists()
    assert [target for target in parts if target.sum != target.value] == []


def test_some_communes_are_on_track_and_some_behind(sample):
    today = timezone.localdate()
    province = Area.objects.get(code="92", valid_from=date(2025, 7, 1))
    asked = {"level": Level.COMMUNE, "period": usual(Usual.YEAR, today), "lens": Lens.parse("recorded")}
    headline = list(Indicator.objects.filter(headline=True))
    found = standings(province, **asked, indicators=headline, today=today)
    assert len({progress.pace for progress in found.values()}) >= 2
