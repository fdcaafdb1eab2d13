"""A form that is half filled: a reload loses nothing of it, nobody else sees it, and nothing sends it by itself."""

import time

import pytest
from playwright.sync_api import expect

from tests.browser.phone import make_households, open_capture, save_visit, send_now, state
from tests.browser.test_offline import rows
from visits.models import Household, Visit

pytestmark = pytest.mark.looks


@pytest.fixture
def member(cast, country, team, indicators, sign_in):
    make_households(country.hamlet, 12)
    sign_in(cast.team_member)
    return cast.team_member


@pytest.fixture
def phone(page, live_server, member):
    open_capture(page, live_server.url)
    return page


def begin(phone) -> str:
    """Half a visit; the name of the household."""
    phone.locator("[data-next-first]").click()
    name = phone.get_by_role("heading", level=1).inner_text()
    phone.get_by_text("Gặp được", exact=True).click()
    phone.get_by_text("app_ho", exact=True).click()
    phone.get_by_role("button", name="Thêm: vneid_muc_2").click()
    phone.get_by_text("Ghi chú, hẹn lại, ảnh, vị trí").click()
    phone.get_by_label("Ghi chú", exact=True).fill("Cần giúp cài lại máy")
    phone.get_by_role("button", name="Sau một tuần").click()
    kept(phone, lambda draft: draft["kind"] == "visit" and draft["body"]["next_on"])
    return name


def kept(phone, wanted):
    """The pause after the last key is over, and a draft with what was typed last is on the disk."""
    latest = time.monotonic() + 20
    while not any(map(wanted, rows(phone, "drafts"))):
        assert time.monotonic() < latest, rows(phone, "drafts")
        phone.wait_for_timeout(50)


def reload(phone):
    phone.reload()
    phone.locator("html[data-ready]").wait_for()


def drafts(phone):
    return phone.locator("[data-drafts]")


def test_a_reload_loses_nothing_and_the_person_is_told(phone, context, member, accessible):
    context.set_offline(True)
    name = begin(phone)
    reload(phone)

    expect(drafts(phone)).to_contain_text(name)
    accessible(phone)
    assert rows(phone) == []
    drafts(phone).get_by_text(name).click()
    expect(phone.locator("[data-page=visit] [data-resumed]")).to_contain_text("Chưa lưu, chưa gửi")
    accessible(phone)
    phone.get_by_role("button", name="Lưu", exact=True).click()
    expect(drafts(phone)).to_be_hidden()
    assert rows(phone, "drafts") == []
    context.set_offline(False)
    send_now(phone)

    state(phone, waiting=0)
    visit = Visit.objects.get()
    found = {result.indicator.code: result.quantity for result in visit.results.select_related("indicator")}
    assert (visit.outcome, visit.note, found) == ("met", "Cần giúp cài lại máy", {"app_ho": 1, "vneid_muc_2": 1})
    assert (visit.next_on - visit.day).days == 7


def test_going_back_keeps_what_was_typed_and_saves_nothing(phone):
    name = begin(phone)
    phone.get_by_role("button", name="Quay lại").click()

    expect(drafts(phone)).to_contain_text(name)
    send_now(phone)
    phone.wait_for_load_state("networkidle")
    state(phone, waiting=0)
    assert not Visit.objects.exists()


def test_a_draft_is_thrown_away_by_one_tap(phone):
    begin(phone)
    reload(phone)
    drafts(phone).locator("a").click()
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.locator("[data-page=visit]").get_by_role("button", name="Bỏ phiếu này").click()
    expect(phone.locator("[data-page=visit] [data-resumed]")).to_be_hidden()

    assert phone.evaluate("document.querySelector('[data-page=visit] form').elements.outcome.value") == ""
    phone.get_by_role("button", name="Quay lại").click()
    expect(drafts(phone)).to_be_hidden()
    assert rows(phone, "drafts") == []


def test_forms_of_two_households_do_not_mix(phone):
    first = begin(phone)
    phone.get_by_role("button", name="Quay lại").click()
    phone.locator("[data-page=home] [data-list] a").nth(1).click()
    expect(phone.get_by_label("Ghi chú", exact=True)).to_have_value("")
    phone.get_by_text("Vắng nhà", exact=True).click()
    phone.get_by_role("button", name="Quay lại").click()

    expect(drafts(phone).locator("a")).to_have_count(2)
    drafts(phone).get_by_text(first).click()
    expect(phone.get_by_label("Ghi chú", exact=True)).to_have_value("Cần giúp cài lại máy")


def test_who_comes_back_later_is_asked_with_the_time_at_the_door(phone, context):
    phone.clock.install()
    begin_at = phone.evaluate("Date.now()")
    phone.locator("[data-next-first]").click()
    phone.get_by_text("Vắng nhà", exact=True).click()
    phone.clock.run_for(1000)
    phone.clock.run_for(30 * 60_000)
    phone.get_by_role("button", name="Quay lại").click()
    drafts(phone).locator("a").click()
    typed = phone.evaluate("new Date(document.getElementById('visited_at').value).getTime()")
    assert abs(typed - begin_at) <= 120_000


def test_a_household_and_several_absences_survive_too(phone, context):
    context.set_offline(True)
    phone.get_by_role("link", name="Thêm hộ").click()
    phone.get_by_label("Họ và tên chủ hộ").fill("Ngô Thị Mới")
    phone.get_by_role("button", name="Quay lại").click()
    phone.get_by_role("link", name="Vắng nhiều hộ").click()
    phone.locator("[data-page=bulk] label.toggle").first.click()
    kept(phone, lambda draft: draft["kind"] == "bulk" and draft["body"]["chosen"])
    reload(phone)

    drafts(phone).get_by_text("Vắng nhà nhiều hộ").click()
    phone.get_by_role("button", name="Lưu 1 hộ vắng nhà").click()
    drafts(phone).get_by_text("Ngô Thị Mới").click()
    expect(phone.get_by_label("Họ và tên chủ hộ")).to_have_value("Ngô Thị Mới")
    phone.get_by_role("button", name="Lưu và ghi lượt thăm").click()
    phone.get_by_text("Từ chối", exact=True).click()
    phone.get_by_role("button", name="Lưu", exact=True).click()
    context.set_offline(False)
    send_now(phone)

    state(phone, waiting=0)
    assert sorted(Visit.objects.values_list("outcome", flat=True)) == ["absent", "refused"]
    assert (Household.objects.filter(head_name="Ngô Thị Mới").count(), rows(phone, "drafts")) == (1, [])


CHANGED = "new BroadcastChannel('tocnscd').postMessage('changed')"  # as another tab or the service worker says it
SLOWLY = """() => {
    const { getAll } = IDBObjectStore.prototype;
    window.held = [];
    IDBObjectStore.prototype.getAll = function () {
        const request = getAll.call(this);
        request.addEventListener("success", (event) => {
            if (!window.held || this.name !== "receipts") return;
            event.stopImmediatePropagation();
            held.push(request);
        });
        return request;
    };
}"""
AT_LAST = """() => {
    const late = held;
    window.held = null;
    late.forEach((request) => request.dispatchEvent(new Event("success")));
}"""


def test_what_is_typed_while_the_phone_reads_all_anew_stays_known(phone):
    expect(phone.locator("html")).to_have_attribute("data-synced", "")
    phone.evaluate(SLOWLY)
    phone.evaluate(CHANGED)
    phone.wait_for_function("held.length")
    name = begin(phone)
    phone.evaluate(AT_LAST)

    phone.get_by_role("button", name="Quay lại").click()
    drafts(phone).get_by_text(name).click()
    expect(phone.get_by_label("Ghi chú", exact=True)).to_have_value("Cần giúp cài lại máy")


def test_a_click_counts_although_the_list_was_filled_anew_under_it(phone):
    begin(phone)
    phone.get_by_role("button", name="Quay lại").click()
    drafts(phone).locator("a").hover()
    phone.mouse.down()
    phone.evaluate(CHANGED)
    phone.wait_for_timeout(300)
    phone.mouse.up()

    expect(phone.locator("[data-page=visit] [data-resumed]")).to_contain_text("Chưa lưu, chưa gửi")


def test_another_person_on_the_phone_sees_nothing_of_it(phone, cast, sign_in, live_server):
    name = begin(phone)
    sign_in(cast.team_leader)
    open_capture(phone, live_server.url)
    expect(phone.locator("html")).to_have_attribute("data-synced", "")
    expect(drafts(phone)).to_be_hidden()
    save_visit(phone)
    state(phone, waiting=0)
    assert "Cần giúp" not in phone.content()

    sign_in(cast.team_member)
    open_capture(phone, live_server.url)

    expect(drafts(phone)).to_contain_text(name)
    assert not Visit.objects.filter(created_by=cast.team_member).exists()


def test_signing_out_tells_of_it_and_wipes_it(phone, live_server):
    begin(phone)
    phone.goto(f"{live_server.url}/accounts/logout/")

    phone.get_by_role("button", name="Đăng xuất").click()
    expect(phone.get_by_role("dialog")).to_contain_text("Còn 1 phiếu ghi dở trên máy này.")
    phone.get_by_role("button", name="Đăng xuất và xóa").click()
    phone.wait_for_url(lambda url: "/accounts/login/" in url)

    assert [rows(phone, store) for store in ("households", "drafts")] == [[], []]


def test_the_rescue_file_says_what_it_does_not_hold(phone, context):
    context.set_offline(True)
    begin(phone)
    phone.get_by_role("button", name="Quay lại").click()
    phone.locator("[data-page=home] [data-list] a").nth(1).click()
    phone.get_by_text("Vắng nhà", exact=True).click()
    phone.get_by_role("button", name="Lưu", exact=True).click()
    phone.locator(".state-line").click()
    phone.get_by_role("button", name="Lập tệp cứu hộ").click()

    told = "Tệp có 1 lượt thăm. 1 phiếu ghi dở không nằm trong tệp."
    expect(phone.locator("[data-part=rescued]")).to_contain_text(told)
