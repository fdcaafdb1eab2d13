"""The question of a province officer: which three communes hold us back on e-wallets this quarter, and why?"""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from areas import ancestry
from areas.models import Area, AreaStatistic, Level
from reports.models import Target
from reports.periods import usual
from tests.cast import make_area, make_team, make_visit
from visits.models import Household

CLICKS = 4
GOALS = {"Mẫu Đông": 4000, "Mẫu Tây": 3000, "Mẫu Nam": 2000, "Mẫu Bắc": 2}


@pytest.fixture
def wallets(indicators):
    """The indicator of kind person becomes the one about e-wallets."""
    indicator = indicators["vneid_muc_2"]
    indicator.short_name, indicator.name, indicator.headline = "Ví điện tử", "Người có ví điện tử", True
    indicator.save()
    return indicator


@pytest.fixture
def quarter(country, cast, wallets):
    """Communes with targets of this quarter: one never recorded, one with an idle team, one in vain, one ahead."""
    span = usual("quarter", timezone.localdate())
    for number, (name, goal) in enumerate(GOALS.items()):
        born = {"valid_from": country.commune.valid_from}
        commune = make_area(Level.COMMUNE, "Xã", name, country.province, code=f"3140{number}", **born)
        Area.objects.filter(pk=commune.pk).update(lat=10 + number / 10, lon=105.5)
        hamlet = make_area(Level.HAMLET, "Ấp", "Giữa", commune, **born)
        AreaStatistic.objects.create(area=commune, year=2025, households=20, source="Niên giám")
        Target.objects.create(
            area=commune, indicator=wallets, start=span.start, end=span.end, basis=Target.Basis.AMOUNT, value=goal
        )
        ancestry.rebuild()
        if name == "Mẫu Đông":
            continue
        household = Household.objects.create(area=hamlet, head_name=f"Trần Thị {name}", size=6)
        make_visit(household, team=make_team(hamlet, f"Tổ {name}"), results={wallets: 6} if name == "Mẫu Bắc" else {})
        if name == "Mẫu Tây":
            make_team(hamlet, "Tổ ngồi yên")
    Target.objects.create(
        area=country.province, indicator=wallets, start=span.start, end=span.end, basis=Target.Basis.AMOUNT, value=9002
    )


def test_who_holds_us_back_on_e_wallets_this_quarter_and_why(
    page, live_server, cast, country, quarter, sign_in, accessible
):
    sign_in(cast.province_officer)
    page.goto(live_server.url)
    clicks = 0

    def click(link):
        nonlocal clicks
        link.click()
        clicks += 1

    click(page.get_by_role("navigation", name="Các phần").get_by_role("link", name="Báo cáo"))
    click(page.get_by_role("link", name="Quý này"))
    click(page.locator("dl.tiles").get_by_role("link", name="Ví điện tử"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Người có ví điện tử")
    worst = page.get_by_role("list", name="Thiếu nhiều nhất").locator("> li")
    expect(worst.get_by_role("heading")).to_have_text(["Xã Mẫu Đông", "Xã Mẫu Tây", "Xã Mẫu Nam"])
    expect(worst.nth(0)).to_contain_text("Chưa có tổ nào ở đây.")
    expect(worst.nth(1)).to_contain_text("1 trong 2 tổ chưa có ghi nhận nào trong kỳ.")
    expect(worst.nth(2)).to_contain_text("Cứ 100 hộ gặp được có 0 người đạt")
    accessible(page)

    click(worst.nth(1).get_by_role("link", name="1 trong 2 tổ"))
    expect(page.get_by_role("main")).to_contain_text("Tổ ngồi yên")
    assert clicks <= CLICKS


@pytest.mark.looks
@pytest.mark.parametrize("width", [180, 360, 1280])
def test_the_page_of_an_indicator_fits_and_its_chart_is_drawn(
    page, live_server, cast, country, quarter, sign_in, accessible, width
):
    sign_in(cast.province_officer)
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{live_server.url}/reports/indicator/?indicator=vneid_muc_2&period=quarter")

    page.locator(".chart").scroll_into_view_if_needed()
    expect(page.locator(".chart svg")).to_be_visible()
    expect(page.locator(".chart svg path").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    accessible(page)


def test_a_tile_of_the_map_and_a_bar_of_the_chart_open_what_is_behind(
    page, live_server, cast, country, quarter, sign_in
):
    sign_in(cast.province_officer)
    page.goto(f"{live_server.url}/reports/indicator/?indicator=vneid_muc_2&period=quarter")

    page.locator(".mosaic-map a", has_text="Xã Mẫu Tây").click()
    expect(page.get_by_role("main")).to_contain_text("Xã Mẫu Tây · ")
    page.go_back()

    page.locator(".chart").scroll_into_view_if_needed()
    page.locator(".chart svg path[fill='#0b6bcb']").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vì sao là 6?")


def test_the_table_stands_without_scripts_and_the_sheet_is_printed_light(
    browser, page, live_server, cast, country, quarter, client, sign_in
):
    sign_in(cast.province_officer)
    page.emulate_media(color_scheme="dark")
    page.goto(f"{live_server.url}/reports/indicator/?indicator=vneid_muc_2&period=quarter")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.evaluate("addEventListener('beforeprint', () => (window.printed = document.documentElement.dataset.bsTheme))")
    page.pdf()
    assert page.evaluate("window.printed") == "light"
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"

    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    bare = plain.new_page()
    bare.goto(f"{live_server.url}/reports/indicator/?indicator=vneid_muc_2&period=quarter")
    expect(bare.locator(".chart")).to_be_hidden()
    expect(bare.locator(".trend-table").get_by_role("link", name="6", exact=True).first).to_be_visible()
    plain.close()
