import csv
from datetime import date

import pytest
from django.core.management import call_command

from tests.cast import make_visit
from visits import catalogue, ledger
from visits.models import Indicator, MonthlyTotal

pytestmark = pytest.mark.django_db


def test_every_indicator_of_the_catalogue_is_valid_and_explained():
    assert catalogue.load() == Indicator.objects.count() > 30
    for indicator in Indicator.objects.all():
        indicator.full_clean()
        assert indicator.explanation and indicator.unit and indicator.short_name


def test_loading_again_adds_nothing_and_keeps_what_an_office_changed(capsys):
    catalogue.load()
    Indicator.objects.filter(code="app_tinh").update(name="Người cài App Hậu Giang", headline=False)
    call_command("load_indicators")
    changed = Indicator.objects.get(code="app_tinh")
    assert (changed.name, changed.headline) == ("Người cài App Hậu Giang", False)
    assert "không có gì thay đổi" in capsys.readouterr().out


def test_a_missing_indicator_is_added_with_its_parts():
    catalogue.load()
    Indicator.objects.filter(code="ty_le_ho_app").delete()
    assert catalogue.load() == 1
    ratio = Indicator.objects.get(code="ty_le_ho_app")
    assert (ratio.numerator.code, ratio.denominator_statistic) == ("app_ho", "households")


def test_six_indicators_head_the_dashboard():
    catalogue.load()
    assert Indicator.objects.filter(headline=True).count() == 6


def test_the_portal_account_ended_when_citizens_moved_to_vneid():
    catalogue.load()
    assert Indicator.objects.get(code="tk_cong_dvc").ends == date(2024, 6, 30)


def test_a_member_is_never_asked_for_a_figure_of_another_agency():
    catalogue.load()
    asked = Indicator.objects.asked_at_visits()
    assert set(asked.values_list("source", flat=True)) == {"teams"}
    assert not asked.filter(derived__gt="").exists()


def test_ratios_name_indicators_of_the_catalogue():
    with catalogue.FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    codes = {row["code"] for row in rows}
    parts = {row[side] for row in rows for side in ("numerator", "denominator") if row[side]}
    assert parts <= codes


def test_an_indicator_made_by_every_visit_counts_those_filed_before_it_came(household):
    make_visit(household)
    assert MonthlyTotal.objects.count() == 0
    catalogue.load()
    assert MonthlyTotal.objects.get(area=household.area, indicator__code="luot_tham").quantity == 1
    assert ledger.verify() == []
