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

    expect(page.get_by_text("Khớp")).to_be_visible()
    assert sorted(Target.objects.values_list("value", flat=True)) == [40, 60, 100]


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
    page.goto(f"{live_server.url}/reports/targets/?span=2026-q4")
    for summary in page.locator(".choice-more > summary").all():
        summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        accessible(page)
        summary.click()
