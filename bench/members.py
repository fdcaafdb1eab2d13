"""Members of a list into the database, in a process of their own, which tells seconds and its highest memory.

python -m bench members limit FILE    python-calamine and bulk_create: nothing read, checked or recorded
python -m bench members ours FILE     as the product does it: read, check, keep; check again, save
"""

import resource
import sys
from pathlib import Path
from time import perf_counter, process_time

from django.db import transaction
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.models import User
from areas.models import Area, Level
from bench.world import PROVINCE
from imports import jobs
from imports.models import Import
from teams.models import Member, Membership, Team

CHUNK = 1000


def limit(file: Path) -> dict:
    started = perf_counter()
    rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()[1:]
    today = timezone.localdate()
    placed = Team.objects.values_list("area__name", "area__placements__parent__name", "pk")
    teams = {(f"Ấp {hamlet}", f"Xã {commune}"): pk for hamlet, commune, pk in placed}
    members, services = [], []
    for _number, name, gender, year, phone, position, role, hamlet, commune in rows:
        member = Member(full_name=name, birth_year=int(year), phone=phone, position=position)
        member.gender = "m" if gender == "Nam" else "f"
        member.derive_keys()
        members.append(member)
        role = Membership.Role.LEADER if role == "Tổ trưởng" else Membership.Role.MEMBER
        services.append(Membership(team_id=teams[hamlet, commune], member=member, role=role, valid_from=today))
    with transaction.atomic():
        Member.objects.bulk_create(members, batch_size=CHUNK)
        Membership.objects.bulk_create(services, batch_size=CHUNK)
    return {"seconds": perf_counter() - started, "saved": len(members)}


def new_import(file: Path) -> Import:
    officer, day = User.objects.get(username="officer"), timezone.localdate()
    area = Area.objects.on(day).get(code=PROVINCE, level=Level.PROVINCE)
    return Import(
        kind="members", by=officer, saved_by=officer, area=area, as_of=day, file_name=file.name, digest="0" * 64
    )


def expect(batch: Import, state: str) -> None:
    if batch.state != state:
        sys.exit(f"{batch.state}: {batch.message} {batch.counts}")


def ours(file: Path) -> dict:
    batch, data = new_import(file), file.read_bytes()
    batch.size = len(data)
    batch.save(force_insert=True)
    started = perf_counter()
    jobs.work(batch, "read", data)
    read = perf_counter()
    expect(batch, Import.State.READY)
    Import.objects.filter(pk=batch.pk).update(state=Import.State.SAVING)
    batch = Import.objects.select_related("area", "saved_by").get(pk=batch.pk)
    again = perf_counter()
    jobs.work(batch, "save")
    expect(batch, Import.State.SAVED)
    seconds = {"read": read - started, "save": perf_counter() - again}
    return seconds | {"seconds": sum(seconds.values()), "saved": Membership.objects.count(), "counts": batch.counts}


def main(which: str, file: str) -> dict:
    begun = process_time()
    told = {"limit": limit, "ours": ours}[which](Path(file))
    told["cpu"] = process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # kilobytes on Linux, bytes on macOS
    return told | {"megabytes": peak / (1024 * 1024 if sys.platform == "darwin" else 1024)}
