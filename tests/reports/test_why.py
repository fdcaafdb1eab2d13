from datetime import date
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from areas import ancestry
from areas.models import Area, AreaStatistic, Level
from reports.views.why import ROWS_A_PAGE
from tests.cast import at, make_visit
from tests.reports.pages import counted, links, queries, words
from tests.visits.test_ledger import make_activity
from visits.models import Household

WHY = reverse("reports:why")
YEAR = {"from": "2026-01-01", "to": "2026-12-31"}


def ask(client, user, **parameters):
    client.force_login(user)
    return client.get(f"{WHY}?{urlencode({**YEAR, **parameters})}")


def said(answer) -> str:
    return words(answer.content.decode())


@pytest.fixture
def facts(country, team, household, indicators):
    """One household three times: reached, repeated, beyond its size; a visit under review."""
    app, vneid = indicators["app_ho"], indicators["vneid_muc_2"]
    return [
        make_visit(household, when=at(2026, 3, 5), results={app: 1, vneid: 3}, team=team),
        make_visit(household, when=at(2026, 3, 9), results={app: 1, vneid: 2}, team=team),
        make_visit(household, when=at(2026, 3, 10), results={vneid: 2}, team=team, status="review"),
    ]


@pytest.fixture(params=["area by area", "day by day"])
def way(request, monkeypatch):
    """Both ways of reading facts; which one is taken depends on how many there are."""
    if request.param == "day by day":
        monkeypatch.setattr("reports.evidence.FEW_AREAS", -1)
        monkeypatch.setattr("reports.evidence.WORTH", 0)


def test_the_number_its_meaning_and_the_visit_behind_it(client, cast, country, facts):
    answer = ask(client, cast.commune_officer, indicator="app_ho")

    assert "Vì sao là 1? " in said(answer)
    assert "Mỗi hộ tính một lần, vào ngày đầu tiên đạt" in said(answer)
    assert links(answer)["Trần Thị Mẫu"] == reverse("visits:visit_detail", args=[facts[0].pk])
    assert counted(client, f"{WHY}?{urlencode({**YEAR, 'indicator': 'app_ho'})}") == [1]


def test_the_visit_is_two_clicks_from_the_board(client, cast, country, facts):
    client.force_login(cast.province_officer)
    board = client.get(f"{reverse('reports:dashboard')}?{urlencode(YEAR)}&i=app_ho")

    tile = next(tile for tile in board.context["board"].tiles if tile.indicator.code == "app_ho")
    visit = links(client.get(tile.url))["Trần Thị Mẫu"]

    assert visit == reverse("visits:visit_detail", args=[facts[0].pk])
    assert client.get(visit).status_code == 200


def test_what_was_left_out_is_told_with_its_reason(client, cast, country, facts, way):
    repeated = ask(client, cast.commune_officer, indicator="app_ho")
    assert "Không tính: hộ đã đạt trước đó (1)" in links(repeated)

    persons = ask(client, cast.commune_officer, indicator="vneid_muc_2")
    assert "Vì sao là 4?" in said(persons)
    assert {"Không tính: vượt số nhân khẩu của hộ (1)", "Không tính: đang chờ xem lại (1)"} <= links(persons).keys()
    review = client.get(links(persons)["Không tính: đang chờ xem lại (1)"])
    assert links(review)["Trần Thị Mẫu"] == reverse("visits:visit_detail", args=[facts[2].pk])
    assert "1 ghi nhận dưới đây đã khai mà 2 người không được tính" in said(review)


def test_what_counts_in_part_is_listed_with_its_part(client, cast, country, facts):
    client.force_login(cast.commune_officer)

    assert counted(client, f"{WHY}?{urlencode({**YEAR, 'indicator': 'vneid_muc_2'})}") == [1, 3]


def test_a_number_without_facts_is_a_dash_and_says_so(client, cast, country, facts):
    answer = ask(client, cast.commune_officer, indicator="dvc_ho_so")

    assert "Vì sao là —?" in said(answer)
    assert "nên con số để trống chứ không phải 0" in said(answer)


def test_a_ratio_shows_both_its_parts_with_year_and_source(client, cast, country, facts):
    AreaStatistic.objects.create(area=country.commune, year=2025, households=8, source="Niên giám thống kê")

    answer = ask(client, cast.commune_officer, indicator="ty_le_ho_app")

    assert "Vì sao là 12,5?" in said(answer)
    assert "8 · Số hộ năm 2025, nguồn: Niên giám thống kê" in said(answer)
    numerator = client.get(links(answer)["1 hộ"])
    assert numerator.context["indicator"].code == "app_ho"


def test_a_ratio_without_its_denominator_says_what_is_missing(client, cast, country, facts):
    answer = ask(client, cast.commune_officer, indicator="ty_le_ho_app")

    assert "Chưa có số liệu này của địa bàn, nên chưa tính được tỷ lệ" in said(answer)


def test_a_stock_adds_up_from_the_changes_until_the_end_of_the_period(client, cast, country, team, indicators):
    zalo = indicators["zalo_thanh_vien"]
    make_activity(country.hamlet, date(2025, 12, 31), {zalo: 40}, team)
    make_activity(country.hamlet, date(2026, 5, 31), {zalo: 70}, team)

    answer = ask(client, cast.commune_officer, indicator="zalo_thanh_vien")

    assert "Vì sao là 70?" in said(answer)
    url = f"{WHY}?{urlencode({**YEAR, 'indicator': 'zalo_thanh_vien'})}"
    assert counted(client, url) == [30, 40]
    assert "Số liệu tháng" in said(answer)


def test_the_other_map_tells_what_it_would_be_there(client, cast, country, household, indicators, way):
    make_visit(household, when=at(2025, 6, 1), results={indicators["dvc_ho_so"]: 4})
    make_visit(household, when=at(2025, 8, 1), results={indicators["dvc_ho_so"]: 2})

    answer = ask(client, cast.commune_officer, indicator="dvc_ho_so", **{"from": "2025-01-01", "to": "2025-12-31"})

    assert "Vì sao là 2?" in said(answer)
    assert "Trên bản đồ hôm nay 6 hồ sơ" in said(answer)
    assert "Vì sao là 6?" in said(client.get(links(answer)["6"]))


def test_an_area_not_on_the_map_is_told(client, cast, country, facts):
    answer = ask(client, cast.commune_officer, indicator="app_ho", map="2024-01-01")

    assert "chưa có trên bản đồ ngày 01/01/2024" in said(answer)
    assert "Xã Tân Hòa (cũ)" in links(answer)


def test_pages_follow_each_other_by_the_last_row_and_lose_none(client, cast, country, household, indicators, way):
    days = [at(2026, 1, 1 + number % 28, 1 + number // 28) for number in range(ROWS_A_PAGE * 2 + 5)]
    for when in days:
        make_visit(household, when=when)

    first = ask(client, cast.commune_officer, indicator="luot_tham")
    second = client.get(first.context["next_url"])
    third = client.get(second.context["next_url"])

    pages = [[row.pk for row in page.context["rows"]] for page in (first, second, third)]
    assert [len(page) for page in pages] == [ROWS_A_PAGE, ROWS_A_PAGE, 5]
    assert len({pk for page in pages for pk in page}) == len(days)
    assert (first.context["previous_url"], third.context["next_url"]) == ("", "")
    assert [row.pk for row in client.get(third.context["previous_url"]).context["rows"]] == pages[1]
    assert [row.pk for row in client.get(second.context["previous_url"]).context["rows"]] == pages[0]


def test_facts_of_a_hamlet_that_moved_away_are_summed_without_names(client, cast, country, household, indicators, way):
    make_visit(household, when=at(2024, 3, 5), results={indicators["dvc_ho_so"]: 4})
    cast.commune_officer.posts.update(area=country.old_commune)
    period = {"from": "2024-01-01", "to": "2024-12-31"}

    answer = ask(client, cast.commune_officer, indicator="dvc_ho_so", **period)

    assert "Vì sao là 4?" in said(answer)
    assert "Trong đó 4 hồ sơ (1 ghi nhận) nay thuộc địa bàn khác" in said(answer)
    assert "Trần Thị Mẫu" not in said(answer)


def test_the_country_lists_what_it_holds_and_nothing_else(client, cast, country, facts, foreign_household, indicators):
    make_visit(foreign_household, when=at(2026, 3, 5), results={indicators["app_ho"]: 1})
    stray = Area.objects.create(level=Level.HAMLET, kind="Ấp", name="Chưa đặt")
    ancestry.rebuild([stray])
    make_visit(Household.objects.create(area=stray, head_name="Hộ"), when=at(2026, 3, 6))

    address = {"area": country.vn.pk, "indicator": "app_ho"}
    assert "Không tính: hộ đã đạt trước đó (1)" in links(ask(client, cast.administrator, **address))
    assert counted(client, f"{WHY}?{urlencode({**YEAR, **address})}") == [1, 1]
    assert counted(client, f"{WHY}?{urlencode({**YEAR, **address, 'indicator': 'luot_tham'})}") == [1, 1, 1]


def test_the_figure_of_a_hamlet_lists_only_its_days_in_the_commune(client, cast, country, household, indicators):
    make_visit(household, when=at(2025, 6, 1), results={indicators["dvc_ho_so"]: 4})
    make_visit(household, when=at(2025, 8, 1), results={indicators["dvc_ho_so"]: 2})
    period = {"from": "2025-01-01", "to": "2025-12-31", "area": country.hamlet.pk, "indicator": "dvc_ho_so"}
    client.force_login(cast.commune_officer)

    assert counted(client, f"{WHY}?{urlencode(period)}") == [2, 4]
    assert counted(client, f"{WHY}?{urlencode({**period, 'in': country.commune.pk})}") == [2]


def test_what_no_unit_holds_is_listed(client, cast, country, facts, indicators):
    make_activity(country.commune, date(2026, 5, 31), {indicators["dvc_ho_so"]: 32})
    client.force_login(cast.commune_officer)
    address = {**YEAR, "area": country.commune.pk, "indicator": "dvc_ho_so", "rest": "hamlet"}

    assert counted(client, f"{WHY}?{urlencode(address)}") == [32]


def test_the_stock_of_a_province_that_ended_before_the_period_is_in_no_unit(client, cast, country, team, indicators):
    make_activity(country.hamlet, date(2024, 5, 31), {indicators["zalo_thanh_vien"]: 40}, team)
    address = {"area": country.old_province.pk, "indicator": "zalo_thanh_vien", "rest": "commune"}

    assert "Vì sao là 40?" in said(ask(client, cast.province_officer, **address))
    assert counted(client, f"{WHY}?{urlencode({**YEAR, **address})}") == [40]


BAD = [
    ({"indicator": "khong_co"}, "Không có chỉ tiêu “khong_co”"),
    ({"map": "mars"}, "Không rõ bản đồ “mars”"),
    ({"from": "2027-01-01"}, "sau ngày kết thúc"),
]


@pytest.mark.parametrize("parameters, sentence", BAD)
def test_what_cannot_be_read_is_told(client, cast, country, indicators, parameters, sentence):
    answer = ask(client, cast.commune_officer, **parameters)

    assert answer.status_code == 200
    assert sentence in said(answer)


@pytest.mark.parametrize("older", ["", "x", "2026-01-01", "2026-13-01_5", "2026-01-01_99999999999999999999", "٣_٣"])
def test_an_odd_cursor_opens_the_first_page(client, cast, country, facts, older):
    assert len(ask(client, cast.commune_officer, indicator="luot_tham", older=older).context["rows"]) == 2


@pytest.mark.parametrize("parameters", [{"team": "x"}, {"in": "999999"}, {"area": "999999"}])
def test_a_line_that_does_not_exist_is_not_found(client, cast, country, indicators, parameters):
    assert ask(client, cast.commune_officer, **parameters).status_code == 404


def test_who_may_not_see_the_other_area_cannot_ask_within_it(client, cast, country, facts):
    within = {"area": country.hamlet.pk, "in": country.foreign_commune.pk, "indicator": "app_ho"}

    assert ask(client, cast.commune_officer, **within).status_code == 404


def test_of_many_facts_left_out_only_the_newest_are_counted(client, cast, country, team, indicators, monkeypatch):
    monkeypatch.setattr("reports.evidence.MOST_COUNTED", 2)
    place = Household.objects.create(area=country.hamlet, head_name="Hộ")
    for day in range(1, 5):
        make_visit(place, when=at(2026, 1, day), team=team, results={indicators["app_ho"]: 1})

    answer = ask(client, cast.commune_officer, indicator="app_ho")

    assert "Không tính: hộ đã đạt trước đó (hơn 2)" in links(answer)


def test_the_number_of_queries_does_not_grow_with_the_rows(client, cast, country, team, indicators):
    def visited(number: int) -> None:
        place = Household.objects.create(area=country.hamlet, head_name=f"Hộ {number}")
        make_visit(place, when=at(2026, 1, 1 + number), team=team, by=cast.team_member)

    client.force_login(cast.commune_officer)
    address = f"{WHY}?{urlencode({**YEAR, 'indicator': 'luot_tham'})}"
    visited(0)
    few = queries(client, address)
    for number in range(1, 5):
        visited(number)
    assert queries(client, address) == few <= 34
