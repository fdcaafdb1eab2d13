"""A whole divided among the units below."""

import re

import pytest
from django.urls import reverse
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st

from areas.models import AreaStatistic, Level
from reports.models import Target
from reports.targets.shares import shares
from tests.cast import REFORM_DAY, make_area
from tests.reports.pages import ask, words
from tests.reports.targets import give

PAGE = "reports:target_cascade"


@settings(deadline=None)  # a machine may be busy
@for_any(st.integers(0, 10**6), st.lists(st.integers(0, 10**5), min_size=1, max_size=20))
def test_the_parts_are_whole_numbers_that_add_up_to_the_whole(whole, weights):
    parts = shares(whole, weights)

    assert sum(parts) == whole
    total = sum(weights)
    if total:
        assert all(abs(part - whole * weight / total) < 1 for part, weight in zip(parts, weights, strict=True))


@pytest.fixture
def homes(country):
    """Ấp 1 has 100 households, ấp 2 has 201; the commune 301."""
    for area, households in ((country.hamlet, 100), (country.other_hamlet, 201), (country.commune, 301)):
        AreaStatistic.objects.create(area=area, year=2026, households=households, adults=10, source="thử")


def send(client, user, area, typed, code="app_ho", by="households"):
    client.force_login(user)
    return client.post(f"{reverse(PAGE)}?area={area.pk}&span=2026-q4&indicator={code}&by={by}", typed)


def opened(client, user, area, code="app_ho", **more):
    return ask(client, user, PAGE, area=area.pk, span="2026-q4", indicator=code, **more)


def parts(whole) -> dict:
    found = Target.objects.current().filter(cascaded_from=whole).select_related("area")
    return {part.area.name: (part.value, part.basis, part.statistic, part.counting) for part in found}


def test_the_proposal_divides_by_households_and_is_saved_as_it_stands(client, cast, country, indicators, homes):
    whole = give(country.commune, indicators["app_ho"], 100, so_far=True, source="KH 5")

    body = opened(client, cast.commune_officer, country.commune).content.decode()
    assert 'value="33"' in body
    assert 'value="67"' in body
    typed = {f"c-{country.hamlet.pk}": "33", f"c-{country.other_hamlet.pk}": "67", "save": ""}
    assert send(client, cast.commune_officer, country.commune, typed).status_code == 302

    assert parts(whole) == {"1": (33, "amount", "", "so_far"), "2": (67, "amount", "", "so_far")}
    assert {(part.office, part.source) for part in whole.parts.all()} == {(country.commune, "KH 5")}


def test_what_is_kept_stays_and_the_rest_is_divided_anew(client, cast, country, indicators, homes):
    give(country.commune, indicators["app_ho"], 100)
    one, two = country.hamlet.pk, country.other_hamlet.pk
    typed = {f"c-{one}": "40", f"p-{one}": "33", f"c-{two}": "67", f"p-{two}": "67", "again": ""}

    body = send(client, cast.commune_officer, country.commune, typed).content.decode()

    assert f'name="c-{one}" id="c-{one}" value="40"' in body
    assert f'name="c-{two}" id="c-{two}" value="60"' in body
    assert f'name="k-{one}" checked' in body
    assert f'name="k-{two}" >' in body
    assert not Target.objects.filter(cascaded_from__isnull=False).exists()


def test_parts_that_differ_from_the_whole_are_saved_and_told(client, cast, country, indicators, homes):
    whole = give(country.commune, indicators["app_ho"], 100)
    typed = {f"c-{country.hamlet.pk}": "30", f"c-{country.other_hamlet.pk}": "50", "save": ""}

    answer = send(client, cast.commune_officer, country.commune, typed)

    assert len(parts(whole)) == 2
    assert "còn 20 của mức chung chưa giao" in words(client.get(answer.url).content.decode())


def test_more_than_the_whole_cannot_be_kept(client, cast, country, indicators, homes):
    give(country.commune, indicators["app_ho"], 100)
    typed = {f"c-{country.hamlet.pk}": "140", f"p-{country.hamlet.pk}": "33", "again": ""}

    answer = send(client, cast.commune_officer, country.commune, typed)

    assert (answer.status_code, "đã vượt mức chung 40" in words(answer.content.decode())) == (422, True)


def test_a_percentage_is_divided_as_an_amount_or_given_to_each_alike(client, cast, country, indicators, homes):
    whole = give(country.commune, indicators["app_ho"], 70, "households", so_far=True)  # 210,7 households

    body = words(opened(client, cast.commune_officer, country.commune).content.decode())
    assert "của số hộ = 211 hộ (làm tròn lên)" in body
    same = opened(client, cast.commune_officer, country.commune, by="same").content.decode()
    assert same.count('value="70 %"') == 4  # each typed box, and what was proposed
    typed = {f"c-{country.hamlet.pk}": "70 %", f"c-{country.other_hamlet.pk}": "70 %", "save": ""}
    send(client, cast.commune_officer, country.commune, typed, by="same")
    assert parts(whole) == dict.fromkeys("12", (70, "percent", "households", "so_far"))


def test_a_rate_is_given_to_each_alike(client, cast, country, indicators, homes):
    give(country.commune, indicators["ty_le_ho_app"], 40)

    body = opened(client, cast.commune_officer, country.commune, "ty_le_ho_app").content.decode()

    assert body.count('value="40 %"') == 4


def test_a_unit_without_households_is_named_and_left_empty(client, cast, country, indicators, homes):
    AreaStatistic.objects.filter(area=country.hamlet).delete()
    give(country.commune, indicators["app_ho"], 100)

    body = opened(client, cast.commune_officer, country.commune).content.decode()

    assert "Chưa có số để chia theo: Ấp 1." in words(body)
    assert 'value="100"' in body


def test_what_cannot_be_divided_to_keeps_what_it_has_and_an_empty_box_withdraws(
    client, cast, country, indicators, homes
):
    AreaStatistic.objects.filter(area=country.hamlet).delete()
    whole = give(country.commune, indicators["app_ho"], 100)
    give(country.hamlet, indicators["app_ho"], 30)
    one, two = country.hamlet.pk, country.other_hamlet.pk

    body = opened(client, cast.commune_officer, country.commune).content.decode()
    assert f'name="c-{one}" id="c-{one}" value="30"' in body
    assert f'name="c-{two}" id="c-{two}" value="70"' in body
    send(client, cast.commune_officer, country.commune, {f"c-{one}": "", f"c-{two}": "100", "save": ""})

    assert parts(whole) == {"2": (100, "amount", "", "period")}
    assert not Target.objects.current().filter(area=country.hamlet).exists()


def test_a_percentage_without_its_whole_leads_to_the_figures_of_the_area(client, cast, country, indicators, homes):
    give(country.commune, indicators["app_ho"], 70, "businesses")

    body = words(opened(client, cast.commune_officer, country.commune).content.decode())

    assert "Chưa có số liệu “cơ sở kinh doanh” của Xã Tân Hòa" in body
    assert "của cơ sở kinh doanh, chưa có mẫu số" in body


def test_what_was_given_from_higher_up_counts_and_stays(client, cast, country, indicators, homes):
    give(country.commune, indicators["app_ho"], 100)
    give(country.hamlet, indicators["app_ho"], 90, office=country.province)

    body = opened(client, cast.commune_officer, country.commune).content.decode()

    assert f'name="c-{country.other_hamlet.pk}" id="c-{country.other_hamlet.pk}" value="10"' in body
    assert f'name="c-{country.hamlet.pk}"' not in body


def test_somebody_elses_change_of_a_part_meanwhile_is_not_overwritten(client, cast, country, indicators, homes):
    whole = give(country.commune, indicators["app_ho"], 100)
    give(country.hamlet, indicators["app_ho"], 70)  # since the page was opened
    typed = {f"c-{country.hamlet.pk}": "33", f"c-{country.other_hamlet.pk}": "67", "save": "", "seen": f"0,{whole.pk}"}

    answer = send(client, cast.commune_officer, country.commune, typed)

    body = answer.content.decode()
    assert (answer.status_code, parts(whole)) == (422, {})
    assert "Mức đang áp dụng vừa đổi." in words(body)
    assert 'value="33"' in body
    again = typed | {"seen": re.search(r'name="seen" value="([\d,]+)"', body)[1]}
    assert send(client, cast.commune_officer, country.commune, again).status_code == 302
    assert {name: value for name, (value, *_rest) in parts(whole).items()} == {"1": 33, "2": 67}


def test_what_was_given_from_higher_up_is_in_the_difference_that_is_told(client, cast, country, indicators, homes):
    give(country.commune, indicators["app_ho"], 100)
    give(country.hamlet, indicators["app_ho"], 90, office=country.province)

    typed = {f"c-{country.other_hamlet.pk}": "10", "save": ""}
    answer = send(client, cast.commune_officer, country.commune, typed)

    assert "Đã lưu mức của 1 đơn vị." in words(client.get(answer.url).content.decode())


def test_without_a_whole_there_is_nothing_to_divide(client, cast, country, indicators):
    assert opened(client, cast.commune_officer, country.commune).status_code == 302
    assert opened(client, cast.commune_officer, country.commune, "khong_co").status_code == 404


@pytest.mark.parametrize("units", [1, 5])
def test_the_number_of_queries_does_not_grow_with_the_units(
    client, cast, country, indicators, homes, units, django_assert_num_queries
):
    for number in range(units):
        make_area(Level.HAMLET, "Ấp", f"Mới {number}", country.commune, valid_from=REFORM_DAY)
    give(country.commune, indicators["app_ho"], 100)
    opened(client, cast.commune_officer, country.commune)
    client.force_login(cast.commune_officer)
    address = f"{reverse(PAGE)}?area={country.commune.pk}&span=2026-q4&indicator=app_ho"
    with django_assert_num_queries(14):
        client.get(address)
