"""A QR code at a door: printed on a sheet, read again from the paper, opened with and without network."""

import pytest
from playwright.sync_api import expect

from tests.browser.phone import make_households, open_capture
from visits import codes
from visits.models import HouseholdCode

# A camera that looks at the picture of a code, and a reader for browsers without one (Chromium on Linux has none).
CAMERA = """() => {
    const canvas = document.createElement("canvas");
    canvas.getContext("2d").fillRect(0, 0, 10, 10);
    setInterval(() => canvas.getContext("2d").fillRect(0, 0, 10, 10), 50);
    Object.defineProperty(navigator, "mediaDevices", {value: {getUserMedia: async () => canvas.captureStream(20)}});
    window.BarcodeDetector = class {
        static async getSupportedFormats() { return ["qr_code"]; }
        async detect() { return ["https://elsewhere.example/", window.paper ?? ""].map((rawValue) => ({rawValue})); }
    };
}"""


@pytest.fixture
def households(country, team, indicators):
    return make_households(country.hamlet, 30)


@pytest.fixture
def member(cast, households, sign_in):
    sign_in(cast.team_member)
    return cast.team_member


def heading(page):
    return page.get_by_role("heading", level=1)


def test_the_sheet_of_a_hamlet_fits_on_paper(page, live_server, member, country, accessible):
    page.goto(f"{live_server.url}/households/codes/")
    page.get_by_role("link", name="Ấp 1").click()
    page.get_by_role("button", name="Lập mã cho các hộ này").click()
    expect(page.locator(".code-label")).to_have_count(30)
    accessible(page)

    page.emulate_media(media="print")

    assert page.locator(".code-page").count() == 2
    size = page.locator(".code-label").first.bounding_box()
    assert (round(size["width"] / 96 * 25.4), round(size["height"] / 96 * 25.4)) == (63, 34)
    assert not page.locator(".topbar").is_visible()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 2


def test_a_scan_without_network_opens_the_household(page, context, live_server, member, households):
    code = codes.renew(households[7], by=member)
    open_capture(page, live_server.url)
    context.set_offline(True)

    page.goto(f"{live_server.url}/q/{code.token}/")

    expect(heading(page)).to_have_text(households[7].head_name)
    assert page.url == f"{live_server.url}/capture/"


def test_an_unknown_code_without_network_says_so(page, context, live_server, member):
    open_capture(page, live_server.url)
    context.set_offline(True)

    page.goto(f"{live_server.url}/q/222222222222/")

    expect(page.get_by_text("Mã này không mở được hộ nào trên máy.")).to_be_visible()


def test_the_page_reads_a_code_with_the_camera(page, live_server, member, households, accessible):
    code = codes.renew(households[3], by=member)
    page.add_init_script(f"({CAMERA})()")
    open_capture(page, live_server.url)
    page.get_by_role("button", name="Quét mã QR tại cửa").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    accessible(page)

    page.evaluate("(address) => { window.paper = address; }", f"{live_server.url}/q/{code.token}/")

    expect(heading(page)).to_have_text(households[3].head_name)
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_code_is_typed_where_households_are_searched(page, live_server, member, households):
    code = codes.renew(households[5], by=member)
    open_capture(page, live_server.url)

    page.locator("#q").fill(code.readable.lower())

    expect(page.locator("ul[data-list] li")).to_have_count(1)
    expect(page.locator("ul[data-list]")).to_contain_text(households[5].head_name)


def test_a_new_code_is_made_on_the_page_of_the_household(page, live_server, member, households):
    old = codes.renew(households[0], by=member)
    page.goto(f"{live_server.url}/households/{households[0].pk}/")
    page.get_by_role("button", name="Đổi mã mới").click()
    page.get_by_role("button", name="Lập mã mới").click()
    expect(page.get_by_text("Đã lập mã mới.")).to_be_visible()

    assert HouseholdCode.objects.valid().get().pk != old.pk
    page.get_by_role("link", name="In mã").click()
    expect(page.locator(".code-label")).to_have_count(1)
