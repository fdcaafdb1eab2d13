from datetime import date

import pytest
from django.urls import reverse

from areas import hamlets
from areas.models import Area, Level, Succession
from tests.cast import at, make_area, make_visit
from tests.reports.pages import FREE, MAPS, ask, counted, figures, links, rows

BOARD = reverse("reports:dashboard")


@pytest.mark.parametrize("map", MAPS)
def test_the_country_has_one_total_on_every_map(client, cast, country, facts, map):
    answer = ask(client, cast.administrator, i=["dvc_ho_so", "app_ho", "zalo_thanh_vien"], map=map, **FREE)

    assert figures(answer)["Tổng: Việt Nam"] == {"dvc_ho_so": 1253, "app_ho": 3, "zalo_thanh_vien": 70}


def test_a_period_before_the_reform_is_shown_by_district_commune_or_hamlet(client, cast, country, facts):
    period = {"from": "2024-01-01", "to": "2024-12-31", "i": "dvc_ho_so"}
    of_province = {"area": country.old_province.pk, **period}

    assert figures(ask(client, cast.province_officer, **of_province)) == {
        "Huyện Châu Thành A": {"dvc_ho_so": 33},
        "Tổng: Tỉnh Hậu Giang": {"dvc_ho_so": 33},
    }
    by_commune = ask(client, cast.province_officer, by="commune", **of_province)
    assert figures(by_commune)["Xã Tân Hòa"] == {"dvc_ho_so": 33}
    by_hamlet = ask(client, cast.province_officer, by="hamlet", **of_province)
    assert figures(by_hamlet) == {
        "Ấp 1": {"dvc_ho_so": 1},
        "Chưa phân bổ": {"dvc_ho_so": 32},
        "Tổng: Tỉnh Hậu Giang": {"dvc_ho_so": 33},
    }
    assert "ghi ở chính đơn vị cấp trên" in by_hamlet.content.decode()


def test_a_new_province_names_its_predecessors_for_an_old_period(client, cast, country, facts):
    answer = ask(client, cast.province_officer, **{"from": "2022-01-01", "to": "2022-12-31"})

    body, found = answer.content.decode(), links(answer)
    assert "Thành phố Cần Thơ chỉ có từ ngày 01/07/2025" in body
    assert found["Tỉnh Hậu Giang (cũ)"].startswith(f"{BOARD}?area={country.old_province.pk}&from=2022-01-01")
    assert "map=today" in found["Xem kỳ này trên bản đồ hôm nay"]
    assert rows(answer) == {}


def test_an_ended_district_tells_what_holds_its_place_today(client, cast, country, facts):
    answer = ask(client, cast.province_officer, area=country.old_district.pk)

    assert "chỉ có đến hết ngày 30/06/2025" in answer.content.decode()
    assert links(answer)["Xã Tân Hòa"] == f"{BOARD}?area={country.commune.pk}"
    last_month = client.get(links(answer)["Xem tháng cuối của đơn vị: Tháng 6/2025"])
    assert figures(last_month)["Thị trấn Một Ngàn"]["dvc_ho_so"] == 4


def test_an_ended_unit_leads_to_the_last_year_in_which_something_was_recorded(
    client, cast, country, household, indicators
):
    make_visit(household, when=at(2024, 3, 5), results={indicators["dvc_ho_so"]: 1})

    answer = ask(client, cast.province_officer, area=country.old_district.pk)

    year = links(answer)["Xem năm có số liệu gần nhất: Năm 2024"]
    assert "from=2024-01-01&to=2024-12-31" in year
    assert client.get(year).context["board"].total.day == date(2024, 3, 5)


def test_a_period_across_the_reform_says_where_the_older_figures_are(client, cast, country, facts):
    answer = ask(client, cast.commune_officer, **{"from": "2025-01-01", "to": "2025-12-31", "i": "dvc_ho_so"})

    assert "Số liệu ghi trước ngày đó nằm ở:" in answer.content.decode()
    assert "Thị trấn Một Ngàn (cũ)" in links(answer)
    assert figures(answer)["Tổng: Xã Tân Hòa"] == {"dvc_ho_so": 1200}


def test_a_unit_that_moved_away_counts_but_is_not_named(client, cast, country, facts):
    """A hamlet that left the commune keeps its old figures there; its name belongs to another office now."""
    cast.commune_officer.posts.update(area=country.old_commune)
    period = {"from": "2024-01-01", "to": "2024-12-31", "i": "dvc_ho_so"}

    answer = ask(client, cast.commune_officer, area=country.old_commune.pk, **period)

    assert figures(answer) == {
        "Nay thuộc địa bàn khác": {"dvc_ho_so": 1},
        "Chưa phân bổ": {"dvc_ho_so": 32},
        "Tổng: Xã Tân Hòa": {"dvc_ho_so": 33},
    }
    assert "Ấp 1" not in answer.content.decode()


def test_a_hamlet_out_of_sight_is_not_named_as_kin(client, cast, country, facts):
    """A hamlet that was split: its other half belongs to another commune."""
    half = make_area(Level.HAMLET, "Ấp", "Nửa Kia", country.foreign_commune, valid_from=date(2026, 1, 1))
    Succession.objects.create(reform=country.reform, old=country.hamlet, new=half, extent="part")
    Area.objects.filter(pk=country.hamlet.pk).update(valid_until=date(2025, 12, 31))

    answer = ask(client, cast.commune_officer, area=country.hamlet.pk)

    assert "chỉ có đến hết ngày 31/12/2025" in answer.content.decode()
    assert "Nửa Kia" not in answer.content.decode()


@pytest.mark.parametrize("map", MAPS)
def test_every_figure_opens_to_facts_that_add_up_to_it(client, cast, country, facts, map):
    told = set()  # many figures stand on several pages, and open to the same facts
    for place in ("vn", "province", "old_province", "old_commune", "commune", "hamlet"):
        asked = {"area": getattr(country, place).pk, "map": map, "i": ["dvc_ho_so", "app_ho", "zalo_thanh_vien"]}
        first = ask(client, cast.administrator, **asked, **FREE)
        answers = [client.get(choice.url) for choice in first.context.get("ways", [])]
        cells = {cell for answer in answers for row in rows(answer).values() for cell in row if cell.url}
        assert cells or first.context["notice"], place
        told |= {(cell.url, cell.number or 0) for cell in cells}

    assert told == {(url, sum(counted(client, url))) for url in {url for url, _number in told}}


@pytest.mark.parametrize("map", MAPS)
@pytest.mark.parametrize("place", ["commune", "hamlet"])
def test_facts_after_the_end_of_a_hamlet_are_told_alike_everywhere(
    client, cast, country, team, household, indicators, facts, place, map
):
    """As recorded they are in no line of the hamlet, neither by team nor behind the number."""
    make_visit(household, team=team, when=at(2026, 2, 5), results={indicators["dvc_ho_so"]: 3})
    hamlets.amend(country.hamlet, kind="Ấp", name="1", until=date(2025, 7, 31), by=cast.commune_officer)
    asked = {"area": getattr(country, place).pk, "map": map, "i": ["dvc_ho_so", "luot_tham"], **FREE}
    first = ask(client, cast.administrator, **asked)
    answers = [client.get(choice.url) for choice in first.context.get("ways", [])]

    cells = {cell for answer in answers for row in rows(answer).values() for cell in row if cell.url}
    totals = {name: row for answer in answers for name, row in figures(answer).items() if name.startswith("Tổng")}

    assert {cell.url: sum(counted(client, cell.url)) for cell in cells} == {c.url: c.number or 0 for c in cells}
    assert cells or first.context["notice"]
    for answer in answers:
        lines = [row for name, row in figures(answer).items() if not name.startswith("Tổng")]
        for label, total in next(iter(totals.values())).items():
            assert sum(line[label] or 0 for line in lines) == (total or 0)
