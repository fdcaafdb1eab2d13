"""Lists of members against the database: who is new, who is known, what waits, and what saving makes of it."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Post
from accounts.roles import Permission, Role
from areas import ancestry
from areas.models import Area, Level
from imports import undo
from imports.kinds import Question
from imports.models import Import
from imports.rows import Action
from imports.workbook import open_book
from teams.models import Member, Membership, Team
from teams.sheets.members import Members
from tests.cast import make_area, make_user
from tests.imports.files import PEOPLE, workbook
from tests.teams.lists import AN, AS_OF, BA, HEADER, actions, codes, saved


def in_team(team):
    found = Membership.objects.filter(team=team, valid_until__gte=AS_OF).select_related("member")
    return sorted((service.member.full_name, service.role) for service in found)


def test_nothing_is_written_without_commit(country, take):
    take(AN, BA, commit=False)
    assert (Member.objects.count(), Team.objects.count()) == (0, 0)


def test_a_list_founds_the_team_of_a_known_hamlet(country, take):
    take(AN, BA)
    team = Team.objects.get()
    assert (team.name, team.kind, team.area) == ("Tổ công nghệ số cộng đồng ấp 1", Team.Kind.HAMLET, country.hamlet)
    assert in_team(team) == [("Lê Văn An", "leader"), ("Trần Thị Ba", "member")]
    an = Member.objects.get(full_name="Lê Văn An")
    assert (an.birth_year, an.gender, an.position, an.phone) == (1980, "m", "Trưởng ấp", "0590000001")
    assert an.history.get().history_type == "+"


def test_the_same_list_again_changes_nothing(country, take, check):
    take(AN, BA)
    before = list(Membership.history.values_list("history_id"))
    assert actions(check(AN, BA)) == [Action.UNCHANGED, Action.UNCHANGED]
    take(AN, BA)
    assert (Member.objects.count(), list(Membership.history.values_list("history_id"))) == (2, before)


def test_what_changed_is_told_and_saved(country, take, check):
    take(AN, BA)
    later = [*BA[:5], "Hiệu trưởng", "Tổ phó", "0590000009"]
    changed = check(AN, later)[1]
    assert changed.changes == {
        "position": ["Giáo viên", "Hiệu trưởng"],
        "phone": ["0590000002", "0590000009"],
        "team_role": ["thanh_vien", "to_pho"],
    }
    take(AN, later)
    service = Membership.objects.get(member__full_name="Trần Thị Ba")
    assert (service.role, service.member.phone, service.member.position) == ("deputy", "0590000009", "Hiệu trưởng")
    assert Member.objects.count() == 2


def test_a_new_role_begins_on_the_day_of_the_list(country, take):
    take(AN, BA, as_of="2026-01-15")
    take(AN, [*BA[:6], "Tổ phó", BA[7]])
    held = Membership.objects.filter(member__full_name="Trần Thị Ba").order_by("valid_from")
    assert [(one.role, one.starts, one.ends) for one in held] == [
        ("member", date(2026, 1, 15), date(2026, 6, 14)),
        ("deputy", AS_OF, None),
    ]


def test_a_steering_committee_is_kept_apart_from_the_teams(country, take):
    header = [HEADER[0], *HEADER[2:]]
    section, person = ["BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ XÃ TÂN HÒA"], [1, *AN[2:6], "Trưởng ban", AN[7]]
    take(section, person, header=header)
    committee = Team.objects.get()
    assert (committee.name, committee.kind) == ("Ban chỉ đạo chuyển đổi số xã Tân Hòa", Team.Kind.STEERING)
    assert (committee.area, in_team(committee)) == (country.commune, [("Lê Văn An", "leader")])


def test_a_blank_cell_takes_nothing_away(country, take, check):
    take(AN)
    assert actions(check([1, "Ấp 1", "Lê Văn An", 1980, None, None, None, None])) == [Action.UNCHANGED]


def test_a_namesake_with_another_year_and_phone_waits_for_a_person(country, take, check):
    take(AN)
    other = [1, "Ấp 1", "Lê Văn An", 1990, "Nam", "Thợ", "Thành viên", "0590000007"]
    (row,) = check(other)
    assert (row.action, codes(row)) == (Action.WAITING, ["same_name_in_team"])
    assert actions(check(other, decisions={row.key: "new"})) == [Action.NEW]
    assert actions(check(other, decisions={row.key: "same"})) == [Action.CHANGED]


def test_one_person_twice_in_a_team_waits_and_two_can_be_told_apart(country, check):
    rows = check(AN, BA, [3, *AN[1:]])
    assert actions(rows) == [Action.NEW, Action.NEW, Action.WAITING]
    assert codes(rows[2]) == ["duplicate_in_file"]
    assert actions(check(AN, BA, [3, *AN[1:]], decisions={rows[2].key: "skip"}))[2] == Action.SKIPPED


def test_one_person_in_two_teams_is_one_person(country, take):
    take(AN, [2, "Ấp 2", *AN[2:]])
    assert (Member.objects.count(), Membership.objects.count(), Team.objects.count()) == (1, 2, 2)


def test_somebody_who_serves_in_another_team_is_not_written_down_twice(country, take):
    take(AN)
    take([1, "Ấp 2", *AN[2:]])
    assert (Member.objects.count(), Membership.objects.count()) == (1, 2)


def test_a_hamlet_that_nobody_entered_is_founded_with_its_team(country, take):
    take([1, "Ấp Xẻo Trâm", *AN[2:]])
    hamlet = Area.objects.get(name="Xẻo Trâm")
    assert (hamlet.kind, Team.objects.get().area) == ("Ấp", hamlet)
    assert Area.objects.under(country.province, AS_OF).filter(pk=hamlet.pk).exists()


def test_a_hamlet_that_may_be_misspelt_waits_with_the_known_one_offered(country, check):
    make_area(Level.HAMLET, "Ấp", "Xẻo Trâm", country.commune, valid_from=date(2025, 7, 1))
    ancestry.rebuild()
    (row,) = check([1, "Ấp Xẻo Trăm B", *AN[2:]])
    assert codes(row) == ["place_unknown"]
    assert "Ấp Xẻo Trâm" in str(row.reasons[0].detail["choices"])
    key = row.reasons[0].detail["key"]
    assert actions(check([1, "Ấp Xẻo Trăm B", *AN[2:]], decisions={key: "new"})) == [Action.NEW]


def test_a_numbered_hamlet_that_nobody_entered_waits_beside_the_known_numbers(country, check):
    (row,) = check([1, "Ấp 9", *AN[2:]])
    assert codes(row) == ["place_unknown"]
    assert actions(check([1, "Ấp 9", *AN[2:]], decisions={row.reasons[0].detail["key"]: "new"})) == [Action.NEW]


def test_a_row_for_another_commune_waits(cast, country, check):
    areas = cast.commune_officer.areas_where(Permission.EDIT_TEAMS)
    foreign = [*AN, "Xã Vĩnh Gia"]
    rows = check([*BA, "Xã Tân Hòa"], foreign, header=[*HEADER, "Xã"], areas=areas, user=cast.commune_officer)
    assert actions(rows) == [Action.NEW, Action.WAITING]
    assert codes(rows[1]) == ["place_not_yours"]


def test_a_row_with_a_bad_phone_waits_and_can_be_taken_without_it(country, check):
    bad = [*AN[:7], "05900"]
    (row,) = check(bad)
    assert (row.action, row.values["phone"]) == (Action.WAITING, None)
    assert actions(check(bad, decisions={row.key: "accept"})) == [Action.NEW]


def test_a_row_without_a_name_waits_whatever_was_decided(country, check):
    (row,) = check([1, "Ấp 1", None, 1980, "Nam", "Trưởng ấp", "Tổ trưởng", "0590000001"])
    assert (row.action, codes(row)) == (Action.WAITING, ["name_missing"])
    nameless = check(
        [1, "Ấp 1", None, 1980, "Nam", "Trưởng ấp", "Tổ trưởng", "0590000001"], decisions={row.key: "accept"}
    )
    assert actions(nameless) == [Action.WAITING]


def test_rows_that_name_no_team_wait_for_one_choice(country, check):
    rows = [[1, *AN[2:]], [2, *BA[2:]]]
    header = [HEADER[0], *HEADER[2:]]
    found = check(*rows, header=header)
    assert [codes(row) for row in found] == [["team_missing"], ["team_missing"]]
    decided = {found[0].reasons[0].detail["key"]: str(country.hamlet.pk)}
    assert actions(check(*rows, header=header, decisions=decided)) == [Action.NEW, Action.NEW]


def test_those_who_are_not_on_a_full_list_leave_when_a_person_says_so(country, cast, take, write):
    take(AN, BA, as_of="2026-01-15")
    leaver = make_user("ba", Role.TEAM_MEMBER, country.hamlet)
    Member.objects.filter(full_name="Trần Thị Ba").update(user=leaver)
    question = Question(AS_OF, country.commune, options={"absent": "end"})
    kind, file = Members(), write(HEADER, AN)
    parsed = kind.parse(open_book(file.read_bytes(), "ds.xlsx"), question)
    kind.check(parsed, question)
    assert parsed.facts["absent"] == 1
    batch = saved(kind, parsed, question, cast.commune_officer)
    service = Membership.objects.get(member__full_name="Trần Thị Ba")
    assert (service.valid_until, Post.objects.get(user=leaver).valid_until) == (date(2026, 6, 14), date(2026, 6, 14))
    undo.undo(batch, by=cast.commune_officer)
    service.refresh_from_db()
    assert (service.ends, Post.objects.get(user=leaver).ends) == (None, None)


def test_the_decision_above_the_list_is_that_of_the_team(country, take, write):
    title = ["(Kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 3 năm 2026 của Chủ tịch Ủy ban nhân dân xã Tân Hòa)"]
    call_command("import_members", str(write(title, HEADER, AN)), "--commune", "31342", "--commit", stdout=StringIO())
    service = Membership.objects.get()
    assert service.valid_from == date(2026, 3, 5)
    assert service.team.valid_from == date(2026, 3, 5)


@pytest.mark.parametrize("n", [1, 5])
def test_checking_asks_the_database_no_more_for_more_rows(country, take, check, n):
    take(AN, BA)
    rows = [[i, "Ấp 1", f"Người Thứ {'ABCDEFG'[i]}", 1980, None, None, None, f"059000001{i}"] for i in range(n)]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        check(AN, *rows)
    assert len(asked) <= 14


@pytest.mark.parametrize(("commune", "day"), [("99999", "2026-06-15"), ("31345", "2026-06-15")])
def test_a_code_that_no_commune_bears_that_day_is_refused(country, take, commune, day):
    with pytest.raises(Exception, match="Không có xã, phường nào mang mã"):
        take(AN, commune=commune, as_of=day)


def test_an_old_commune_is_named_by_its_code_of_that_day(country, take):
    take([1, "Ấp 1", *AN[2:]], commune="31345", as_of="2022-06-15")
    assert Team.objects.get().area == country.hamlet
    assert Membership.objects.get().valid_from == date(2022, 6, 15)


def test_a_workbook_with_a_hidden_sheet_is_saved_from_the_command_line_too(country, tmp_path):
    path = tmp_path / f"ds 0{'9' * 11}{'x' * 200}.xlsx"
    path.write_bytes(workbook(("Ấp 1", PEOPLE), ("Ấp 2", PEOPLE), hidden=["Ấp 2"]))
    call_command("import_members", str(path), "--commune", "31342", "--commit", stdout=StringIO())
    assert Member.objects.count() == 3
    assert Import.objects.get().file_name.startswith("ds …xxx")
