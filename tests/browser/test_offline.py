"""A member in a yard without signal: what was saved is on the phone, and later on the server, exactly once."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import expect

from tests.browser.phone import make_households, open_capture, save_absences, save_visit, send_now, state
from visits import shell
from visits.models import Household, Visit


@pytest.fixture
def households(country, team, indicators):
    return make_households(country.hamlet, 60)


@pytest.fixture
def member(cast, households, sign_in):
    sign_in(cast.team_member)
    return cast.team_member


@pytest.fixture
def phone(page, live_server, member):
    open_capture(page, live_server.url)
    return page


def rows(page, store="outbox"):
    """What stands in the database of the phone."""
    script = """(store) => new Promise((done) => {
        const opening = indexedDB.open("tocnscd");
        opening.onsuccess = () => {
            const all = opening.result.transaction(store).objectStore(store).getAll();
            all.onsuccess = () => { opening.result.close(); done(all.result); };
        };
    })"""
    return page.evaluate(script, store)


def test_the_page_opens_again_without_network(phone, context, live_server):
    context.set_offline(True)
    phone.reload()

    expect(phone.locator("[data-next-first]")).to_be_visible()
    name = save_visit(phone)
    state(phone, waiting=1)
    phone.reload()
    state(phone, waiting=1)
    phone.goto(f"{live_server.url}/households/")  # a page that needs the network leads here
    phone.wait_for_url(f"{live_server.url}/capture/")
    assert name in phone.locator("main").inner_text() or rows(phone)


def test_fifty_visits_without_network_are_on_the_server_once(phone, context, member):
    context.set_offline(True)
    names = {save_visit(phone) for _visit in range(10)}
    assert len(names) == 10
    assert save_absences(phone) == 40
    state(phone, waiting=50)

    context.set_offline(False)
    send_now(phone)

    state(phone, waiting=0)
    assert Visit.objects.filter(created_by=member).count() == 50
    assert Visit.objects.values("household").distinct().count() == 50
    expect(phone.locator(".state-line")).to_contain_text("đã xác nhận 50")
    assert rows(phone) == []


def test_what_is_sent_is_what_was_tapped(phone, member, indicators):
    phone.locator("[data-next-first]").click()
    phone.get_by_text("Gặp được", exact=True).click()
    phone.get_by_text("app_ho", exact=True).click()
    for _time in range(2):
        phone.get_by_role("button", name="Thêm: vneid_muc_2").click()
    phone.get_by_text("Ghi chú, hẹn lại, ảnh, vị trí").click()
    phone.get_by_label("Ghi chú", exact=True).fill("Cần giúp cài lại máy")
    phone.get_by_role("button", name="Sau một tuần").click()
    phone.get_by_role("button", name="Lưu", exact=True).click()
    expect(phone.locator(".state-line")).to_contain_text("đã xác nhận 1")

    visit = Visit.objects.get()
    assert (visit.outcome, visit.people, visit.note) == ("met", 1, "Cần giúp cài lại máy")
    assert (visit.next_on - visit.day).days == 7
    found = {result.indicator.code: result.quantity for result in visit.results.select_related("indicator")}
    assert found == {"app_ho": 1, "vneid_muc_2": 2}


def test_a_nervous_double_tap_saves_one_visit(phone):
    phone.locator("[data-next-first]").click()
    phone.get_by_text("Vắng nhà", exact=True).click()

    phone.evaluate(
        "document.querySelectorAll('[data-page=visit] [type=submit]').forEach((b) => (b.click(), b.click()))"
    )

    expect(phone.locator(".state-line")).to_contain_text("đã xác nhận 1")
    assert Visit.objects.count() == 1


def test_an_unsent_visit_can_be_corrected(phone, context):
    context.set_offline(True)
    save_visit(phone)
    phone.locator("[data-saved]").get_by_role("link", name="Sửa").click()
    phone.get_by_text("Từ chối", exact=True).click()
    phone.get_by_role("button", name="Lưu", exact=True).click()
    state(phone, waiting=1)

    context.set_offline(False)
    send_now(phone)

    state(phone, waiting=0)
    assert Visit.objects.get().outcome == "refused"


def test_a_household_found_on_the_spot_arrives_before_its_visit(phone, context):
    context.set_offline(True)
    phone.get_by_role("link", name="Thêm hộ").click()
    phone.get_by_label("Họ và tên chủ hộ").fill("Ngô Thị Mới")
    phone.get_by_role("button", name="Lưu và ghi lượt thăm").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ngô Thị Mới")
    phone.get_by_text("Gặp được", exact=True).click()
    phone.get_by_role("button", name="Lưu", exact=True).click()
    state(phone, waiting=2)

    context.set_offline(False)
    send_now(phone)

    state(phone, waiting=0)
    assert Visit.objects.get().household == Household.objects.get(head_name="Ngô Thị Mới")


def test_a_household_is_found_without_network_and_without_tones(phone, context):
    context.set_offline(True)

    phone.get_by_role("searchbox").fill("tran van 042")

    expect(phone.locator("[data-page=home] [data-list] a")).to_have_count(1)
    expect(phone.locator("[data-page=home] [data-list]")).to_contain_text("Trần Văn 042")


def test_two_tabs_send_each_visit_once(phone, context, live_server):
    context.set_offline(True)
    for _visit in range(3):
        save_visit(phone)
    other = context.new_page()
    other.goto(f"{live_server.url}/capture/")
    state(other, waiting=3)

    context.set_offline(False)
    for tab in (phone, other):
        tab.evaluate("document.querySelector('[data-send]').click()")

    for tab in (phone, other):
        state(tab, waiting=0)
    assert Visit.objects.count() == 3
    other.close()


def test_an_expired_session_keeps_the_visit_until_one_signs_in_again(phone, member, sign_in):
    sign_out_everywhere()

    save_visit(phone)

    expect(phone.locator("[data-trouble]")).to_contain_text("Đăng nhập lại để gửi; lượt thăm vẫn còn trên máy.")
    state(phone, waiting=1)
    sign_in(member)
    send_now(phone)
    state(phone, waiting=0)
    assert Visit.objects.get().created_by == member


def test_what_one_person_logged_never_goes_out_under_another_name(phone, context, cast, sign_in, live_server):
    context.set_offline(True)
    save_visit(phone)

    sign_in(cast.team_leader)  # on the same phone
    context.set_offline(False)
    open_capture(phone, live_server.url)
    expect(phone.locator("[data-notice=foreign]")).to_contain_text("1 mục của tài khoản khác")
    save_visit(phone, "Vắng nhà")
    state(phone, waiting=0)
    assert [visit.created_by for visit in Visit.objects.all()] == [cast.team_leader]

    sign_in(cast.team_member)
    open_capture(phone, live_server.url)
    expect(phone.locator("html")).to_have_attribute("data-synced", "")
    assert Visit.objects.get(outcome="met").created_by == cast.team_member
    assert rows(phone) == []


def test_what_the_service_worker_found_is_told_without_a_reload(phone):
    """It may be the one that notices another account; the page hears of it and says so."""
    save_visit(phone)
    state(phone, waiting=0)
    phone.evaluate(
        """() => new Promise((done) => {
            const opening = indexedDB.open("tocnscd");
            opening.onsuccess = () => {
                const row = { id: "another", kind: "visit", user: 0, state: "waiting", at: "2026-01-01", body: {} };
                const transaction = opening.result.transaction("outbox", "readwrite");
                transaction.objectStore("outbox").put(row);
                transaction.oncomplete = () => { opening.result.close(); done(); };
            };
        }).then(() => new BroadcastChannel("tocnscd").postMessage("changed"))"""
    )
    expect(phone.locator("[data-notice=foreign]")).to_contain_text("1 mục của tài khoản khác")


def save_conflict(phone, context, member):
    """A visit that the server knows with another content."""
    context.set_offline(True)
    save_visit(phone)
    (row,) = rows(phone)
    household = Household.objects.get(pk=row["body"]["household"])
    known = {"household": household, "area": household.area, "outcome": "absent", "received_digest": "x"}
    when = {"day": "2026-08-05", "visited_at": "2026-08-05T09:00+07:00"}
    Visit.objects.create(pk=row["id"], created_by=member, **known, **when)
    context.set_offline(False)
    send_now(phone)
    expect(phone.locator("[data-rows=decide]")).to_contain_text("Khác bản đã nhận")


def test_a_visit_known_with_another_content_is_asked_about(phone, context, member):
    save_conflict(phone, context, member)

    phone.get_by_role("button", name="Giữ cả hai bản").click()

    expect(phone.locator("[data-rows=done]")).to_contain_text("Đã nhận")
    assert sorted(Visit.objects.values_list("outcome", flat=True)) == ["absent", "met"]
    assert rows(phone) == []


def sign_out_everywhere():
    Session.objects.all().delete()
    cache.clear()


def test_a_new_version_leaves_a_full_outbox_alone(phone, member, sign_in, monkeypatch):
    sign_out_everywhere()
    save_visit(phone)
    save_absences(phone)
    texts = shell.phone_texts()
    monkeypatch.setattr(shell, "phone_texts", lambda: texts | {"home": "Ghi nhận (mới)"})

    phone.reload()
    phone.get_by_role("button", name="Có bản mới – tải lại").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ghi nhận (mới)")
    state(phone, waiting=41)
    sign_in(member)
    send_now(phone)

    state(phone, waiting=0)
    assert Visit.objects.count() == 41


def test_visits_queued_by_an_older_version_are_sent(page, live_server, member, households):
    page.goto(f"{live_server.url}/healthz")
    body = {"household": str(households[0].pk), "visited_at": "2026-08-05T09:00:00+07:00", "outcome": "absent"}
    row = {
        "id": "0b0e8c3e-6f0c-4b0e-9d5c-0b3c6a2f7e11",
        "kind": "visit",
        "user": member.pk,
        "state": "waiting",
        "rev": 1,
    }
    row |= {"at": "2026-08-05T02:00:00Z", "body": body | {"id": row["id"], "people": 0, "results": {}, "note": ""}}
    page.evaluate(
        """(row) => new Promise((done) => {
            const opening = indexedDB.open("tocnscd", 1);
            opening.onupgradeneeded = () => {
                opening.result.createObjectStore("meta");
                opening.result.createObjectStore("households", { keyPath: "id" });
                opening.result.createObjectStore("outbox", { keyPath: "id" }).put(row);
            };
            opening.onsuccess = () => { opening.result.close(); done(); };
        })""",
        row,
    )

    open_capture(page, live_server.url)

    state(page, waiting=0)
    assert str(Visit.objects.get().pk) == row["id"]


def test_signing_out_wipes_the_phone_when_everything_is_sent(phone, live_server):
    save_visit(phone)
    state(phone, waiting=0)

    phone.goto(f"{live_server.url}/accounts/logout/")
    phone.get_by_role("button", name="Đăng xuất").click()
    phone.wait_for_url(lambda url: "/accounts/login/" in url)

    assert [rows(phone, store) for store in ("households", "outbox", "receipts")] == [[], [], []]


def test_signing_out_asks_while_a_visit_would_be_lost(phone, context, member, live_server):
    save_conflict(phone, context, member)
    phone.goto(f"{live_server.url}/accounts/logout/")

    phone.get_by_role("button", name="Đăng xuất").click()
    expect(phone.get_by_role("dialog")).to_contain_text("Còn 1 lượt thăm chưa gửi trên máy này.")
    phone.get_by_role("button", name="Không").click()
    assert len(rows(phone)) == 1

    phone.get_by_role("button", name="Đăng xuất").click()
    phone.get_by_role("button", name="Đăng xuất và xóa").click()
    phone.wait_for_url(lambda url: "/accounts/login/" in url)
    assert [rows(phone, store) for store in ("households", "outbox", "receipts")] == [[], [], []]


def test_no_person_stands_in_the_cache_or_the_address(phone, live_server):
    name = save_visit(phone)
    state(phone, waiting=0)

    script = """async () => {
        const found = [];
        for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys())
                found.push([request.url, await (await caches.match(request)).text()]);
        return found;
    }"""
    kept = phone.evaluate(script)
    assert f"{live_server.url}/capture/" in [url for url, _text in kept]
    assert [url for url, text in kept if name in text or "0900000222" in text or "team_member" in text] == []
    assert phone.url == f"{live_server.url}/capture/"
    assert name not in json.dumps(phone.evaluate("history.state"))
