"""What the press reported on Hậu Giang for 2022 comes out of the sample on every map, and of the `totals` command.

A year in which nobody split or merged anything must read the same on the map of then, of 2024 and of today.
"""

import pytest
from django.db.models import Sum

from visits.models import Activity, Result

PUBLISHED = {
    "vi_dien_tu": 77_972,
    "dvc_nguoi_dung": 123_763,
    "app_tinh": 173_000,
    "ho_tmdt": 1_755,
    "tuyen_truyen": 70_000,
}


def published(values: dict) -> dict:
    return {code: values[code] for code in PUBLISHED}


def added_up(rows: list[dict]) -> dict:
    return {code: sum(row["values"][code] or 0 for row in rows) for code in PUBLISHED}


def test_the_monthly_tallies_add_up_to_the_published_figures(sample):
    reported = Result.objects.filter(activity__day__range=("2022-08-01", "2022-12-31"))
    sums = reported.values("indicator__code").annotate(total=Sum("quantity")).values_list("indicator__code", "total")
    assert published(dict(sums)) == PUBLISHED


def test_they_are_tallies_of_teams_and_some_teams_missed_a_month(sample):
    tallies = Activity.objects.filter(kind=Activity.Kind.TALLY, team__isnull=False)
    assert 525 * 4 < tallies.count() < 525 * 5
    assert set(tallies.values_list("day__month", flat=True)) == {8, 9, 10, 11, 12}


@pytest.mark.parametrize(
    ("area", "by", "map", "rows"),
    [
        ("93", "district", "recorded", 8),
        ("93", "commune", "recorded", 75),
        ("93", "district", "2024-01-01", 8),
        ("93", "commune", "2024-01-01", 75),
        ("92", "commune", "today", 103),
        ("92", "commune", "2025-07-01", 103),
    ],
)
def test_the_totals_command_gives_them_on_every_map(totals, area, by, map, rows):
    answer = totals(area=area, by=by, map=map)
    assert len(answer["rows"]) == rows
    assert published(answer["total"]) == added_up(answer["rows"]) == PUBLISHED
    assert set(published(answer["unallocated"]).values()) <= {0, None}


def test_can_tho_of_before_the_reform_had_none_of_it(totals):
    answer = totals(area="92", by="district", map="recorded")
    assert published(answer["total"]) == dict.fromkeys(PUBLISHED)
