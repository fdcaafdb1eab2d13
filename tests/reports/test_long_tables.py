"""A table of hundreds of units: a page of it is read, and says what the whole table would."""

from datetime import date

import pytest
from django.urls import reverse

from areas import ancestry
from areas.models import Area, Level, Placement, Reform, Succession
from reports.window import LINES_A_PAGE, LONG
from tests.cast import at, make_visit
from tests.reports.pages import FREE, ask, figures, queries, words
from tests.visits.test_ledger import make_activity
from visits.models import Household

CODES = ["dvc_ho_so", "app_ho"]


@pytest.fixture
def hamlets(country):
    """So many of them in one commune that its table is long."""
    found = [Area(level=Level.HAMLET, kind="Ấp", name=f"{number:04}") for number in range(1, LONG + 40)]
    for hamlet in found:
        hamlet.derive_keys()
    Area.objects.bulk_create(found)
    Placement.objects.bulk_create([Placement(area=hamlet, parent=country.commune) for hamlet in found])
    ancestry.rebuild(found)
    return found


@pytest.fixture
def worked(hamlets, country, indicators, team):
    """In every third hamlet something, in the last one most; and a tally of the commune itself."""
    for number, hamlet in enumerate([*hamlets[:-1:3], hamlets[-1]], start=1):
        home = Household.objects.create(area=hamlet, head_name=f"Hộ {number}", size=3)
        make_visit(home, when=at(2026, 3, 5), results={indicators["dvc_ho_so"]: number})
    make_activity(country.commune, date(2026, 3, 6), {indicators["dvc_ho_so"]: 1000})
    return hamlets


def test_a_page_shows_its_units_and_the_same_last_lines(client, cast, country, worked):
    asked = {"area": country.commune.pk, "by": "hamlet", "i": CODES, **FREE}
    answers = [ask(client, cast.commune_officer, page=page, **asked) for page in (1, 2)]
    pages = [figures(answer) for answer in answers]

    shown = [name for page in pages for name in page if name.startswith("Ấp 0")]
    assert shown == [str(hamlet) for hamlet in [*worked[:-1:3], worked[-1]]]  # each once, in the order of names
    assert len(pages[0]) == LINES_A_PAGE + 2
    assert pages[0]["Ấp 0001"] == {"dvc_ho_so": 1, "app_ho": None}
    for page in pages:
        assert page["Chưa phân bổ"]["dvc_ho_so"] == 1000
        assert page["Tổng: Xã Tân Hòa"]["dvc_ho_so"] == 1000 + sum(range(1, len(shown) + 1))
    assert f"{len(worked) + 2 - len(shown)} đơn vị khác chưa có số liệu" in words(answers[0].content.decode())


def test_the_largest_stand_on_the_first_page_whatever_their_names(client, cast, country, worked):
    asked = {"area": country.commune.pk, "by": "hamlet", "i": CODES, **FREE}
    falling = list(figures(ask(client, cast.commune_officer, sort="-dvc_ho_so", **asked)))
    rising = list(figures(ask(client, cast.commune_officer, sort="dvc_ho_so", **asked)))
    last_names = list(figures(ask(client, cast.commune_officer, sort="-name", **asked)))

    assert falling[:3] == ["Ấp 0439", "Ấp 0436", "Ấp 0433"]
    assert rising[:3] == ["Ấp 0001", "Ấp 0004", "Ấp 0007"]
    assert last_names[:3] == ["Ấp 0439", "Ấp 0436", "Ấp 0433"]


def test_a_hamlet_that_took_over_another_shows_what_that_one_had(client, cast, country, hamlets, indicators):
    heir, gone = hamlets[200], country.hamlet
    make_visit(
        Household.objects.create(area=gone, head_name="Hộ cũ"),
        when=at(2026, 3, 5),
        results={indicators["dvc_ho_so"]: 7},
    )
    Area.objects.filter(pk=gone.pk).update(valid_until=date(2026, 6, 30))
    reform = Reform.objects.create(effective_on=date(2026, 7, 1), name="Nhập ấp")
    Succession.objects.create(reform=reform, old=gone, new=heir)
    ancestry.rebuild()

    days = {"from": "2026-03-01", "to": "2026-03-31"}
    asked = {"area": country.commune.pk, "by": "hamlet", "i": "dvc_ho_so", **days}
    assert "Ấp 0201" not in figures(ask(client, cast.commune_officer, **asked))
    assert figures(ask(client, cast.commune_officer, map="today", **asked))["Ấp 0201"] == {"dvc_ho_so": 7}


def test_a_name_is_found_on_whatever_page_it_stands(client, cast, country, worked):
    answer = ask(client, cast.commune_officer, area=country.commune.pk, by="hamlet", i=CODES, q="ap 041", **FREE)

    assert list(figures(answer))[:3] == ["Ấp 0041", "Ấp 0410", "Ấp 0411"]  # with a figure or without
    assert f"11 trong {len(worked) + 2} dòng" in words(answer.content.decode())


def test_what_needs_every_line_reads_every_line(client, cast, country, worked):
    asked = {"area": country.commune.pk, "by": "hamlet", "i": CODES, **FREE}
    silent = ask(client, cast.commune_officer, state="silent", **asked)
    dated = ask(client, cast.commune_officer, sort="-last", **asked)

    assert "Ấp 0001" not in figures(silent) and "Ấp 0002" in figures(silent)
    assert len([name for name in figures(dated) if name.startswith("Ấp 0")]) == 120


def test_the_file_holds_the_whole_table(client, cast, country, worked):
    asked = {"area": country.commune.pk, "by": "hamlet", "i": CODES, "_export": "csv", **FREE}
    answer = ask(client, cast.commune_officer, "reports:dashboard_export", **asked)

    lines = answer.content.decode().splitlines()
    assert len([line for line in lines if line.startswith("Ấp 0")]) == len(worked)


def test_a_page_takes_as_many_queries_as_any_other(client, cast, country, worked):
    client.force_login(cast.commune_officer)
    address = reverse(
        "reports:dashboard", query={"area": country.commune.pk, "by": "hamlet", "i": "dvc_ho_so", **FREE}
    )

    assert queries(client, address) == queries(client, f"{address}&page=2")
