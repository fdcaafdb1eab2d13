"""Every page of the table of URLs, in Chromium: nothing serious for axe, no sideways scroll, no script error."""

import pytest

from accounts.roles import Role, roles_with
from tests.scope import all_cases

PAGES = [case for case in all_cases() if case.method == "get" and not case.public]


def reader(cast, case):
    """The nearest role that may open the page: a member on the phone where that is enough."""
    order = (Role.TEAM_MEMBER, Role.TEAM_LEADER, Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER, Role.ADMINISTRATOR)
    allowed = roles_with(case.permission) if case.permission else order
    return getattr(cast, next(role for role in order if role in allowed).value)


WIDTHS = (360, 1000, 1280)
COLOURS = ["color-contrast"]  # what alone differs in the dark


@pytest.mark.looks
@pytest.mark.parametrize("room", sorted({case.room for case in PAGES}))
def test_every_page_is_accessible_and_fits(page, live_server, world, cast, sign_in, accessible, room):
    for case in (case for case in PAGES if case.room == room):
        sign_in(reader(cast, case))
        address = live_server.url + case.address(world, "own")
        if "text/html" not in page.request.get(address).headers["content-type"]:
            continue
        page.goto(address)
        assert page.locator("h1").count() == 1, case.name
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 740})
            for scheme, rules in (("light", []), ("dark", COLOURS)):
                page.emulate_media(color_scheme=scheme)
                accessible(page, only=rules)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (case.name, width)
