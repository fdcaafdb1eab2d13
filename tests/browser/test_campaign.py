"""A campaign from its opening to the list of proposals, as a commune officer does it; and a contested figure."""

from datetime import date

import pytest
from playwright.sync_api import expect

from areas.models import AreaStatistic
from tests.reports.campaigns import make_campaign
from tests.visits.test_ledger import make_activity


@pytest.fixture
def work(country, team, indicators):
    AreaStatistic.objects.create(area=country.hamlet, year=2025, households=100, source="thử")
    make_activity(country.hamlet, date(2025, 11, 5), {indicators["dvc_ho_so"]: 30}, team)


@pytest.fixture
def campaign(country, indicators):
    days = {"start": date(2025, 10, 1), "end": date(2025, 12, 31)}
    return make_campaign(country.commune, [indicators["dvc_ho_so"]], **days)


def test_a_campaign_is_opened_frozen_and_proposed(page, sign_in, live_server, accessible, cast, work, team):
    sign_in(cast.commune_officer)
    page.goto(f"{live_server.url}/reports/campaigns/")
    page.get_by_role("link", name="Mở đợt thi đua").click()
    page.get_by_label("Tên đợt thi đua").fill("60 ngày đêm")
    page.get_by_label("Từ ngày").fill("2025-10-01")
    page.get_by_label("Đến hết ngày").fill("2025-12-31")
    page.get_by_label("Chỉ tiêu", exact=True).first.select_option(label="dvc_ho_so (hồ sơ)")
    page.get_by_role("button", name="Lưu").click()

    page.get_by_role("heading", name="60 ngày đêm").wait_for()
    page.get_by_role("button", name="Chốt bảng").click()
    page.get_by_role("dialog").get_by_role("button", name="Chốt bảng").click()
    page.get_by_text("Số liệu đến sau không đổi thứ hạng").first.wait_for()
    accessible(page)

    page.get_by_role("link", name="Đề nghị khen thưởng").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải danh sách Excel").click()
    assert download.value.suggested_filename.startswith("de-nghi-khen-thuong-60-ngay-dem")


def test_a_leader_finds_out_why_and_contests(page, sign_in, live_server, accessible, cast, work, team, campaign):
    sign_in(cast.team_leader)
    page.goto(f"{live_server.url}/reports/campaigns/")
    page.get_by_role("link", name="60 ngày đêm").click()
    page.get_by_role("link", name="Tổ ấp 1").click()
    page.get_by_role("heading", name=f"Vì sao {team.name} hạng 1?").wait_for()
    page.get_by_role("link", name="Kiến nghị dvc_ho_so").click()
    page.get_by_label("Số này sai ở đâu").fill("Thiếu phiếu giấy ngày 06/11.")
    page.get_by_role("button", name="Gửi kiến nghị").click()

    page.get_by_text("Đã gửi kiến nghị").wait_for()
    expect(page.get_by_text("Chờ trả lời")).to_be_visible()
    accessible(page)
