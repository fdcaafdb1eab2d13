"""All or nothing, in one short transaction that blocks nobody before or after."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from time import sleep

import pytest
from django.db import connection

from areas import ancestry
from areas.models import Area, AreaStatistic, Level, Placement
from imports import saving, undo
from imports.kinds import Write
from imports.models import Import
from imports.staging import Event, Stage, columns_of, staged
from teams.models import Member, Membership, Team
from tests.imports.batches import make_batch, new_team, stored
from tests.imports.killed import kill_in_the_middle
from visits.models import Household

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def batch(cast, country):
    return make_batch(country.commune, cast.commune_officer)


def rename(member, name) -> Write:
    member.full_name = name
    member.derive_keys()
    return Write(Member, changed=[member], columns=("full_name", "phone", "search_key", "sort_key"))


def test_a_list_is_saved_with_counts_and_time(batch, cast, country):
    counts = saving.save(batch, new_team(country.hamlet, 30), by=cast.commune_officer)

    team = Team.objects.get()
    assert (team.search_key, team.area) == ("to cong nghe so cong dong mau", country.hamlet)
    assert team.memberships.filter(member__full_name__startswith="Lê Thị Mẫu", role="member").count() == 30
    assert {name: number["new"] for name, number in counts.items()} == {
        "teams.team": 1,
        "teams.member": 30,
        "teams.membership": 30,
    }
    kept = Import.objects.get()
    assert (kept.state, kept.counts["written"]) == (Import.State.SAVED, counts)
    assert (batch.state, batch.saved_at) == (Import.State.SAVED, kept.saved_at)


def test_the_history_names_who_saved_and_the_import(batch, cast, country):
    saving.save(batch, new_team(country.hamlet, 2), by=cast.commune_officer)

    for model, number in ((Team, 1), (Member, 2), (Membership, 2)):
        records = list(model.history.all())
        assert len(records) == number
        assert {record.history_type for record in records} == {"+"}
        assert {record.history_user for record in records} == {cast.commune_officer}
        assert {record.history_change_reason for record in records} == {f"Nhập {batch.pk}"}
    assert Member.history.first().instance == Member.objects.get(pk=Member.history.first().id)


def test_the_command_line_saves_in_nobody_s_name(batch, country):
    saving.save(batch, new_team(country.hamlet, 1), by=None)
    assert Member.history.get().history_user is None


def test_changed_rows_get_only_the_named_columns_and_a_record(batch, cast, team):
    member, other = Member.objects.order_by("pk")
    member.position = "không được lưu"
    counts = saving.save(batch, [rename(member, "Trần Văn Đổi")], by=cast.commune_officer)

    member.refresh_from_db()
    assert (member.full_name, member.sort_key, member.position) == ("Trần Văn Đổi", member.sort_key, "")
    assert counts == {"teams.member": {"new": 0, "changed": 1}}
    assert [(r.history_type, r.full_name, r.phone) for r in member.history.all()][0] == (
        "~",
        "Trần Văn Đổi",
        "0900000111",
    )
    assert other.history.count() == 1


def test_a_row_that_equals_what_is_stored_leaves_no_record(batch, cast, team):
    before = stored()
    member = Member.objects.first()
    assert saving.save(batch, [rename(member, member.full_name)], by=cast.commune_officer) == {}
    assert stored() == before


def test_keys_that_the_database_chooses_are_told_to_rows_that_need_them(batch, cast, country):
    hamlets = [Area(level=Level.HAMLET, kind="Ấp", name=f"Mới {n}") for n in range(3)]
    for hamlet in hamlets:
        hamlet.derive_keys()
    writes = [
        Write(Area, hamlets),
        Write(Placement, [Placement(area=hamlet, parent=country.commune) for hamlet in hamlets]),
        Write(AreaStatistic, [AreaStatistic(area=hamlets[1], year=2026, households=80, source="Thử")]),
    ]
    saving.save(batch, writes, by=cast.commune_officer, after=lambda: ancestry.rebuild(hamlets))

    children = Area.objects.children_of(country.commune, date(2026, 11, 22))
    assert set(hamlets) < set(children)
    assert Area.objects.under(country.province, date(2026, 11, 22)).filter(pk=hamlets[0].pk).exists()
    assert AreaStatistic.objects.get(area__name="Mới 1").households == 80
    assert Area.objects.create(level=Level.HAMLET, kind="Ấp", name="Sau").pk > max(h.pk for h in hamlets)


def test_a_household_is_saved_as_a_form_would_save_it(batch, cast, country):
    family = Household(area=country.hamlet, head_name="Trần Thị Mẫu", size=4, kind=Household.Kind.BUSINESS)
    family.derive_keys()
    saving.save(batch, [Write(Household, [family])], by=cast.commune_officer)

    twin = Household.objects.create(area=country.hamlet, head_name="Trần Thị Mẫu", size=4, kind="business")
    saved, formed = Household.objects.filter(pk__in=[family.pk, twin.pk]).values()
    assert {**saved, "id": None} == {**formed, "id": None}


def test_nothing_is_saved_when_one_row_breaks_a_rule_of_the_database(batch, cast, country):
    writes = new_team(country.hamlet, 3)
    writes[2].new[1].valid_until = date(2020, 1, 1)  # before it began
    before = stored()
    with pytest.raises(saving.BrokenOff) as broken:
        saving.save(batch, writes, by=cast.commune_officer)

    assert stored() == before
    assert "Chưa lưu gì. Hãy kiểm tra lại." in str(broken.value)
    assert "Mẫu" not in str(broken.value) and broken.value.__suppress_context__
    assert (Import.objects.get().state, batch.state) == (Import.State.SAVING, Import.State.SAVING)


def test_nothing_is_saved_when_somebody_founded_the_same_team_meanwhile(batch, cast, country):
    writes = new_team(country.hamlet)
    Team.objects.create(area=country.hamlet, name=writes[0].new[0].name)
    before = stored()
    with pytest.raises(saving.BrokenOff):
        saving.save(batch, writes, by=cast.commune_officer)
    assert stored() == before


def test_nothing_is_saved_when_a_changed_row_is_gone(batch, cast, team):
    member = Member.objects.create(full_name="Lê Thị Rời")
    Member.objects.filter(pk=member.pk).delete()
    with pytest.raises(saving.BrokenOff):
        saving.save(batch, [rename(member, "Lê Thị Khác"), *new_team(team.area)], by=cast.commune_officer)
    assert Team.objects.get() == team


def test_an_edit_between_reading_and_writing_is_not_lost(batch, cast, team):
    write = rename(Member.objects.first(), "Trần Văn Đổi")
    edited = Member.objects.filter(pk=write.changed[0].pk)
    write_first = Write(Team, new_team(team.area)[0].new)

    class Late(Stage):
        def create(self):
            super().create()
            edited.update(phone="0900000999")

    with pytest.MonkeyPatch.context() as patch, pytest.raises(saving.BrokenOff):
        patch.setattr(saving, "Stage", Late)
        saving.save(batch, [write_first, write], by=cast.commune_officer)
    assert edited.get().phone == "0900000999"
    assert Team.objects.get() == team


def test_an_import_is_saved_once(batch, cast, country):
    saving.save(batch, new_team(country.hamlet), by=cast.commune_officer)
    before = stored()
    with pytest.raises(saving.BrokenOff, match="Tải lại trang"):
        saving.save(batch, new_team(country.hamlet, name="Tổ khác"), by=cast.commune_officer)
    assert stored() == before
    undo.undo(batch, by=cast.commune_officer)  # the way back is still that of the first
    assert not Team.objects.exists()


def test_a_run_that_was_replaced_saves_nothing(batch, cast, country):
    Import.objects.update(run=2)
    with pytest.raises(saving.BrokenOff, match="Tải lại trang"):
        saving.save(batch, new_team(country.hamlet), by=cast.commune_officer)
    assert not Team.objects.exists()


def test_an_error_in_what_follows_saves_nothing(batch, cast, country):
    with pytest.raises(ZeroDivisionError):
        saving.save(batch, new_team(country.hamlet), by=cast.commune_officer, after=lambda: 1 / 0)
    assert not Team.objects.exists()
    saving.save(batch, new_team(country.hamlet), by=cast.commune_officer)
    assert Team.objects.count() == 1


def in_a_thread(call):
    """The result of a call on a connection of its own."""

    def run():
        try:
            return call()
        finally:
            connection.close()

    pool = ThreadPoolExecutor(1)
    return pool.submit(run)


def test_preparing_locks_nobody_out(country):
    team = new_team(country.hamlet)[0].new[0]
    row = tuple(getattr(team, field.attname) for field in columns_of(Team))
    other = Household(area=country.hamlet, head_name="Trần Thị Mẫu")
    with staged([Stage(Team, Event.CREATE, columns_of(Team), saving.prepare(columns_of(Team), [row]))]):
        in_a_thread(other.save).result(timeout=5)
    assert Household.objects.get() == other


def test_who_writes_during_the_transaction_waits_for_its_end_and_succeeds(batch, cast, country):
    other, waiting = Household(area=country.hamlet, head_name="Trần Thị Mẫu"), []

    def meanwhile():
        waiting.append(in_a_thread(other.save))
        sleep(0.2)
        assert waiting[0].done() is (connection.vendor != "sqlite")

    saving.save(batch, new_team(country.hamlet), by=cast.commune_officer, after=meanwhile)
    waiting[0].result(timeout=5)
    assert Household.objects.get() == other


KILLED = """
from accounts.models import User
from areas.models import Area
from imports import saving
from imports.models import Import
from tests.imports.batches import new_team
hamlet, officer = Area.objects.get(level=4, name="1"), User.objects.get(username="commune_officer")
saving.save(Import.objects.get(), new_team(hamlet, 50), by=officer, after=in_the_middle)
"""


def test_a_process_that_is_killed_while_it_saves_leaves_nothing(batch, cast, country):
    before = stored()
    kill_in_the_middle(KILLED)

    assert stored() == before
    assert Import.objects.get().state == Import.State.SAVING
    saving.save(batch, new_team(country.hamlet, 50), by=cast.commune_officer)
    assert Membership.objects.count() == Membership.history.count() == 50
