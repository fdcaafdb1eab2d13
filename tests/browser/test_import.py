"""A list of an office, from the drop to the undoing, as people without technical training do it."""

import base64
from io import BytesIO

import pytest
from openpyxl import load_workbook

from imports import jobs
from tests.cast import make_user
from tests.imports.files import EXAMPLES, people_of
from tests.imports.test_jobs import database_url

DROP = """([zone, name, data]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], name));
  for (const type of ["dragover", "drop"])
    zone.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: transfer}));
}"""


@pytest.fixture
def officer(country):
    return make_user("officer", "commune_officer", country.commune)


def annex() -> bytes:
    """The annex of a decision, with one year of birth that nobody can read."""
    book = load_workbook(EXAMPLES / "01_quyet_dinh_mot_to.xlsx")
    book.active["C12"] = "năm nào"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def drop(page, name, data):
    zone = page.locator("[data-drop]").element_handle()
    page.evaluate(DROP, [zone, name, base64.b64encode(data).decode()])
    page.get_by_role("button", name="Đọc tệp").click()


def choose(page, name, data):
    page.get_by_label("Tệp danh sách").set_input_files({"name": name, "mimeType": "", "buffer": data})
    page.get_by_role("button", name="Đọc tệp").click()


def accept_the_waiting_line(page):
    page.get_by_role("link", name="Cần xem 1").click()
    page.get_by_label("Nhập, để trống ô sai").check()
    page.get_by_role("button", name="Áp dụng lựa chọn").click()


def test_a_dropped_list_is_understood_corrected_saved_and_undone(page, sign_in, live_server, accessible, officer):
    # given a list that was dropped and understood
    sign_in(officer)
    page.goto(f"{live_server.url}/imports/members/")
    accessible(page)
    drop(page, "Phụ lục.xlsx", annex())
    page.get_by_role("heading", name="Đã hiểu: 1 trang tính, 1 tổ, 7 người").wait_for()
    accessible(page)

    # when the officer takes out a column, decides the line that waits, and saves
    page.get_by_role("link", name="Sửa cột").click()
    accessible(page)
    page.get_by_label("Cột H").select_option(label="Không nhập")
    page.get_by_role("button", name="Ghi nhớ và đọc lại").click()
    accept_the_waiting_line(page)
    page.get_by_role("button", name="Lưu 7 người").click()
    page.get_by_text("Đã lưu: 7 người mới, 0 thay đổi.").wait_for()
    accessible(page)

    # then the persons are in their team
    page.goto(f"{live_server.url}/teams/")
    page.get_by_role("link", name="Tổ công nghệ số cộng đồng ấp Trường Hưng").click()
    page.get_by_text("Lý Chí Lộc").first.wait_for()

    # and the same file changes nothing
    page.goto(f"{live_server.url}/imports/members/")
    choose(page, "Phụ lục lần 2.xlsx", annex())
    accept_the_waiting_line(page)
    page.get_by_text("Mọi dòng đã có trong hệ thống, không có gì để lưu.").wait_for()

    # until the first import, found again in the history, is undone
    page.get_by_role("link", name="Nhập từ Excel").first.click()
    page.get_by_role("link", name="Phụ lục.xlsx").click()
    page.get_by_role("link", name="Hoàn tác lần nhập này").click()
    accessible(page)
    page.get_by_role("button", name="Hoàn tác tất cả").click()
    page.get_by_text("Dữ liệu như trước khi nhập.").wait_for()
    page.goto(f"{live_server.url}/members/")
    assert page.get_by_text("Lý Chí Lộc").count() == 0


def test_a_large_file_shows_how_far_it_is_and_comes_back_by_itself(page, sign_in, live_server, officer, monkeypatch):
    monkeypatch.setattr(jobs, "SMALL", 0)
    monkeypatch.setenv("DATABASE_URL", database_url())
    sign_in(officer)
    page.goto(f"{live_server.url}/imports/members/")
    choose(page, "danh-sach.xlsx", people_of())

    page.get_by_text("Có thể rời trang này.").wait_for()
    page.get_by_role("heading", name="Đã hiểu: 1 trang tính, 1 tổ, 3 người").wait_for()
    page.get_by_role("button", name="Lưu 3 người").click()
    page.get_by_text("Đã lưu: 3 người mới, 0 thay đổi.").wait_for()


def test_a_list_is_imported_without_javascript(browser, client, live_server, officer):
    client.force_login(officer)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/imports/members/")
    choose(page, "danh-sach.xlsx", people_of())
    page.get_by_role("button", name="Lưu 3 người").click()

    page.get_by_text("Đã lưu: 3 người mới, 0 thay đổi.").wait_for()
    context.close()
