"""Proposals for awards: who is in the list, and the workbook that goes with the submission."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AccessRecord, User
from areas import ancestry
from areas.models import AreaStatistic, Level
from teams.models import Team
from tests.cast import make_area, make_team, make_user
from tests.reports.campaigns import make_campaign
from tests.visits.test_ledger import make_activity


@pytest.fixture
def campaign(country, indicators):
    """Four teams: the first, two that share the second place, the last."""
    for number, reached in enumerate([60, 50, 50, 10]):
        hamlet = make_area(Level.HAMLET, "Ấp", f"3{number}", country.commune)
        ancestry.rebuild([hamlet])
        AreaStatistic.objects.create(area=hamlet, year=2025, households=100, source="thử")
        team = make_team(hamlet, f"Tổ 3{number}", make_user(f"to3{number}", "team_leader", hamlet))
        make_activity(hamlet, date(2025, 11, 5), {indicators["dvc_ho_so"]: reached}, team)
    days = {"start": date(2025, 10, 1), "end": date(2025, 12, 31)}
    return make_campaign(country.commune, [indicators["dvc_ho_so"]], **days)


def ask(client, user, campaign, **query):
    client.force_login(user)
    return client.get(reverse("reports:campaign_awards", args=[campaign.pk]), query)


def proposed(answer) -> dict[str, list[str]]:
    return {proposal.league: [line.name for line in proposal.lines] for proposal, _rows in answer.context["proposals"]}


def test_whoever_shares_the_last_place_is_in_the_list(client, cast, campaign):
    answer = ask(client, cast.commune_officer, campaign, teams=2)

    assert proposed(answer) == {"teams": ["Tổ 30", "Tổ 31", "Tổ 32"], "members": []}
    assert "hạng cuối có nhiều nơi đồng hạng" in answer.content.decode()


def test_a_tenth_is_proposed_unless_the_office_says_otherwise(client, cast, campaign):
    assert proposed(ask(client, cast.commune_officer, campaign))["teams"] == ["Tổ 30"]
    assert proposed(ask(client, cast.commune_officer, campaign, teams=0))["teams"] == []


def test_a_leader_proposes_only_the_own_team(client, campaign):
    leader = User.objects.get(username="to31")
    assert proposed(ask(client, leader, campaign, teams=3))["teams"] == ["Tổ 31"]


def workbook(client, user, campaign, **query):
    return load_workbook(BytesIO(ask(client, user, campaign, _export="xlsx", **query).content))


def test_the_workbook_names_place_merits_and_that_it_is_not_final(client, cast, campaign):
    page = workbook(client, cast.commune_officer, campaign, teams=1)["Tập thể (tổ)"]

    rows = [[cell for cell in row if cell is not None] for row in page.iter_rows(values_only=True)]
    assert rows[0] == ["ĐỀ NGHỊ KHEN THƯỞNG TẬP THỂ (TỔ)"]
    assert rows[1] == ["60 ngày đêm, Xã Tân Hòa, 01/10/2025 – 31/12/2025"]
    assert rows[2][0].startswith("TẠM TÍNH đến hết ngày 31/12/2025")
    assert "Nguồn: lượt thăm và hoạt động" in rows[3][0]
    assert rows[6][:6] == ["STT", "Tập thể", "Thuộc", "Số hộ", "Hạng", "Điểm"]
    number, name, place, size, rank, score, merits = rows[7][:7]
    assert (number, name, place, size, rank) == (1, "Tổ 30", "Xã Tân Hòa", 100, 1)
    assert score > 100
    assert merits.startswith("dvc_ho_so: 60 hồ sơ, 60,0 /100 hộ")
    record = AccessRecord.objects.get()
    assert (record.subject, record.row_count) == ("Đề nghị khen thưởng: 60 ngày đêm", 1)


def test_the_workbook_has_a_native_chart_and_room_to_sign(client, cast, campaign):
    book = workbook(client, cast.commune_officer, campaign, teams=4)

    page = book["Tập thể (tổ)"]
    assert [series.val.numRef.f for series in book["Biểu đồ"]._charts[0].series] == ["'Tập thể (tổ)'!$F$8:$F$11"]
    assert book["Biểu đồ"]["A1"].value == "ĐỀ NGHỊ KHEN THƯỞNG"
    assert [page[f"{column}14"].value for column in "BG"] == ["NGƯỜI LẬP DANH SÁCH", "THỦ TRƯỞNG ĐƠN VỊ"]
    assert page.row_dimensions[8].height < 20  # points: one line of merits
    assert (page.freeze_panes, page.page_setup.orientation, page.print_title_rows) == ("C8", "landscape", "$7:$7")


def test_a_frozen_campaign_is_named_as_such(client, cast, campaign):
    client.force_login(cast.commune_officer)
    client.post(reverse("reports:campaign_freeze", args=[campaign.pk]))
    page = workbook(client, cast.commune_officer, campaign)["Tập thể (tổ)"]
    assert page["A3"].value.startswith("Theo bảng đã chốt ngày")


def test_a_name_cannot_become_a_formula(client, cast, campaign):
    team = Team.objects.get(name="Tổ 30")
    team.name = "=CMD()"
    team.save()
    page = workbook(client, cast.commune_officer, campaign)["Tập thể (tổ)"]
    assert "'=CMD()" in {cell.value for row in page.iter_rows() for cell in row}
