"""make bench itself: what it asks of SIZE, a list of its own that the product understands to the last row, and a
province whose books are right before its pages are measured."""

import os
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path
from unittest.mock import ANY

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from areas import ancestry
from areas.models import Area, Level
from bench import members, world
from bench.reports import books, facts, limit, pages, people
from bench.reports import world as province
from imports.models import Import
from teams.models import Membership
from tests.cast import make_user
from visits.models import Contribution, MonthlyTotal, Visit

ROOT = Path(__file__).resolve().parent.parent
ANY_TIMES = {"edited": ANY, "verified": ANY}


@pytest.mark.parametrize("asked", ["abc", "12", "-400"])
def test_a_wrong_size_is_named_with_an_example(asked):
    command = [sys.executable, "tools/bench.py"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "SIZE": asked}, capture_output=True, text=True)
    assert done.returncode != 0
    assert done.stderr.startswith(f"Biến SIZE có giá trị «{asked}» không hợp lệ. Ví dụ: SIZE=small")


@pytest.mark.django_db(transaction=True)
def test_the_list_that_is_measured_is_saved_to_the_last_row(country, tmp_path):
    places = [(country.commune, Area(level=Level.HAMLET, kind="Ấp", name=f"Mới {n}")) for n in range(2)]
    world.found(places)
    ancestry.rebuild()
    make_user("officer", "province_officer", country.province, valid_from=timezone.localdate())
    world.write_list(tmp_path / "list.xlsx", places, 20)

    assert members.limit(tmp_path / "list.xlsx")["saved"] == 20
    Membership.objects.all().delete()
    assert members.ours(tmp_path / "list.xlsx")["saved"] == 20
    assert Import.objects.get().state == Import.State.SAVED


@pytest.mark.django_db(transaction=True)
def test_the_books_of_the_province_that_is_measured_are_right_and_stay_so(country):
    call_command("load_indicators", stdout=StringIO())
    province.appoint()
    hamlets = province.found(province.former_communes(), 4)
    facts.fill([hamlet.pk for hamlet in hamlets], 100)

    assert Visit.objects.count() == 500
    assert Contribution.objects.values("reason").distinct().count() == 4
    assert books.main() == ANY_TIMES | {"differences": []}
    assert books.main("300") == ANY_TIMES | {"differences": []}


@pytest.mark.django_db(transaction=True)
def test_pages_are_measured_at_every_level_and_on_every_map(country):
    call_command("load_indicators", stdout=StringIO())
    province.appoint()
    hamlets = province.found(province.former_communes(), 4)
    people.serve(country.province)
    facts.fill([hamlet.pk for hamlet in hamlets], 50)
    assert {visit.created_by.username for visit in Visit.objects.all()} == {"to0", "to1", "to2", "to3"}
    province.give_targets(country.province, 50)

    found = pages.main("1", "Quý này")["pages"]

    assert {page["name"].split(" theo ")[0] for page in found} >= {"country", "province", "commune", "hamlet"}
    assert any(page["name"].startswith("tổ: province") for page in found)
    assert all(page["queries"] > 0 and page["p95"] >= page["p50"] for page in found)
    assert any(page.get("whole") and page["limit"] > 0 for page in found)


@pytest.mark.django_db(transaction=True)
def test_the_least_that_figures_can_cost_reads_the_trend_the_last_days_and_what_is_behind_goals(country):
    call_command("load_indicators", stdout=StringIO())
    province.appoint()
    facts.fill([country.hamlet.pk, country.other_hamlet.pk], 40)
    asked = country.province.pk, {"period": "quarter", "by": "commune"}, "officer"
    without_goals = limit.limit(*asked)
    province.give_targets(country.province, 20)

    with connection.cursor() as cursor:
        cursor.execute(limit.limit(*asked))
        rows = {
            (area, indicator, int(q), int(n), day and str(day)) for area, indicator, q, n, day in cursor.fetchall()
        }

    months = MonthlyTotal.objects.filter(area=country.province, indicator__code="dvc_nguoi_dung")
    months = months.filter(month__gt=timezone.localdate() - timedelta(days=365))
    drawn = {(row.area_id, row.indicator_id, row.quantity, row.facts, None) for row in months}
    assert drawn and drawn <= rows
    assert (country.province.pk, 0, 0, 0, str(Visit.objects.latest("day").day)) in rows
    assert limit.limit(*asked).count("UNION ALL") > without_goals.count("UNION ALL")


def test_pages_are_told_in_a_line_each_and_the_worst_of_them_by_name(monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    report = __import__("bench_reports")
    times = {"p50": 0.05, "p95": 0.09, "queries": 30, "database": 0.02, "figures": 0.006}
    whole = times | {"name": "province", "whole": True, "limit": 0.002}
    broken = times | {"name": "commune", "whole": False, "limit": 0.001, "p95": 0.1}
    why = times | {"name": "vì sao: province"}

    assert report.show([whole, broken, why], 0.2) is False
    assert report.show([broken, why], 0.2) is True

    said = capsys.readouterr().out
    assert "tỷ lệ lớn nhất, tháng trọn: 3.00, province\n" in said
    assert said.count("chậm nhất: p95 100 ms, commune\n") == 2
