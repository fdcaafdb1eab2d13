"""What stands beside a figure: outside the period, taken back, gone elsewhere; when it was last counted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.asked import Asked
from reports.beside import last_change
from reports.lens import Lens
from reports.rollup import Period
from tests.cast import at, make_visit
from tests.reports.pages import ask, words
from visits import ledger
from visits.models import HouseholdMove, MonthlyTotal, Visit

MARCH = {"from": "2026-03-01", "to": "2026-03-31"}


@pytest.fixture
def facts(country, household, indicators):
    for month, quantity in ((2, 3), (3, 5), (4, 7)):
        make_visit(household, when=at(2026, month, 5), results={indicators["dvc_ho_so"]: quantity})
    return indicators


def why(client, user, country, **more):
    return ask(client, user, "reports:why", area=country.hamlet.pk, indicator="dvc_ho_so", **MARCH, **more)


def beside(answer) -> dict[str, str]:
    return {row.label: row.number for row, _url in answer.context["beside"]}


def test_what_lies_outside_the_period_is_told_and_opens(client, cast, country, facts):
    answer = why(client, cast.team_member, country)

    assert beside(answer) == {"Ghi trước kỳ": "3 hồ sơ", "Ghi sau kỳ": "7 hồ sơ"}
    opened = client.get(answer.context["beside"][1][1])
    assert "Vì sao là 7?" in words(opened.content.decode())


@pytest.mark.parametrize("level", ["hamlet", "province"])
def test_visits_that_were_taken_back_are_told(client, cast, country, household, facts, level):
    visit = Visit.objects.get(day=at(2026, 3, 5).date())
    visit.removed_at = timezone.now()
    visit.save()
    ledger.recount(households=[household.pk])

    address = {"area": getattr(country, level).pk, "indicator": "dvc_ho_so", **MARCH}
    assert beside(ask(client, cast.province_officer, "reports:why", **address))["Đã xóa"] == "1"


def test_what_visits_bring_in_by_themselves_is_taken_back_with_them(client, cast, country, facts, household, team):
    def taken_back(indicator: str, **more) -> str | None:
        address = {"area": country.province.pk, "indicator": indicator, **MARCH, **more}
        return beside(ask(client, cast.province_officer, "reports:why", **address)).get("Đã xóa")

    for outcome, people in (("met", 2), ("met", 0), ("absent", 0)):
        make_visit(
            household, when=at(2026, 3, 7), outcome=outcome, people=people, team=team, removed_at=timezone.now()
        )

    told = {code: taken_back(code) for code in ("luot_tham", "ho_tiep_can", "luot_nguoi", "dvc_ho_so")}
    assert told == {"luot_tham": "3", "ho_tiep_can": "2", "luot_nguoi": "1", "dvc_ho_so": None}
    assert taken_back("luot_tham", team=team.pk) == "3"
    assert taken_back("luot_tham", team="none") is None


def test_households_that_moved_away_are_told(client, cast, country, household, facts):
    HouseholdMove.objects.create(
        household=household,
        origin=country.hamlet,
        target=country.other_hamlet,
        day=at(2026, 3, 20).date(),
        reason="Chuyển nhà",
        decided_by=cast.commune_officer,
    )

    assert beside(why(client, cast.team_member, country))["Chuyển đi nơi khác"] == "1"


def test_the_last_count_moves_when_a_fact_changes_the_figure(country, household, facts):
    asked = Asked(
        country.province,
        facts["dvc_ho_so"],
        Period(at(2026, 3, 1).date(), at(2026, 3, 31).date()),
        Lens.parse("today"),
    )
    long_ago = timezone.now() - timedelta(days=30)
    MonthlyTotal.objects.update(counted_at=long_ago)
    make_visit(household, when=at(2026, 4, 9), results={facts["dvc_ho_so"]: 1})
    assert last_change(asked) == long_ago

    make_visit(household, when=at(2026, 3, 9), results={facts["dvc_ho_so"]: 1})
    assert timezone.now() - last_change(asked) < timedelta(minutes=1)


def test_the_page_has_an_address_to_copy_that_keeps_the_question(client, cast, country, facts):
    answer = why(client, cast.team_member, country, map="today")

    assert answer.context["page_url"].startswith("http://testserver/reports/why/?area=")
    assert client.get(answer.context["page_url"]).context["number"] == "5"
    client.force_login(cast.foreign_officer)
    assert client.get(answer.context["page_url"]).status_code == 404


def test_a_stock_has_nothing_before_its_period(client, cast, country, facts):
    answer = ask(client, cast.team_member, "reports:why", area=country.hamlet.pk, indicator="zalo_thanh_vien", **MARCH)
    assert beside(answer) == {}
