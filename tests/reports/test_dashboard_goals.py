"""Goals on the board: tiles, cells, narrowing, and what needs attention."""

import csv
import re
from datetime import date
from io import StringIO
from urllib.parse import parse_qs

import pytest

from reports.models import Target
from tests.cast import at, make_team, make_visit
from tests.reports.pages import ask, links, rows, words
from tests.reports.targets import give
from visits.models import Household, Indicator

QUARTER = {"from": "2026-01-01", "to": "2026-03-31"}


@pytest.fixture
def goals(country, cast, team, household, indicators):
    """Ấp 1 has 6 of 10 dossiers at the end of a quarter, ấp 2 none of 4, the commune 6 of 14."""
    make_visit(household, by=cast.team_member, team=team, when=at(2026, 2, 1), results={indicators["dvc_ho_so"]: 6})
    for area, value in ((country.hamlet, 10), (country.other_hamlet, 4), (country.commune, 14)):
        Target.objects.create(
            area=area,
            indicator=indicators["dvc_ho_so"],
            start=date(2026, 1, 1),
            end=date(2026, 3, 31),
            basis="amount",
            value=value,
        )
    return indicators


def board(client, cast, country, **more):
    return ask(client, cast.commune_officer, area=country.commune.pk, i="dvc_ho_so", **QUARTER, **more)


def test_a_tile_tells_goal_pace_and_what_is_lacking(client, cast, country, goals):
    tile = next(t for t in board(client, cast, country).context["board"].tiles if t.indicator.code == "dvc_ho_so")

    assert (tile.number, tile.gauge.goal, tile.gauge.gap, tile.gauge.word) == ("6", "14", "8", "Rất chậm")
    assert "“Đến nay” cộng" not in board(client, cast, country).content.decode()
    month = {"area": country.commune.pk, "i": "dvc_ho_so", "from": "2026-03-01", "to": "2026-03-31"}
    assert "mức giao (Quý I/2026)" in ask(client, cast.commune_officer, **month).content.decode()
    assert tile.gauge.sentence == "đã đạt 6 trên mức giao 14; đến 31/03/2026 phải đạt 14: rất chậm"


def test_what_has_a_goal_but_no_place_on_the_board_is_named(client, cast, country, goals):
    Indicator.objects.exclude(code="dvc_ho_so").update(headline=False)
    Indicator.objects.filter(code="dvc_ho_so").update(headline=True)
    give(country.commune, goals["app_ho"], 5, start=date(2026, 1, 1), end=date(2026, 12, 31))
    give(country.hamlet, goals["luot_tham"], 5, start=date(2026, 1, 1), end=date(2026, 12, 31))

    answer = board(client, cast, country)
    assert [choice.label for choice in answer.context["other_goals"]] == [goals["app_ho"].short_name]
    asked = {"area": country.commune.pk, "i": ["dvc_ho_so", "app_ho"], **QUARTER}
    assert ask(client, cast.commune_officer, **asked).context["other_goals"] == []


def test_the_trend_by_week_stays_on_the_board_and_the_page_of_its_indicator_leads_back(client, cast, country, goals):
    asked = board(client, cast, country, map="today", by="hamlet", sort="-dvc_ho_so", q="ap")
    weeks = client.get(links(asked)["Theo tuần"].split("#")[0])
    months = client.get(links(weeks)["Theo tháng"].split("#")[0])

    assert weeks.context["question"] == months.context["question"] == asked.context["question"]
    assert [page.context["trend"].rows[-1].name for page in (weeks, months)] == ["Tuần 14/2026", "Tháng 3/2026"]
    back = client.get(client.get(weeks.context["focus_url"]).context["board_url"]).context
    assert (back["focus"], back["trend"].rows[-1].name) == (goals["dvc_ho_so"], "Tuần 14/2026")
    assert (back["question"].area, back["question"].period) == (country.commune, asked.context["question"].period)
    assert back["question"].lens.key == "today"


@pytest.mark.parametrize("asked", [{"by": "hamlet", "state": "behind", "sort": "last"}, {"by": "team"}])
def test_the_page_of_an_indicator_leads_back_to_the_board_as_it_was(client, cast, country, goals, asked):
    asked |= {"area": country.commune.pk, "i": ["dvc_ho_so", "app_ho"], "q": "ap", "map": "today"}
    before = ask(client, cast.commune_officer, **asked, **QUARTER)
    tile = next(tile for tile in before.context["board"].tiles if tile.indicator.code == "dvc_ho_so")

    page = client.get(tile.indicator_url)
    assert (page.context["errors"], page.context["question"].text) == ([], "")
    for address in (page.context["board_url"], page.context["crumbs"][-2][1]):
        assert client.get(address).context["question"] == before.context["question"]
    another = client.get(page.context["worst"][0].url).context["board_url"]
    assert set(parse_qs(another)) & {"i", "q", "state", "sort", "by"} == {"i"}


def test_the_trend_is_of_a_column_that_has_something_to_show(client, cast, country, goals):
    give(country.commune, goals["app_ho"], 5, start=date(2026, 1, 1), end=date(2026, 3, 31))
    asked = {"area": country.commune.pk, **QUARTER}

    both = ask(client, cast.commune_officer, i=["app_ho", "dvc_ho_so"], **asked)
    assert both.context["focus"].code == "dvc_ho_so"
    none = ask(client, cast.commune_officer, i=["app_ho"], **asked)
    assert none.context["trend"].is_empty
    assert "Chưa có số liệu nào trong thời gian này." in none.content.decode()


@pytest.mark.parametrize("page", ["reports:dashboard", "reports:indicator"])
def test_where_only_a_part_of_an_area_has_a_goal_the_page_says_so(client, cast, country, indicators, page):
    give(country.old_commune, indicators["dvc_ho_so"], 30, start=date(2024, 1, 1), end=date(2024, 3, 31))
    asked = {"area": country.commune.pk, "from": "2024-01-01", "to": "2024-03-31", "map": "today"}
    asked |= {"i": "dvc_ho_so", "indicator": "dvc_ho_so"}

    said = words(ask(client, cast.commune_officer, page, **asked).content.decode())
    assert "Chỉ 1/2 đơn vị cũ có mức giao, nên chưa có mức chung." in said


def test_a_unit_without_figures_stands_in_the_table_when_it_has_a_goal(client, cast, country, goals):
    answer = board(client, cast, country)

    assert rows(answer)["Ấp 2"][0].number is None
    assert "thiếu 4" in answer.content.decode()


def test_lines_sort_by_what_they_lack(client, cast, country, goals):
    make_visit(
        Household.objects.create(area=country.other_hamlet, head_name="Ngô Văn Bên"),
        when=at(2026, 2, 1),
        results={goals["dvc_ho_so"]: 1},
    )

    def units(sort):
        return [name for name in rows(board(client, cast, country, sort=sort)) if name.startswith("Ấp")]

    assert units("-gap.dvc_ho_so") == ["Ấp 1", "Ấp 2"]
    assert units("gap.dvc_ho_so") == ["Ấp 2", "Ấp 1"]


@pytest.mark.parametrize(
    "narrowing, names",
    [
        ({"q": "ap 2"}, ["Ấp 2"]),
        ({"q": "không có"}, []),
        ({"state": "behind"}, ["Ấp 2", "Ấp 1"]),
        ({"state": "silent"}, ["Ấp 2"]),
        ({"state": "good"}, []),
    ],
)
def test_lines_are_narrowed_by_name_and_pace(client, cast, country, goals, narrowing, names):
    answer = board(client, cast, country, **narrowing)

    assert [name for name in rows(answer) if name.startswith("Ấp")] == names
    assert answer.context["board"].total.values["dvc_ho_so"] == 6


def test_an_unknown_state_is_told(client, cast, country, goals):
    assert "Không có tình trạng “lười”" in board(client, cast, country, state="lười").content.decode()


def test_attention_names_the_indicator_the_units_and_the_reason(client, cast, country, goals):
    make_team(country.other_hamlet, "Tổ ấp 2")

    found = board(client, cast, country).context["concerns"]

    assert [(concern.state, concern.text, concern.reason) for concern in found] == [
        (
            "late",
            "dvc_ho_so: đã đạt 6, đến 31/03/2026 phải đạt 14 – còn thiếu 8.",
            "Thiếu nhiều nhất: Ấp 1 (4), Ấp 2 (4).",
        ),
        ("late", "1 đơn vị không ghi nhận gì trong 14 ngày đến 31/03/2026.", "Lâu nhất: Ấp 1 (từ 01/02/2026)."),
        (
            "late",
            "2/2 tổ im lặng: 14 ngày đến 31/03/2026 không có ghi nhận nào được xác nhận.",
            "Trong cả kỳ có 1 tổ hoạt động.",
        ),
        ("behind", "1/2 đơn vị chưa ghi nhận lần nào.", "Trong đó có Ấp 2."),
    ]


def test_each_concern_leads_to_its_place(client, cast, country, goals):
    """A sentence about units leads to as many lines as it names, of the level that is shown."""
    give(country.hamlet, goals["luot_tham"], 9, start=date(2026, 1, 1), end=date(2026, 3, 31))
    asked = {"area": country.province.pk, "by": "hamlet", "i": ["dvc_ho_so", "luot_tham"]}
    answer = ask(client, cast.province_officer, **asked, **QUARTER)

    told = [(concern.text, client.get(concern.url.split("#")[0])) for concern in answer.context["concerns"]]
    assert all(page.status_code == 200 for _text, page in told)
    units = {text: len(page.context["board"].every) for text, page in told if "đơn vị" in text}
    assert units == {
        "2/2 đơn vị có mức giao rất chậm ở ít nhất một chỉ tiêu.": 2,
        "1 đơn vị không ghi nhận gì trong 14 ngày đến 31/03/2026.": 1,
        "1/2 đơn vị chưa ghi nhận lần nào.": 1,
    }


def test_new_units_without_a_record_are_told_where_those_of_the_old_ones_are(client, cast, country, indicators):
    def reason(**more):
        asked = ask(client, cast.province_officer, area=country.province.pk, **QUARTER, **more)
        return next(c.reason for c in asked.context["concerns"] if "chưa ghi nhận lần nào" in c.text)

    assert reason() == "Trong đó có Xã Tân Hòa. Số liệu của các đơn vị cũ có trên bản đồ hôm nay."
    assert reason(map="today") == "Trong đó có Xã Tân Hòa."


def test_the_table_of_teams_opens_to_its_rows(client, cast, country, goals, team):
    answer = board(client, cast, country, show="teams")

    cells = rows(answer)["Ấp 1"]
    assert [cell.text for cell in cells[:4]] == ["1/1", "1/1", "1", "1/2"]
    assert team.name in links(client.get(cells[1].url.replace("&amp;", "&")))


@pytest.mark.parametrize(
    "kind, text",
    [
        ("active", "Tổ công nghệ số cộng đồng ấp 1"),
        ("recording", "Người team_member 1"),
        ("untrained", "Tổ công nghệ số cộng đồng ấp 1, Xã Tân Hòa"),
        ("bare", "Ấp 2"),
    ],
)
def test_rows_behind_a_figure_are_listed(client, cast, country, goals, kind, text):
    answer = ask(client, cast.commune_officer, "reports:activity", area=country.commune.pk, rows=kind, **QUARTER)
    assert text in words(answer.content.decode())


def test_silent_teams_are_listed_by_place_or_by_silence_after_the_days_asked_for(client, cast, country, goals, team):
    late = make_team(country.other_hamlet, "Tổ ấp 2")
    make_visit(Household.objects.create(area=country.other_hamlet, head_name="Ngô"), team=late, when=at(2026, 1, 9))
    make_team(country.commune, "Tổ cấp xã")

    def listed(**more):
        asked = {"area": country.commune.pk, "rows": "silent", "from": "2026-01-01", "to": "2026-02-14", **more}
        return ask(client, cast.province_officer, "reports:activity", **asked).context

    assert [item.name for item in listed()["items"]] == ["Tổ ấp 2", "Tổ cấp xã"]
    assert [(item.name, item.quiet) for item in listed(silent=7, sort="last")["items"]] == [
        ("Tổ cấp xã", None),
        ("Tổ ấp 2", 36),
        (team.name, 13),
    ]
    assert listed(silent=30)["silences"][2][::2] == (30, True)
    assert listed(silent=5)["errors"] == ["Chỉ chọn được 7, 14 hoặc 30 ngày; đang xem 14 ngày."]
    file = client.get(listed(silent=7, sort="last")["exports"][1][1]).content.decode("utf-8-sig")
    assert [line[0::2] for line in csv.reader(StringIO(file))][-1] == [team.name, "Xã Tân Hòa", "01/02/2026"]


@pytest.mark.parametrize("teams", [1, 5])
def test_the_rows_take_the_same_number_of_queries(client, cast, country, goals, teams, django_assert_max_num_queries):
    for number in range(teams):
        make_team(country.hamlet, f"Tổ thêm {number}")
    with django_assert_max_num_queries(31):
        ask(client, cast.commune_officer, "reports:activity", area=country.commune.pk, rows="idle", **QUARTER)


def test_a_team_of_the_commune_itself_stands_in_a_line_of_its_own(client, cast, country, goals):
    make_team(country.commune, "Tổ cấp xã")

    found = rows(board(client, cast, country, show="teams"))

    assert [cell.text for cell in found["Chưa phân bổ"][:3]] == ["—", "0/1", "1"]
    assert found["Chưa phân bổ"][1].url == ""
    assert found["Tổng: Xã Tân Hòa"][1].text == "1/2"


def test_of_the_country_the_figures_of_teams_wait_until_asked_for(client, cast, country, goals):
    answer = ask(client, cast.administrator, area=country.vn.pk, map="today", **QUARTER)
    assert (answer.context["board"].reach, answer.context["facts"]) == (None, [])

    asked = client.get(links(answer)["Hoạt động của tổ"].split("#")[0])
    assert rows(asked)["Tổng: Việt Nam"][1].text == "1/1"


def test_the_board_of_a_province_asks_for_its_teams_after_itself(client, cast, country, goals):
    answer = ask(client, cast.province_officer, area=country.province.pk, **QUARTER)
    assert answer.context["facts"] == []
    assert not any("tổ" in concern.text for concern in answer.context["concerns"])

    address, htmx = re.search(r'hx-get="([^"]+)" hx-trigger', answer.content.decode())[1], {"HX-Request": "true"}
    later = client.get(address.replace("&amp;", "&"), headers=htmx)
    assert "1/2 ấp, khu vực chưa có tổ." in words(later.content.decode())
    inline = client.get(address.replace("&amp;", "&"), follow=True)
    assert inline.context["board"].shows_teams
    assert [fact.text for fact in later.context["facts"]] == [fact.text for fact in inline.context["facts"]]
    assert [c for c in inline.context["concerns"] if "tổ" in c.text] == later.context["concerns"] != []
    foreign = client.get("/reports/teams/", {"area": country.foreign_hamlet.pk}, headers=htmx)
    assert foreign.status_code == 404


def test_the_file_of_the_table_of_teams_has_its_columns(client, cast, country, goals):
    make_team(country.commune, "Tổ cấp xã")

    answer = ask(
        client,
        cast.province_officer,
        "reports:dashboard_export",
        area=country.commune.pk,
        show="teams",
        _export="csv",
        **QUARTER,
    )

    found = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    by_name = {row[0]: row[2:10] for row in found if row}
    assert by_name["Ấp 1"] == ["1", "1", "1", "1", "1", "2", "1", "0"]
    assert by_name["Chưa phân bổ"] == ["0", "0", "1", "0", "1", "", "", ""]
    assert by_name["Tổng: Xã Tân Hòa"] == ["2", "1", "2", "1", "2", "2", "1", "0"]
