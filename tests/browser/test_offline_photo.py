"""A photo of the activity: small and bare on the phone, sent after its visit, once, and under the right name."""

import hashlib
import os
import signal
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.phone import make_households, open_capture, send_now, state
from tests.browser.test_offline import rows, save_conflict
from tests.browser.test_offline_crash import cookie, line, server, start_browser, wait_until  # noqa: F401
from visits.models import Photo, Visit

SMALL = 300_000


@pytest.fixture
def households(cast, country, team, indicators):
    return make_households(country.hamlet, 12)


@pytest.fixture
def member(cast, households, sign_in):
    sign_in(cast.team_member)
    return cast.team_member


@pytest.fixture
def phone(page, live_server, member):
    open_capture(page, live_server.url)
    return page


@pytest.fixture(scope="module")
def picture():
    """As a camera makes it: larger than needed, lying, with its maker's name."""
    exif, file = Image.Exif(), BytesIO()
    exif[0x0112], exif[0x010F] = 6, "Nha san xuat"
    Image.effect_noise((1800, 1350), 20).convert("RGB").save(file, "JPEG", quality=80, exif=exif)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def begin_with_photo(page, picture):
    """A visit form with a photo, not saved yet; the name of the household."""
    page.locator("[data-next-first]").click()
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_text("Gặp được", exact=True).click()
    page.get_by_text("Ghi chú, hẹn lại, ảnh, vị trí").click()
    page.get_by_label("Chụp ảnh hoạt động").set_input_files(picture)
    expect(page.get_by_text("gửi sau lượt thăm")).to_be_visible()
    return name


def save_with_photo(page, picture):
    name = begin_with_photo(page, picture)
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("[data-saved]")).to_contain_text(name)
    return name


def test_a_photo_is_small_and_bare_before_it_leaves_the_phone(phone, context, picture, accessible):
    context.set_offline(True)
    begin_with_photo(phone, picture)
    expect(phone.locator("canvas.photo")).to_be_visible()
    accessible(phone)
    phone.get_by_role("button", name="Lưu", exact=True).click()
    state(phone, waiting=2)
    found = phone.evaluate(
        """() => new Promise((done) => {
            const opening = indexedDB.open("tocnscd");
            opening.onsuccess = () => {
                const all = opening.result.transaction("photos").objectStore("photos").getAll();
                all.onsuccess = () => { opening.result.close(); done([...new Uint8Array(all.result[0].data)]); };
            };
        })"""
    )
    sent = bytes(found)
    assert (len(sent) <= SMALL, b"Exif" in sent, b"Nha san xuat" in sent) == (True, False, False)
    width, height = Image.open(BytesIO(sent)).size
    assert width < height <= 1280

    context.set_offline(False)
    send_now(phone)

    state(phone, waiting=0)
    kept = Photo.objects.get()
    assert (kept.visit_id, kept.digest) == (Visit.objects.get().pk, hashlib.sha256(sent).hexdigest())
    assert rows(phone, "photos") == []


def test_a_lost_answer_keeps_one_photo(context, cast, client, line, picture):  # noqa: F811
    client.force_login(cast.team_member)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": line.url}])
    page = context.new_page()
    open_capture(page, line.url)
    line.losing = "/visits/photos/"
    save_with_photo(page, picture)
    wait_until(Photo.objects.exists)
    state(page, waiting=1)

    line.losing = ""
    send_now(page)

    state(page, waiting=0)
    assert (Photo.objects.count(), Visit.objects.count(), rows(page, "photos")) == (1, 1, [])


def test_a_killed_browser_still_has_the_photo_and_the_form_that_was_not_saved(
    server,  # noqa: F811
    cookie,  # noqa: F811
    start_browser,  # noqa: F811
    picture,
):
    process, page = start_browser()
    page.context.add_cookies([cookie(server.url)])
    open_capture(page, server.url)
    server.kill()  # no network
    save_with_photo(page, picture)
    name = begin_with_photo(page, picture)
    page.get_by_label("Ghi chú", exact=True).fill("Cần giúp cài lại máy")
    page.wait_for_timeout(700)
    os.kill(process, signal.SIGKILL)

    process, page = start_browser()
    page.goto(f"{server.url}/capture/")
    state(page, waiting=2)
    page.locator("[data-drafts]").get_by_text(name).click()
    expect(page.locator("canvas.photo")).to_be_visible()
    expect(page.get_by_label("Ghi chú", exact=True)).to_have_value("Cần giúp cài lại máy")
    page.get_by_role("button", name="Lưu", exact=True).click()
    server.start()
    page.context.add_cookies([cookie(server.url)])
    send_now(page)

    state(page, waiting=0)
    assert (Visit.objects.count(), Photo.objects.count()) == (2, 2)
    assert {photo.visit_id for photo in Photo.objects.all()} == {visit.pk for visit in Visit.objects.all()}
    assert Visit.objects.filter(note="Cần giúp cài lại máy").count() == 1


def test_the_photo_of_one_person_never_goes_out_under_another_name(
    phone, context, cast, sign_in, live_server, picture
):
    context.set_offline(True)
    save_with_photo(phone, picture)
    sign_in(cast.team_leader)  # on the same phone
    context.set_offline(False)
    open_capture(phone, live_server.url)
    expect(phone.locator("[data-notice=foreign]")).to_contain_text("2 mục của tài khoản khác")
    assert not Photo.objects.exists()

    sign_in(cast.team_member)
    open_capture(phone, live_server.url)

    expect(phone.locator("html")).to_have_attribute("data-synced", "")
    assert Photo.objects.get().sent_by == cast.team_member


def test_a_photo_goes_along_when_its_visit_is_sent_under_another_id(phone, context, member, picture):
    save_conflict(phone, context, member)
    context.set_offline(True)
    phone.evaluate("history.back()")
    save_with_photo(phone, picture)
    context.set_offline(False)
    send_now(phone)
    state(phone, waiting=0)
    phone.get_by_role("button", name="Giữ cả hai bản").click()
    expect(phone.locator("[data-rows=decide]")).to_be_hidden()
    assert Visit.objects.filter(pk=Photo.objects.get().visit_id, created_by=member).exists()


def test_signing_out_tells_of_the_photo_and_wipes_it(phone, context, live_server, picture, monkeypatch):
    context.route("**/visits/photos/", lambda route: route.abort())  # the line breaks there
    save_with_photo(phone, picture)
    state(phone, waiting=1)
    phone.goto(f"{live_server.url}/accounts/logout/")

    phone.get_by_role("button", name="Đăng xuất").click()
    expect(phone.get_by_role("dialog")).to_contain_text("Còn 1 ảnh chưa gửi trên máy này.", timeout=20_000)
    phone.get_by_role("button", name="Đăng xuất và xóa").click()
    phone.wait_for_url(lambda url: "/accounts/login/" in url)

    assert [rows(phone, store) for store in ("outbox", "photos", "drafts")] == [[], [], []]


def test_a_dropped_visit_takes_its_photo_along(phone, context, picture):
    context.set_offline(True)
    save_with_photo(phone, picture)
    phone.locator(".state-line").click()
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.locator("[data-rows=waiting] li", has_text="Gặp được").get_by_role("button", name="Bỏ").click()
    state(phone, waiting=0)
    assert (rows(phone), rows(phone, "photos")) == ([], [])


def test_what_is_no_picture_is_told_and_the_visit_is_saved_without(phone):
    broken = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
    phone.locator("[data-next-first]").click()
    phone.get_by_text("Vắng nhà", exact=True).click()
    phone.get_by_text("Ghi chú, hẹn lại, ảnh, vị trí").click()
    phone.get_by_label("Chụp ảnh hoạt động").set_input_files(broken)
    expect(phone.get_by_text("Không lấy được ảnh")).to_be_visible()
    phone.get_by_role("button", name="Lưu", exact=True).click()
    expect(phone.locator(".state-line")).to_contain_text("đã xác nhận 1")
    assert (Visit.objects.count(), Photo.objects.count()) == (1, 0)
