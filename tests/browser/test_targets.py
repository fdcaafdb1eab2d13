"""Targets in a real browser: a whole is given, divided, adjusted, and the sums follow while one types."""

import pytest
from playwright.sync_api import expect

from areas.models import AreaStatistic
from reports.models import Target
from tests.reports.targets import give


@pytest.fixture
def homes(country):
    for area, households in ((country.hamlet, 100), (country.other_hamlet, 201), (country.commune, 301)):
        AreaStatistic.objects.create(area=area, year=2026, households=households, source="thử")


def test_an_officer_gives_a_whole_and_divides_it(page, live_server, cast, country, indicators, homes, sign_in):
    sign_in(cast.commune_officer)
    page.goto(f"{live_server.url}/reports/targets/?span=2026-q4&i=app_ho")
    page.get_by_label("Xã Tân Hòa – app_ho").fill("100")
    page.get_by_role("button", name="Lưu chỉ tiêu").click()

    page.get_by_role("link", name="Chia cho bên dưới").click()
    expect(page.get_by_label("Ấp 1")).to_have_value("33")
    page.get_by_label("Ấp 1").fill("40")
    expect(page.locator("[data-cascade-rest]")).to_have_text("quá 7")
    page.get_by_role("button", name="Chia lại phần còn lại").click()
    expect(page.get_by_label("Ấp 2")).to_have_value("60")
    page.get_by_role("button", name="Giao cho các đơn vị").click()

    expect(page.locator(".pill").get_by_text("Khớp")).to_be_visible()
    assert sorted(Target.objects.values_list("value", flat=True)) == [40, 60, 100]


PASTE = """text => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""


def test_the_grid_is_used_like_a_sheet(page, live_server, cast, country, indicators, sign_in):
    """A block from Excel fills the boxes, keys go from one to the next, the difference follows, and all is saved."""
    app, zalo = indicators["app_ho"], indicators["zalo_thanh_vien"]
    give(country.commune, app, 100)
    sign_in(cast.commune_officer)
    page.goto(f"{live_server.url}/reports/targets/?span=2026-q4&i=app_ho&i=zalo_thanh_vien")
    left = page.locator("[data-grid-sum]").first
    expect(left).to_have_text("Còn 100")

    page.get_by_label("Ấp 1 – app_ho").focus()
    page.evaluate(PASTE, "30\t1.250\r\n45\t-\t9\r\n8\r\n")
    expect(page.get_by_label("Ấp 2 – app_ho")).to_have_value("45")
    expect(page.locator("#grid-note")).to_have_text("Đã dán 4 ô, chưa lưu; 2 ô nằm ngoài bảng hoặc không sửa được.")
    expect(left).to_have_text("Còn 25")

    page.keyboard.press("Enter")
    page.keyboard.type("80")
    expect(left).to_have_text("Quá 10")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Ấp 1 – zalo_thanh_vien")).to_be_focused()
    page.keyboard.type("7")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Ấp 1 – zalo_thanh_vien")).to_have_value("")
    page.get_by_role("button", name="Lưu chỉ tiêu").click()

    expect(page.get_by_text("Đã lưu 2 mức phải đạt.")).to_be_visible()
    assert set(Target.objects.values_list("area__name", "indicator__code", "value")) == {
        ("Tân Hòa", app.code, 100),
        ("1", app.code, 30),
        ("2", app.code, 80),
    }
    assert not Target.objects.filter(indicator=zalo).exists()


@pytest.mark.looks
@pytest.mark.parametrize("width", [180, 360, 768, 1280])
def test_the_pages_of_targets_fit(page, live_server, cast, country, indicators, homes, sign_in, accessible, width):
    for indicator in indicators.values():
        give(country.commune, indicator, 70, "" if indicator.kind == "ratio" else "households")
    sign_in(cast.commune_officer)
    page.set_viewport_size({"width": width, "height": 740})
    for path in ("", "cascade/"):
        page.goto(f"{live_server.url}/reports/targets/{path}?span=2026-q4&indicator=app_ho")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        accessible(page)
    bar = page.locator(".save-bar").bounding_box()
    assert width != 360 or bar["height"] <= 64  # it stays in sight, over what one fills in
    page.goto(f"{live_server.url}/reports/targets/?span=2026-q4")
    for summary in page.locator(".choice-more > summary").all():
        summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        accessible(page)
        summary.click()
