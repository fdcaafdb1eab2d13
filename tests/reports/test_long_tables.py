"""A table of hundreds of units: a page of it is read, and says what the whole table would."""

from datetime import date
from itertools import cycle, product

import pytest
from django.test import RequestFactory
from django.urls import reverse

from areas import ancestry
from areas.models import Area, Level, Placement, Reform, Succession
from reports import board as boards
from reports.forms import State
from reports.models import Target
from reports.question import Question, read
from reports.window import LONG, UNITS_A_PAGE, window
from tests.cast import at, make_visit
from tests.reports.pages import FREE, MAPS, ask, figures, queries, words
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
    answers = [ask(client, cast.commune_officer, page=page, **asked) for page in (1, 2, 3)]
    pages = [figures(answer) for answer in answers]

    shown = [name for page in pages for name in page if name.startswith("Ấp 0")]
    assert shown == [str(hamlet) for hamlet in [*worked[:-1:3], worked[-1]]]  # each once, in the order of names
    assert len(pages[0]) == UNITS_A_PAGE + 2
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


SORTS = ("", "-name", "dvc_ho_so", "-dvc_ho_so", "last", "-last", "-gap.dvc_ho_so", "gap.app_ho")
DAYS = ({"from": "2025-06-01", "to": "2025-12-31"}, {"from": "2024-03-01", "to": "2026-03-20"}, {"period": "year"})


@pytest.fixture
def goals(country, facts):
    """Of some hamlets and communes, before and after the reform, reached and not."""
    places = (country.hamlet, country.other_hamlet, country.old_commune, country.commune, country.province)
    for number, (place, code) in enumerate(product(places, ("dvc_ho_so", "app_ho")), start=1):
        span = {"start": date(2024, 1, 1), "end": date(2026, 12, 31), "basis": Target.Basis.AMOUNT}
        Target.objects.create(area=place, indicator=facts[code], value=number * number, **span)


def test_whatever_is_asked_a_long_table_shows_what_the_whole_one_would(cast, country, goals, monkeypatch):
    monkeypatch.setattr("reports.window.LONG", 0)
    monkeypatch.setattr("reports.window.UNITS_A_PAGE", 4)
    sorts, days = cycle(SORTS), cycle(DAYS)
    for lens, state in [*product(MAPS, ["", *State.values]), *(("today", "") for _sort in SORTS)]:
        request = RequestFactory().get(
            "/", query_params={"map": lens, "state": state, "sort": next(sorts), "i": CODES, **next(days)}
        )
        request.user = cast.administrator
        question, _form = read(request)
        compare_both_ways(question, "hamlet", cast.administrator)


def compare_both_ways(question: Question, way: str, user):
    whole = boards.build(question, way, user)
    shown, number, pages = [], 0, 1
    while number < pages:
        number += 1
        seen = window(question, way, user, str(number))
        board, pages = boards.build(question, way, user, seen), seen.page.paginator.num_pages
        assert (board.total, board.others, board.given) == (whole.total, whole.others, whole.given)
        shown += board.lines
    if not question.state:
        shown = [line for line in shown if not line.is_silent(question.columns)]
    assert shown == (whole.every if question.state else whole.lines)


def test_two_periods_of_a_long_table_are_those_of_the_whole_one(client, cast, goals, monkeypatch):
    def compared(page: int, sort: str, days: dict) -> list:
        asked = {"by": "hamlet", "i": CODES, "sort": sort, "vs_from": "2024-01-01", "vs_to": "2025-06-30"}
        answer = ask(client, cast.administrator, "reports:compare", **asked, **days, page=page)
        seen, comparison = answer.context["page"], answer.context["comparison"]
        lines = [[line.line.name, *((pair.before, pair.now) for pair in line.pairs)] for line in seen]
        silent = [(line.name, line.url) for line in answer.context["silent"]]
        return [seen.paginator.count, silent, lines, comparison.total.pairs, comparison.others]

    monkeypatch.setattr("reports.views.compare.LINES_A_PAGE", 2)
    monkeypatch.setattr("reports.comparison.pairs.UNITS_A_PAGE", 2)
    asked = [*zip((1, 1, 2, 2), ("", "dvc_ho_so", "-name", "-dvc_ho_so"), cycle(DAYS))]
    whole = [compared(*one) for one in asked]
    monkeypatch.setattr("reports.window.LONG", 0)
    assert [compared(*one) for one in asked] == whole


def test_the_file_holds_the_whole_table(client, cast, country, worked):
    asked = {"area": country.commune.pk, "by": "hamlet", "i": CODES, "_export": "csv", **FREE}
    answer = ask(client, cast.commune_officer, "reports:dashboard_export", **asked)

    lines = answer.content.decode().splitlines()
    assert len([line for line in lines if line.startswith("Ấp 0")]) == len(worked)


def test_a_page_takes_as_many_queries_as_any_other(client, cast, country, worked):
    client.force_login(cast.commune_officer)
    for view, asked in (
        ("dashboard", {}),
        ("dashboard", {"state": "silent"}),
        ("dashboard", {"sort": "-last"}),
        ("compare", {"vs_from": "2023-01-01", "vs_to": "2023-12-31"}),
        ("indicator", {"indicator": "dvc_ho_so"}),
    ):
        asked = {"area": country.commune.pk, "by": "hamlet", "i": "dvc_ho_so", **FREE, **asked}
        address = reverse(f"reports:{view}", query=asked)
        assert queries(client, address) == queries(client, f"{address}&page=2")
