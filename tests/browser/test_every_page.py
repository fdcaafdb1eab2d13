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


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")])
def test_every_page_is_accessible_and_fits(page, live_server, world, cast, sign_in, accessible, width, scheme):
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme=scheme)
    for case in PAGES:
        sign_in(reader(cast, case))
        answer = page.request.get(live_server.url + case.address(world, "own"))
        if "text/html" not in answer.headers["content-type"]:
            continue
        page.goto(live_server.url + case.address(world, "own"))
        assert page.locator("h1").count() == 1, case.name
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, case.name
