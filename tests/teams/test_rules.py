"""Where provinces write what they ask of the composition of teams."""

from datetime import date

import pytest
from django.urls import reverse

from teams.models import CompositionRule

URL, NEW = "/teams/rules/", "/teams/rules/new/"


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.province_officer)
    return client


def sent(area, **more):
    return {"area": area.pk, "kind": "hamlet", "fewest": 5, "valid_from": "2025-07-01"} | more


def errors(response):
    assert response.status_code == 422
    return response.context["form"].errors


def test_a_province_officer_writes_the_rule_of_the_own_province(officer, cast, country):
    data = sent(country.province, most=8, leader_position="Trưởng ấp", source="12/KH-UBND")
    assert officer.post(NEW, data).url == URL

    rule = CompositionRule.objects.get()
    assert (rule.area, rule.fewest, rule.most, rule.valid_from) == (country.province, 5, 8, date(2025, 7, 1))
    page = " ".join(officer.get(URL).content.decode().split())
    for words in ("Thành phố Cần Thơ · Tổ ấp, khu vực", "5 đến 8", "12/KH-UBND", "Người province_officer"):
        assert words in page, words


def test_rules_of_another_province_or_of_the_country_are_refused(officer, country):
    for area in (country.foreign_province, country.vn, country.commune):
        assert "area" in errors(officer.post(NEW, sent(area)))


def test_the_administrator_writes_the_rule_for_the_whole_country(client, cast, country):
    client.force_login(cast.administrator)
    assert client.post(NEW, sent(country.vn, kind="")).status_code == 302
    assert CompositionRule.objects.get().area == country.vn


def test_a_commune_reads_the_rules_of_its_province_and_of_the_country_only(client, cast, country):
    for area in (country.vn, country.province, country.foreign_province):
        CompositionRule.objects.create(area=area)
    client.force_login(cast.commune_officer)

    page = client.get(URL)

    assert [rule.area for rule in page.context["rules"]] == [country.vn, country.province]
    assert reverse("teams:rule_create") not in page.content.decode()
    assert client.get(NEW).status_code == 403


def test_two_rules_for_one_kind_do_not_share_a_day(officer, country):
    CompositionRule.objects.create(area=country.province, kind="hamlet", valid_until=date(2025, 12, 31))

    assert "Kết thúc" not in str(errors(officer.post(NEW, sent(country.province)))["valid_from"])
    assert officer.post(NEW, sent(country.province, valid_from="2026-01-01")).status_code == 302
    assert officer.post(NEW, sent(country.province, kind="commune")).status_code == 302


def test_the_most_is_not_below_the_fewest(officer, country):
    assert "most" in errors(officer.post(NEW, sent(country.province, most=4)))
    assert "fewest" in errors(officer.post(NEW, sent(country.province, fewest=0)))


def test_a_rule_is_ended_and_its_changes_are_kept(officer, cast, country):
    rule = CompositionRule.objects.create(area=country.province, kind="hamlet", fewest=5)
    data = sent(country.province, valid_from="", valid_until="2026-06-30")
    officer.post(reverse("teams:rule_edit", args=[rule.pk]), data)

    rule.refresh_from_db()
    assert rule.valid_until == date(2026, 6, 30)
    assert rule.history.first().history_user == cast.province_officer
