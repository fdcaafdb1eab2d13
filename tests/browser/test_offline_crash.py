"""What dies in the middle: the browser, the server, the line. A saved visit outlives them and is filed once."""

import os
import signal
import subprocess
import time
from contextlib import suppress

import pytest
from playwright.sync_api import expect

from tests.browser.phone import Line, Server, make_households, open_capture, save_absences, save_visit, send_now, state
from visits import ledger
from visits.models import Visit


@pytest.fixture
def households(cast, country, team, indicators):
    return make_households(country.hamlet, 130)


@pytest.fixture
def server(households):
    server = Server()
    server.start()
    yield server
    server.kill()


@pytest.fixture
def line(server):
    line = Line(server.port)
    yield line
    line.close()


@pytest.fixture
def cookie(client, cast):
    """cookie(url): what makes a browser the member's."""
    client.force_login(cast.team_member)

    def cookie(url):
        return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}

    return cookie


@pytest.fixture
def phone(context, cookie, line):
    context.add_cookies([cookie(line.url)])
    page = context.new_page()
    open_capture(page, line.url)
    return page


def wait_until(condition, seconds=20):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.005)


def filed_once(count):
    """`count` visits at as many households, and the books agree with them."""
    assert Visit.objects.count() == Visit.objects.values("household").distinct().count() == count
    assert ledger.verify() == []


def test_a_server_killed_in_the_middle_of_a_batch_gets_every_visit_once(phone, server):
    phone.context.set_offline(True)
    saved = sum(save_absences(phone) for _time in range(3))
    phone.context.set_offline(False)
    send_now(phone)

    wait_until(Visit.objects.exists)  # the first batch of three is filed
    server.kill()
    expect(phone.locator("[data-trouble]")).to_contain_text("Lượt thăm vẫn còn trên máy")
    server.start()
    send_now(phone)

    state(phone, waiting=0)
    filed_once(saved)


def test_an_answer_lost_after_the_commit_files_nothing_twice(phone, line):
    line.losing = "/visits/sync/"
    names = [save_visit(phone) for _visit in range(3)]
    wait_until(lambda: Visit.objects.count() == 3)
    state(phone, waiting=3)

    line.losing = ""
    send_now(phone)

    state(phone, waiting=0)
    filed_once(len(names))


@pytest.fixture
def start_browser(chromium, browser, tmp_path):
    """start_browser(): a browser of its own with one profile, and its first page."""
    port, command = tmp_path / "DevToolsActivePort", [*chromium, "--headless=new", "--remote-debugging-port=0"]
    started = []

    def start():
        port.unlink(missing_ok=True)
        command_here = [*command, f"--user-data-dir={tmp_path}", "about:blank"]
        started.append(subprocess.Popen(command_here, start_new_session=True, stderr=subprocess.DEVNULL))
        wait_until(lambda: port.exists() and "\n" in port.read_text())
        address = f"http://127.0.0.1:{port.read_text().splitlines()[0]}"
        context = browser.browser_type.connect_over_cdp(address).contexts[0]
        return started[-1].pid, context.pages[0]

    yield start
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_a_killed_browser_still_has_what_was_saved(server, cookie, start_browser):
    process, page = start_browser()
    page.context.add_cookies([cookie(server.url)])
    open_capture(page, server.url)
    server.kill()  # no network
    names = [save_visit(page) for _visit in range(5)]
    os.kill(process, signal.SIGKILL)  # in the moment after the last "Đã lưu"

    process, page = start_browser()
    page.goto(f"{server.url}/capture/")
    state(page, waiting=5)
    server.start()
    page.context.add_cookies([cookie(server.url)])  # Chromium writes cookies late: signing in again is a normal path
    send_now(page)

    state(page, waiting=0)
    filed_once(len(names))
