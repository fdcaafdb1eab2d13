from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from areas.models import Area
from tests.cast import at, make_team, make_visit
from tests.reports.pages import FREE, ask, figures, links, queries
from visits.models import Household

BOARD = reverse("reports:dashboard")


def test_figures_sort_from_the_largest_down_and_missing_ones_last(client, cast, country, facts):
    parameters = {"area": country.vn.pk, "map": "today", "i": ["dvc_ho_so"], **FREE}

    down = ask(client, cast.administrator, sort="-dvc_ho_so", **parameters)
    assert list(figures(down))[:2] == ["Thành phố Cần Thơ", "Tỉnh An Giang"]
    up = ask(client, cast.administrator, sort="dvc_ho_so", **parameters)
    assert list(figures(up))[:2] == ["Tỉnh An Giang", "Thành phố Cần Thơ"]


BAD = [
    ({"from": "2024-13-40", "to": "2024-12-31"}, "Ngày bắt đầu không đọc được"),
    ({"from": "2024-01-01", "to": "hôm nay"}, "Ngày kết thúc không đọc được"),
    ({"from": "2024-01-01"}, "Cần cả ngày bắt đầu và ngày kết thúc"),
    ({"from": "2024-12-31", "to": "2024-01-01"}, "Ngày bắt đầu 31/12/2024 sau ngày kết thúc 01/01/2024"),
    ({"from": "0001-01-01", "to": "9999-12-31"}, "Chọn ngày trong khoảng"),
    ({"period": "decade"}, "Không có kỳ “decade”"),
    ({"map": "mars"}, "Không rõ bản đồ “mars”"),
    ({"map": "2024-02-30"}, "Không rõ bản đồ “2024-02-30”"),
    ({"area": "abc"}, "Không rõ địa bàn nào"),
    ({"i": "khong_co"}, "Không có chỉ tiêu “khong_co”"),
    ({"by": "street"}, "Không có cấp “street”"),
    ({"by": "district"}, "không chia theo cấp đã chọn"),
    ({"map": "1999-12-31"}, "Không có bản đồ ngày 31/12/1999; chọn ngày từ 01/01/2000 đến "),
    ({"map": "2999-01-01"}, "Không có bản đồ ngày 01/01/2999; chọn ngày từ 01/01/2000 đến "),
    ({"map": "2024-01-01"}, "chưa có trên bản đồ ngày 01/01/2024"),
]


@pytest.mark.parametrize("parameters, sentence", BAD)
def test_what_cannot_be_read_is_told_and_the_default_shown(client, cast, country, indicators, parameters, sentence):
    answer = ask(client, cast.commune_officer, **parameters)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert answer.context["question"].area == country.commune


def test_the_map_of_a_reform_to_come_is_shown(client, cast, country, indicators):
    begins = timezone.localdate() + timedelta(days=500)
    asked = {"map": begins.isoformat()}
    assert ask(client, cast.commune_officer, **asked).context["question"].lens.key == "recorded"

    Area.objects.filter(pk=country.other_hamlet.pk).update(valid_until=begins - timedelta(days=1))

    assert ask(client, cast.commune_officer, **asked).context["question"].lens.day == begins


@pytest.mark.parametrize("page", ["0", "99", "x", "1e9"])
@pytest.mark.parametrize("area", ["", "99999999999999999999999", "-1", "0"])
def test_odd_numbers_break_nothing(client, cast, country, indicators, page, area):
    assert ask(client, cast.commune_officer, page=page, area=area).status_code == (404 if area else 200)


@pytest.mark.parametrize("map", ["recorded", "today"])
@pytest.mark.parametrize("show", ["", "teams"])
def test_the_number_of_queries_does_not_grow_with_the_rows(client, cast, country, facts, map, show):
    client.force_login(cast.province_officer)
    address = f"{BOARD}?{urlencode({'by': 'hamlet', 'map': map, 'show': show, **FREE})}"
    few = queries(client, address)
    for number in range(4):
        make_visit(
            Household.objects.create(area=country.hamlet, head_name=f"Hộ {number}"),
            when=at(2026, 1, 1 + number),
            team=make_team(country.other_hamlet, f"Tổ {number}"),
            results={facts["dvc_ho_so"]: 1},
        )
    assert queries(client, address) == few <= 60


def test_who_serves_in_two_areas_can_change_between_them(client, cast, country):
    cast.team_member.posts.create(role="team_leader", area=country.other_hamlet)

    found = links(ask(client, cast.team_member))

    assert found["Ấp 2"] == f"{BOARD}?area={country.other_hamlet.pk}"
    assert "Ấp 2" not in links(ask(client, cast.team_leader))
