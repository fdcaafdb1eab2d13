"""A phone that cannot send: its file, made by one tap, reaches the server by the hand of an officer."""

import json

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.browser.phone import make_households, open_capture, save_visit, state
from visits.models import RescueImport, Visit


@pytest.fixture
def phone(page, live_server, cast, country, team, indicators, sign_in):
    make_households(country.hamlet, 20)
    sign_in(cast.team_member)
    open_capture(page, live_server.url)
    return page


@pytest.fixture
def office(browser, live_server, cast):
    """The officer's own computer."""
    client, context = Client(), browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    client.force_login(cast.commune_officer)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([cookie])
    yield context.new_page()
    context.close()


def make_file(phone) -> tuple[str, bytes]:
    """Name and content of the file that the button makes."""
    phone.locator(".state-line").click()
    with phone.expect_download() as waiting:
        phone.get_by_role("button", name="Lập tệp cứu hộ").click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def test_a_file_made_without_network_brings_each_visit_once(phone, context, live_server, cast, office, accessible):
    # given three visits on a phone without network
    context.set_offline(True)
    names = {save_visit(phone) for _visit in range(3)}
    name, data = make_file(phone)
    expect(phone.get_by_text(f"Đã lập tệp {name}. Chuyển tệp cho cán bộ xã. Tệp có 3 lượt thăm.")).to_be_visible()
    accessible(phone)
    assert [word for word in (*names, "team_member", "absent", "met") if word in data.decode()] == []

    # when the officer imports the file
    office.goto(f"{live_server.url}/visits/rescue/")
    office.get_by_label("Tệp cứu hộ").set_input_files({"name": name, "mimeType": "application/json", "buffer": data})
    office.get_by_role("button", name="Nhập tệp").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Tệp cứu hộ của Người team_member")
    accessible(office)
    assert Visit.objects.filter(created_by=cast.team_member).count() == 3
    assert {receipt["status"] for receipt in RescueImport.objects.get().receipts} == {"accepted"}
    assert names == set(Visit.objects.values_list("household__head_name", flat=True))

    # then the phone, when it can send again, sends what is known
    context.set_offline(False)
    phone.get_by_role("button", name="Gửi ngay").click()
    state(phone, waiting=0)
    assert Visit.objects.count() == 3


def test_the_file_names_nobody(phone, context):
    context.set_offline(True)
    save_visit(phone)

    name, data = make_file(phone)

    assert name.startswith("cuu-ho-20")
    assert set(json.loads(data)) == {"format", "key", "wrapped", "iv", "data"}
