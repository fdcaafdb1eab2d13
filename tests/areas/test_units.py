from datetime import date

import pytest
from django.urls import reverse

from areas import ancestry
from areas.models import Level, Reform, Succession
from tests.areas.pages import page, rows, text
from tests.cast import make_area

BEFORE = "2024-01-01"


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


def tree(client, **query):
    response = client.get(reverse("areas:area_tree"), query)
    assert response.status_code == 200
    return response


def names(branches):
    """[(unit, parts, [branches])] of the open tree."""
    return [(str(branch.unit), branch.parts, names(branch.branches)) for branch in branches]


def test_the_tree_shows_the_provinces_of_today(officer, country):
    today = tree(officer).context
    assert names(today["branches"]) == [("Tỉnh An Giang", "1 xã", []), ("Thành phố Cần Thơ", "1 xã", [])]
    assert today["headcount"] == ["2 thành phố, tỉnh", "2 xã"]


@pytest.mark.parametrize("on", [BEFORE, "01/01/2024", "1/1/2024", "30-06-2025"])
def test_the_tree_shows_the_provinces_and_districts_of_an_earlier_day(officer, country, on):
    earlier = tree(officer, on=on, open=country.old_province.pk).context
    assert names(earlier["branches"]) == [
        ("Tỉnh An Giang", "1 xã", []),
        ("Tỉnh Hậu Giang", "1 huyện", [("Huyện Châu Thành A", "2 thị trấn, xã", [])]),
    ]


def test_the_tree_opens_down_to_the_hamlets_of_ones_own_commune(officer, country):
    branches = tree(officer, open=country.commune.pk).context["branches"]
    assert names(branches)[1] == (
        "Thành phố Cần Thơ",
        "1 xã",
        [("Xã Tân Hòa", "2 ấp", [("Ấp 1", "", []), ("Ấp 2", "", [])])],
    )


def test_the_tree_neither_shows_nor_counts_hamlets_of_others(officer, country):
    response = tree(officer, open=country.foreign_commune.pk)
    assert names(response.context["branches"])[0] == ("Tỉnh An Giang", "1 xã", [("Xã Vĩnh Gia", "", [])])
    assert "Vĩnh Lạc" not in text(response)


def test_the_tree_tells_from_which_commune_a_hamlet_came(officer, country):
    (commune,) = tree(officer, open=country.commune.pk).context["branches"][1].branches
    assert [[str(unit) for unit in branch.former] for branch in commune.branches] == [
        [],  # the commune of today took the name
        ["Thị trấn Một Ngàn"],
    ]


def test_a_unit_of_another_day_opens_where_it_stands_then(officer, country):
    branches = tree(officer, open=country.old_commune.pk).context["branches"]
    assert [branch.is_open for branch in branches] == [False, True]


@pytest.mark.parametrize("on", ["31/02/2024", "hôm qua", "2024", "0001-01-01", "99999-01-01", "\x00", "9" * 5000])
def test_a_day_that_cannot_be_read_gets_a_sentence_and_todays_map(officer, country, on):
    for address in (reverse("areas:area_tree"), country.commune.get_absolute_url()):
        response = officer.get(address, {"on": on})
        assert response.status_code == 422
        assert response.context["day_form"].errors["on"]
        assert "Cần Thơ" in text(response)


def test_the_sentence_about_a_wrong_day_names_it(officer, country):
    assert "«31/02/2024» không phải là ngày. Viết ngày như 30/06/2025." in text(
        page(officer, country.vn, on="31/02/2024")
    )


@pytest.mark.parametrize("opened", ["x", "-1", "99999999999999999999", "0", "²"])
def test_an_unknown_branch_leaves_the_tree_closed(officer, country, opened):
    assert [branch.is_open for branch in tree(officer, open=opened).context["branches"]] == [False, False]


@pytest.mark.parametrize("day", ["1900-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_have_a_map(officer, country, day):
    assert tree(officer, on=day).context["branches"]
    assert page(officer, country.vn, on=day).status_code == 200


def test_a_user_without_a_post_browses_communes_and_no_hamlet(client, cast, country):
    client.force_login(cast.outsider)
    response = page(client, country.commune)
    assert response.status_code == 200
    assert "Ấp 1" not in text(response)
    assert page(client, country.hamlet).status_code == 404


def test_the_breadcrumb_follows_the_day_and_keeps_it(officer, country):
    def crumbs(**query):
        return page(officer, country.hamlet, **query).context["crumbs"]

    assert [label for label, _url in crumbs()] == ["Việt Nam", "Thành phố Cần Thơ", "Xã Tân Hòa", "Ấp 1"]
    before = crumbs(on=BEFORE)
    assert [label for label, _url in before] == [
        "Việt Nam",
        "Tỉnh Hậu Giang",
        "Huyện Châu Thành A",
        "Xã Tân Hòa",
        "Ấp 1",
    ]
    assert before[3][1] == f"{country.old_commune.get_absolute_url()}?on={BEFORE}"


def test_an_ended_unit_tells_what_became_of_it(officer, country):
    response = page(officer, country.old_town)
    assert "Thị trấn Một Ngàn (cũ) →" in text(response)
    assert "toàn bộ, theo Nghị quyết 1668/NQ-UBTVQH15, từ 01/07/2025" in text(response)
    assert country.commune.get_absolute_url() in text(response)


def test_an_ended_unit_is_shown_on_its_last_day(officer, country):
    response = page(officer, country.old_town)
    assert response.context["day"] == date(2025, 6, 30)
    assert response.context["day_form"]["on"].value() == "2025-06-30"
    assert "Đơn vị này không còn sau ngày 30/06/2025." in text(response)
    assert [label for label, _url in response.context["crumbs"]][2] == "Huyện Châu Thành A"


def test_a_unit_asked_for_before_its_beginning_is_shown_on_its_first_day(officer, country):
    response = page(officer, country.commune, on=BEFORE)
    assert response.context["day"] == date(2025, 7, 1)
    assert "Đơn vị này chỉ có từ ngày 01/07/2025." in text(response)


def test_a_split_unit_names_all_parts(officer, country):
    Succession.objects.filter(old=country.old_town).update(extent=Succession.Extent.PART)
    Succession.objects.create(reform=country.reform, old=country.old_town, new=country.foreign_commune, extent="part")
    shown = text(page(officer, country.old_town))
    assert shown.count("một phần, theo Nghị quyết") == 2
    assert "Chưa phân bổ" in shown


def test_a_district_without_successor_points_to_its_communes(officer, country):
    response = page(officer, country.old_district)
    assert "Cấp huyện không còn sau ngày 30/06/2025." in text(response)
    assert [(str(unit), [str(heir.unit) for heir in unit.heirs]) for unit in rows(response)] == [
        ("Thị trấn Một Ngàn", ["Xã Tân Hòa"]),
        ("Xã Tân Hòa", ["Xã Tân Hòa"]),
    ]


def test_a_new_unit_tells_what_it_was_made_of_with_the_former_district(officer, country):
    shown = text(page(officer, country.commune))
    assert "Hình thành từ" in shown
    assert "<b>Thị trấn Một Ngàn</b></a> (cũ), toàn bộ" in shown
    assert "· Huyện Châu Thành A, Tỉnh Hậu Giang</span>" in shown
    assert "Theo Nghị quyết 1668/NQ-UBTVQH15, từ 01/07/2025" in shown


def test_a_part_given_away_long_before_is_not_what_became_of_a_unit(officer, country):
    early = Reform.objects.create(name="Điều chỉnh 2015", effective_on=date(2015, 1, 1))
    Succession.objects.create(reform=early, old=country.old_town, new=country.foreign_commune, extent="part")
    links = page(officer, country.old_town).context["successors"]
    assert [str(link.new) for link in links] == ["Xã Tân Hòa"]


@pytest.mark.parametrize("more", [1, 5])
def test_pages_ask_the_database_as_often_however_many_units_they_show(
    officer, country, more, django_assert_num_queries
):
    for number in range(more):
        make_area(Level.HAMLET, "Ấp", f"Mới {number}", country.commune, valid_from=date(2025, 7, 1))
        new = make_area(Level.COMMUNE, "Xã", f"Mới {number}", country.province, valid_from=date(2025, 7, 1))
        old = make_area(Level.COMMUNE, "Xã", f"Cũ {number}", country.old_district, valid_until=date(2025, 6, 30))
        Succession.objects.create(reform=country.reform, old=old, new=new)
        Succession.objects.create(reform=country.reform, old=old, new=country.commune, extent="part")
    ancestry.rebuild()
    with django_assert_num_queries(9):
        tree(officer, open=country.commune.pk)
    with django_assert_num_queries(18):
        page(officer, country.old_district)
    with django_assert_num_queries(17):
        page(officer, country.commune)


def test_only_a_unit_in_sight_leads_to_its_figures(officer, country):
    assert f"/reports/?area={country.commune.pk}" in text(page(officer, country.commune))
    assert "/reports/?area=" not in text(page(officer, country.foreign_commune))
