"""The way back of a saved import: whole, with its history, or refused with what depends on it."""

from datetime import date

import pytest

from areas import ancestry
from areas.models import Ancestry, Area, AreaStatistic, Level, Placement
from imports import saving, undo
from imports.kinds import Write
from imports.models import Import
from teams.models import Member, Membership, Team
from tests.cast import make_visit
from tests.imports.batches import AS_OF, make_batch, new_team, stored
from visits.models import Household

pytestmark = pytest.mark.django_db(transaction=True)


def save(area, by, *writes, **more) -> Import:
    batch = make_batch(area, by)
    saving.save(batch, writes, by=by, **more)
    return batch


@pytest.fixture
def batch(cast, country):
    return save(country.commune, cast.commune_officer, *new_team(country.hamlet, 4))


def without_history() -> dict:
    return {name: rows for name, rows in stored().items() if not name.startswith("Historical")}


def test_what_was_created_is_deleted_and_the_history_says_so(batch, cast, team):
    assert undo.dependents(batch) == []
    undo.undo(batch, by=cast.province_officer)

    assert Team.objects.get() == team
    assert (Member.objects.count(), Membership.objects.count()) == (2, 2)
    for model, number in ((Team, 1), (Member, 4), (Membership, 4)):
        records = model.history.filter(history_type="-")
        assert [(r.history_user, r.history_change_reason) for r in records] == [
            (cast.province_officer, f"Hoàn tác {batch.pk}")
        ] * number
    kept = Import.objects.get()
    assert (kept.state, kept.undone_by) == (Import.State.UNDONE, cast.province_officer)


def test_what_was_changed_gets_its_old_values_back(cast, country, team):
    before, service = without_history(), Membership.objects.first()
    member = service.member
    member.full_name, member.birth_year, member.user = "Trần Văn Đổi", 1975, None
    service.valid_until = date(2026, 10, 31)
    batch = save(
        country.commune,
        cast.commune_officer,
        Write(Membership, changed=[service], columns=("valid_until",)),
        Write(Member, changed=[member], columns=("full_name", "birth_year", "user")),
        Write(Membership, [Membership(team=team, member=member, valid_from=date(2026, 11, 1))]),
    )
    assert without_history() != before

    undo.undo(batch, by=cast.commune_officer)
    assert without_history() == before
    assert [r.birth_year for r in member.history.all()] == [None, 1975, None]


def test_an_undone_list_can_be_saved_again(batch, cast, country):
    undo.undo(batch, by=cast.commune_officer)
    again = save(country.commune, cast.commune_officer, *new_team(country.hamlet, 4))
    assert Membership.objects.count() == 4
    undo.undo(again, by=cast.commune_officer)
    assert not Team.objects.exists()


def refused(batch, by) -> list[str]:
    before = stored()
    with pytest.raises(undo.StillNeeded) as refusal:
        undo.undo(batch, by=by)
    assert stored() == before
    assert Import.objects.get(pk=batch.pk).state == Import.State.SAVED
    assert undo.dependents(batch) == refusal.value.reasons
    return refusal.value.reasons


def test_a_later_service_of_a_person_stands_in_the_way(batch, cast, team):
    person = Member.objects.get(full_name="Lê Thị Mẫu 2")
    service = Membership.objects.create(team=team, member=person, valid_from=AS_OF)
    assert refused(batch, cast.commune_officer) == [
        "1 tham gia tổ gắn với thành viên do lần nhập này tạo ra: Lê Thị Mẫu 2. Chuyển hoặc xóa trước đã."
    ]
    service.delete()
    undo.undo(batch, by=cast.commune_officer)


def test_visits_of_a_household_stand_in_the_way(cast, country, team, indicators):
    families = [Household(area=country.hamlet, head_name=f"Trần Thị {n}") for n in range(5)]
    for family in families:
        family.derive_keys()
    batch = save(country.commune, cast.commune_officer, Write(Household, families))
    for family in Household.objects.all():
        make_visit(family, by=cast.team_member, team=team)
    reasons = " ".join(refused(batch, cast.commune_officer))
    assert "5 lượt thăm gắn với hộ do lần nhập này tạo ra: " in reasons
    assert " và 2 mục khác." in reasons


def test_rows_that_were_corrected_since_stand_in_the_way(batch, cast):
    for member in Member.objects.exclude(full_name__endswith="0"):
        member.phone = "0900000444"
        member.save()
    assert refused(batch, cast.commune_officer) == [
        "3 thành viên đã được sửa sau lần nhập này: Lê Thị Mẫu 1, Lê Thị Mẫu 2, Lê Thị Mẫu 3. "
        "Hoàn tác sẽ làm mất những sửa đổi đó."
    ]


def test_a_changed_row_that_was_changed_again_or_is_gone_stands_in_the_way(cast, country, team):
    people = [Member.objects.create(full_name=name) for name in ("Võ Văn Một", "Võ Văn Hai")]
    for person in people:
        person.birth_year = 1990
    batch = save(country.commune, cast.commune_officer, Write(Member, changed=people, columns=("birth_year",)))
    Member.objects.filter(pk=people[0].pk).update(birth_year=1991)
    people[1].delete()
    first, second = refused(batch, cast.commune_officer)
    assert first.startswith("1 thành viên đã được sửa sau lần nhập này: Võ Văn Một.")
    assert second.startswith("1 thành viên do lần nhập này thay đổi nay không còn")


def test_a_created_row_that_was_deleted_since_does_not(batch, cast):
    service = Membership.objects.first()
    service.delete()
    service.member.delete()
    undo.undo(batch, by=cast.commune_officer)
    assert not Member.objects.exists()


def test_hamlets_go_with_their_ancestry_unless_something_stands_there(cast, country):
    hamlet = Area(level=Level.HAMLET, kind="Ấp", name="Mới")
    hamlet.derive_keys()
    writes = Write(Area, [hamlet]), Write(Placement, [Placement(area=hamlet, parent=country.commune)])
    follow = {"after": lambda: ancestry.rebuild([hamlet])}
    areas = set(Ancestry.objects.values_list("ancestor", "descendant"))
    batch = save(country.commune, cast.commune_officer, *writes, **follow)
    figure = AreaStatistic.objects.create(area=hamlet, year=2026, source="Thử")
    assert "1 số liệu địa bàn" in refused(batch, cast.commune_officer)[0]

    figure.delete()
    undo.undo(batch, by=cast.commune_officer)
    assert not Area.objects.filter(name="Mới").exists()
    assert set(Ancestry.objects.values_list("ancestor", "descendant")) == areas


def test_an_import_is_undone_once_and_only_when_saved(batch, cast, country):
    undo.undo(batch, by=cast.commune_officer)
    with pytest.raises(saving.BrokenOff, match="Tải lại trang"):
        undo.undo(batch, by=cast.commune_officer)
    fresh = make_batch(country.commune, cast.commune_officer, state=Import.State.READY)
    with pytest.raises(saving.BrokenOff, match="Không còn dữ liệu để hoàn tác"):
        undo.undo(fresh, by=cast.commune_officer)


def test_names_of_the_persons_stay_out_of_the_log(batch, cast, caplog):
    caplog.set_level("INFO")
    undo.undo(batch, by=cast.commune_officer)
    assert f"import {batch.pk} undone by user {cast.commune_officer.pk}" in caplog.text
    assert "Mẫu" not in caplog.text
