"""What is measured against: hamlets with teams under real communes, households, phones, and a list of their members.

python -m bench.world ROWS FOLDER    fills the database of DATABASE_URL, copies it, writes FOLDER/list.xlsx
"""

import os
import shutil
from collections import defaultdict
from datetime import date
from io import StringIO
from pathlib import Path
from random import Random

import xlsxwriter
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Post, User
from accounts.roles import Role
from areas import ancestry
from areas.models import Area, Level, Placement, Succession
from areas.names import fold
from sample.people import person
from teams.models import Team
from teams.sheets.naming import team_name
from visits.models import Household

PROVINCE = "92"
TEAM_SIZE = 50
HAMLETS_A_COMMUNE = 8
HOUSEHOLDS_A_PHONE = 50
PHONES = 6
COPIES = ("limit", "ours", "phones")
HEADINGS = ("STT", "Họ và tên", "Giới tính", "Năm sinh", "Số điện thoại", "Đơn vị công tác", "Nhiệm vụ", "Ấp", "Xã")


def build(rows: int) -> list[tuple[Area, Area]]:
    """(commune, hamlet) of each team; an officer of the province, and phones that visit households."""
    call_command("migrate", verbosity=0)
    call_command("load_areas", stdout=StringIO())
    call_command("load_indicators", stdout=StringIO())
    today = timezone.localdate()
    province = Area.objects.on(today).get(code=PROVINCE, level=Level.PROVINCE)
    number = max(rows // TEAM_SIZE, 1)
    communes = communes_of(province, today)
    places = [
        (commune, Area(level=Level.HAMLET, kind="Ấp", name=str(n + 1)))
        for commune in communes[: -(-number // HAMLETS_A_COMMUNE)]
        for n in range(HAMLETS_A_COMMUNE)
    ][:number]
    found(places)
    Post.objects.create(
        user=User.objects.create_user("officer"), role=Role.PROVINCE_OFFICER, area=province, valid_from=today
    )
    for n in range(PHONES):
        equip(n, places[n % len(places)][1])
    return places


def communes_of(province: Area, today: date) -> list[Area]:
    """Those that nobody can take for a former commune of the same name that went elsewhere."""
    into = set(Succession.objects.values_list("old", "new"))
    known = Area.objects.filter(level=Level.COMMUNE, ascent__ancestor=province).distinct()
    named = defaultdict(list)
    for pk, key in known.values_list("pk", "search_key"):
        named[key].append(pk)
    communes = Area.objects.children_of(province, today).filter(kind="Xã")
    return [c for c in communes if all(pk == c.pk or (pk, c.pk) in into for pk in named[c.search_key])]


def found(places: list[tuple[Area, Area]]) -> None:
    hamlets = [hamlet for _commune, hamlet in places]
    teams = [Team(area=hamlet, name=team_name("ấp", hamlet.name), valid_from=date(2022, 6, 1)) for hamlet in hamlets]
    for row in (*hamlets, *teams):
        row.derive_keys()
    Area.objects.bulk_create(hamlets)
    Placement.objects.bulk_create([Placement(area=hamlet, parent=commune) for commune, hamlet in places])
    Team.objects.bulk_create(teams)
    ancestry.rebuild(hamlets)


def equip(number: int, hamlet: Area) -> None:
    user = User.objects.create_user(f"phone{number}")
    Post.objects.create(user=user, role=Role.TEAM_MEMBER, area=hamlet, valid_from=date(2025, 7, 1))
    homes = [Household(area=hamlet, head_name=f"Hộ {number} {n}", size=4) for n in range(HOUSEHOLDS_A_PHONE)]
    for home in homes:
        home.derive_keys()
    Household.objects.bulk_create(homes)


def write_list(file: Path, places: list[tuple[Area, Area]], rows: int) -> None:
    """A plain list, as an export of another system would be: the limit reads it without understanding anything."""
    chance, seen = Random(rows), set()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(0, 0, HEADINGS)
        for number in range(rows):
            commune, hamlet = places[number * len(places) // rows]
            role = "Tổ trưởng" if number % TEAM_SIZE == 0 else "Thành viên"
            name, gender, year = *person(chance), 1950 + number % 55
            while (fold(name), year) in seen:  # might be the same person
                name, gender = person(chance)
            seen.add((fold(name), year))
            told = (name, {"m": "Nam", "f": "Nữ"}[gender], year, f"059{number:07}", "Hội Nông dân", role)
            sheet.write_row(number + 1, 0, (number + 1, *told, f"Ấp {hamlet.name}", str(commune)))


def copy() -> dict[str, str]:
    """The address of a database of its own for each measurement."""
    url, name = os.environ["DATABASE_URL"], str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        connection.close()  # the last one that leaves writes everything into the one file
        return {copy: f"sqlite:///{shutil.copy(name, f'{name}.{copy}')}" for copy in COPIES}
    connection.close()
    connection.settings_dict["NAME"] = "postgres"
    with connection.cursor() as cursor:
        for copy in COPIES:
            cursor.execute(f'CREATE DATABASE "{name}_{copy}" TEMPLATE "{name}"')
    return {copy: f"{url.rpartition('/')[0]}/{name}_{copy}" for copy in COPIES}


def main(rows: str, folder: str) -> dict:
    places = build(int(rows))
    write_list(Path(folder) / "list.xlsx", places, int(rows))
    return {"teams": len(places), "copies": copy()}
