"""The official units of Viet Nam: reading areas/data into the hierarchy, as often as one likes.

63 provinces, 696 districts and 10,035 communes end on 30/06/2025; 34 provinces and 3,321 communes begin on
01/07/2025 (Nghị quyết 202/2025/QH15 and the resolutions of the Standing Committee for each province).
"""

import csv
from datetime import date
from pathlib import Path

from django.db import connection, transaction

from areas import ancestry
from areas.dates import BEGINNING, FOREVER, ONE_DAY
from areas.models import Ancestry, Area, Level, Placement, Reform, Succession
from areas.reforms import carry_hamlets

DATA = Path(__file__).parent / "data"
REFORM_DAY = date(2025, 7, 1)
LAST_DAY_BEFORE = REFORM_DAY - ONE_DAY
OLD = (BEGINNING, LAST_DAY_BEFORE)
NEW = (REFORM_DAY, FOREVER)
COUNTRY_CODE = "VN"
PROVINCIAL_DECISION = "202/2025/QH15"
COMMUNE_DECISIONS = {"92": "1668/NQ-UBTVQH15", "20": "1672/NQ-UBTVQH15"}


@transaction.atomic
def load() -> dict[str, int]:
    """Bring the database to the official units; return how many rows of each sort were added or changed."""
    units = _save_units()
    changed = {
        "areas": units.changed,
        "placements": _add_missing(Placement, _placements(units.by_key), ("area_id", "valid_from")),
        "successions": _add_missing(Succession, _successions(units.by_key), ("old_id", "new_id")),
    }
    if any(changed.values()):
        for reform in Reform.objects.filter(effective_on=REFORM_DAY):
            carry_hamlets(reform)
        changed["ancestry"] = ancestry.rebuild()
    _count_for_the_planner()
    return changed


def _count_for_the_planner() -> None:
    """SQLite never counts its rows by itself; without, it looks for each commune in all that the country holds."""
    with connection.cursor() as cursor:
        for model in (Area, Ancestry):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


class _Units:
    def __init__(self, existing):
        self.by_key = {(area.code, area.valid_from): area for area in existing}
        self.changed = 0


def _read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _rows():
    """(level, validity, row) of every official unit; the country first."""
    yield Level.COUNTRY, (BEGINNING, FOREVER), {"code": COUNTRY_CODE, "name": "Việt Nam", "kind": ""}
    for level, validity, name in (
        (Level.PROVINCE, OLD, "provinces_legacy.csv"),
        (Level.DISTRICT, OLD, "districts_legacy.csv"),
        (Level.COMMUNE, OLD, "communes_legacy.csv"),
        (Level.PROVINCE, NEW, "provinces_2025.csv"),
        (Level.COMMUNE, NEW, "communes_2025.csv"),
    ):
        for row in _read(name):
            yield level, validity, row


def _save_units() -> _Units:
    units = _Units(Area.objects.filter(level__lt=Level.HAMLET))
    fields = ["level", "kind", "name", "valid_until", "lat", "lon"]
    missing, stale = [], []
    for level, (start, end), row in _rows():
        lat, lon = (float(row[key]) if row.get(key) else None for key in ("lat", "lon"))
        fresh = Area(level=level, kind=row["kind"], code=row["code"], name=row["name"], lat=lat, lon=lon)
        fresh.valid_from, fresh.valid_until = start, end
        known = units.by_key.get((fresh.code, start))
        if known is None:
            missing.append(fresh)
            continue
        _keep_what_came_later(fresh, known)
        if any(getattr(known, field) != getattr(fresh, field) for field in fields):
            fresh.pk = known.pk
            stale.append(fresh)
    for area in missing + stale:
        area.derive_keys()
    for area in Area.objects.bulk_create(missing, batch_size=2000):
        units.by_key[area.code, area.valid_from] = area
    Area.objects.bulk_update(stale, [*fields, "search_key", "sort_key"], batch_size=500)
    units.changed = len(missing) + len(stale)
    return units


def _keep_what_came_later(fresh: Area, known: Area) -> None:
    """An end set by a later reform, or a point that an office filled in, is no error of this database."""
    fresh.valid_until = min(fresh.valid_until, known.valid_until)
    if fresh.lat is None:
        fresh.lat, fresh.lon = known.lat, known.lon


def _placements(units):
    country = units[COUNTRY_CODE, BEGINNING]
    for name, parent_column, (start, end) in (
        ("provinces_legacy.csv", None, OLD),
        ("districts_legacy.csv", "province_code", OLD),
        ("communes_legacy.csv", "district_code", OLD),
        ("provinces_2025.csv", None, NEW),
        ("communes_2025.csv", "province_code", NEW),
    ):
        for row in _read(name):
            parent = units[row[parent_column], start] if parent_column else country
            area = units[row["code"], start]
            yield Placement(area=area, parent=parent, valid_from=start, valid_until=end)


def _successions(units):
    provincial = _reform("Sắp xếp các tỉnh, thành phố năm 2025", PROVINCIAL_DECISION)
    for row in _read("succession_provinces_2025.csv"):
        old, new = units[row["old_province_code"], BEGINNING], units[row["new_province_code"], REFORM_DAY]
        yield Succession(reform=provincial, old=old, new=new)
    province_of = {row["code"]: row["province_code"] for row in _read("communes_2025.csv")}
    reforms = {
        row["code"]: _reform(
            f"Sắp xếp các xã, phường của {row['kind']} {row['name']} năm 2025",
            COMMUNE_DECISIONS.get(row["code"], ""),
        )
        for row in _read("provinces_2025.csv")
    }
    for name, column in (
        ("succession_2025.csv", "old_commune_code"),
        ("succession_2025_islands.csv", "old_district_code"),
    ):
        for row in _read(name):
            old, new = units[row[column], BEGINNING], units[row["new_commune_code"], REFORM_DAY]
            reform = reforms[province_of[new.code]]
            yield Succession(reform=reform, old=old, new=new, extent=row["whole_or_part"])


def _reform(name: str, decision: str) -> Reform:
    reform, _created = Reform.objects.get_or_create(
        name=name, defaults={"decision": decision, "effective_on": REFORM_DAY}
    )
    return reform


def _add_missing(model, rows, key: tuple[str, str]) -> int:
    known = set(model.objects.values_list(*key))
    missing = [row for row in rows if tuple(getattr(row, field) for field in key) not in known]
    return len(model.objects.bulk_create(missing, batch_size=2000))
