"""make bench itself: what it asks of SIZE, and a list of its own that the product understands to the last row."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from areas import ancestry
from areas.models import Area, Level
from bench import members, world
from imports.models import Import
from teams.models import Membership
from tests.cast import make_user

ROOT = Path(__file__).resolve().parent.parent


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
