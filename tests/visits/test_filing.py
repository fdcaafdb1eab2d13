from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from teams.models import Member, Membership, Team
from tests.cast import at, make_team, make_visit
from visits import filing, ledger
from visits.models import Contribution, Result, Visit

DAY = at(2026, 8, 5)


def file(household, by, **more):
    content = {"visited_at": DAY, "outcome": "met", "people": 2, "results": {}, "note": ""}
    return filing.file_visit(**{"household": household, "visit_id": uuid4(), "by": by, **content, **more})


def amend(visit, by, **more):
    content = {"visited_at": visit.visited_at, "outcome": "met", "people": 2, "results": {}, "note": ""}
    return filing.amend_visit(visit, **{"reason": "Ghi nhầm.", "by": by, **content, **more})


def quantities(visit):
    return dict(visit.results.values_list("indicator__code", "quantity"))


def counted(visit):
    return dict(visit.contributions.values_list("indicator__code", "quantity"))


def test_a_visit_is_filed_with_its_place_day_team_and_counts(cast, country, team, household, indicators):
    results = {indicators["app_ho"]: 1, indicators["vneid_muc_2"]: 2, indicators["dvc_ho_so"]: 0}
    visit = file(household, cast.team_member, results=results, note="Hẹn tuần sau.")

    visit.refresh_from_db()
    assert (visit.area, visit.team, visit.day, visit.created_by) == (
        country.hamlet,
        team,
        date(2026, 8, 5),
        cast.team_member,
    )
    assert (visit.status, visit.people, visit.note) == (Visit.Status.ACCEPTED, 2, "Hẹn tuần sau.")
    assert quantities(visit) == {"app_ho": 1, "vneid_muc_2": 2}
    assert counted(visit) == {"app_ho": 1, "vneid_muc_2": 2, "luot_tham": 1, "ho_tiep_can": 1, "luot_nguoi": 2}
    assert ledger.verify() == []


def test_the_day_is_the_local_day(cast, team, household):
    late_in_the_evening_at_greenwich = at(2026, 8, 6, 1)

    assert file(household, cast.team_member, visited_at=late_in_the_evening_at_greenwich).day == date(2026, 8, 6)


def test_the_team_is_the_one_in_which_the_author_serves(cast, country, team, household):
    make_team(country.hamlet, "Tổ thanh niên", cast.commune_officer)

    assert file(household, cast.team_member).team == team
    assert file(household, cast.commune_officer).team.name == "Tổ thanh niên"
    assert file(household, cast.province_officer).team is None  # two teams, and the author serves in neither


def test_the_only_team_at_work_on_the_day_gets_the_visit_of_an_outsider(cast, country, team, household):
    Team.objects.create(area=country.hamlet, name="Tổ cũ", valid_from=date(2022, 1, 1), valid_until=date(2022, 5, 31))

    assert file(household, cast.commune_officer).team == team


def test_a_household_without_any_team_gets_its_visit_without_team(cast, household):
    visit = file(household, cast.commune_officer)

    assert (visit.team, visit.status) == (None, Visit.Status.ACCEPTED)


@pytest.mark.parametrize(
    ("doubtful", "words"),
    [
        ({"visited_at": timezone.now() + timedelta(days=1)}, "tương lai"),
        ({"visited_at": at(2021, 12, 31)}, "01/01/2022"),
        ({"visited_at": at(2022, 5, 31)}, "Không có tổ nào"),  # the team was founded on 01/06/2022
        ({"people": 51}, "51"),
    ],
)
def test_what_is_hard_to_believe_waits_for_a_person_and_counts_nothing(cast, team, household, doubtful, words):
    visit = file(household, cast.team_member, **doubtful)

    assert visit.status == Visit.Status.REVIEW
    assert words in visit.review_reason
    assert {row.reason for row in Contribution.objects.all()} <= {"review"}
    assert ledger.verify() == []


def test_an_absurd_quantity_waits_for_a_person(cast, team, household, indicators):
    visit = file(household, cast.team_member, results={indicators["dvc_ho_so"]: 201})

    assert (visit.status, counted(visit)["dvc_ho_so"]) == (Visit.Status.REVIEW, 0)


def test_a_clock_a_few_minutes_fast_is_believed(cast, team, household):
    visit = file(household, cast.team_member, visited_at=timezone.now() + timedelta(minutes=4))

    assert visit.status == Visit.Status.ACCEPTED


def test_filing_the_same_content_again_gives_the_same_visit(cast, team, household):
    first = file(household, cast.team_member)

    assert file(household, cast.team_member, visit_id=first.pk) == first
    assert Visit.objects.count() == 1


def test_filing_another_content_under_a_known_id_is_refused(cast, team, household, foreign_household):
    first = file(household, cast.team_member)

    with pytest.raises(filing.IdTaken):
        file(household, cast.team_member, visit_id=first.pk, people=3)
    with pytest.raises(filing.IdTaken):
        file(foreign_household, cast.foreign_officer, visit_id=first.pk)


def test_amending_replaces_the_content_and_counts_anew(cast, team, household, indicators):
    app, dvc, vneid = indicators["app_ho"], indicators["dvc_ho_so"], indicators["vneid_muc_2"]
    visit = file(household, cast.team_member, results={app: 1, dvc: 3})

    amend(visit, cast.team_leader, people=1, results={dvc: 1, vneid: 1, app: 0}, note="Đã hỏi lại.")

    visit.refresh_from_db()
    assert (visit.people, visit.note, visit.team) == (1, "Đã hỏi lại.", team)
    assert quantities(visit) == {"dvc_ho_so": 1, "vneid_muc_2": 1}
    assert counted(visit)["dvc_ho_so"] == 1
    assert "app_ho" not in counted(visit)
    assert ledger.verify() == []


def test_the_history_tells_what_was_filed_and_who_changed_it_why(cast, team, household):
    visit = file(household, cast.team_member)
    amend(visit, cast.team_leader, people=5, reason="Đếm lại.")
    filing.remove_visit(visit, reason="Ghi trùng.", by=cast.commune_officer)

    rows = visit.history.order_by("history_id")
    assert list(rows.values_list("history_type", "people", "history_user__username", "history_change_reason")) == [
        ("+", 2, "team_member", None),
        ("~", 5, "team_leader", "Đếm lại."),
        ("~", 5, "commune_officer", "Ghi trùng."),
    ]
    assert rows[0].history_date == visit.created_at


def test_the_history_keeps_the_numbers_that_were_replaced(cast, team, household, indicators):
    app, dvc = indicators["app_ho"], indicators["dvc_ho_so"]
    visit = file(household, cast.team_member, results={app: 1, dvc: 3})

    amend(visit, cast.team_leader, results={app: 1, dvc: 2}, reason="Đếm lại hồ sơ. " * 10)

    kept = Result.history.filter(visit=visit)
    assert list(kept.values_list("history_type", "indicator__code", "quantity", "history_user__username")) == [
        ("-", "dvc_ho_so", 3, "team_leader")
    ]
    assert kept[0].history_change_reason == "Đếm lại hồ sơ. " * 10


def test_amending_clears_or_raises_a_doubt(cast, team, household):
    visit = file(household, cast.team_member, people=60)

    assert amend(visit, cast.team_leader, people=6).status == Visit.Status.ACCEPTED
    assert amend(visit, cast.team_leader, people=60).status == Visit.Status.REVIEW
    assert ledger.verify() == []


def test_amending_to_another_day_asks_again_which_team_was_at_work(cast, country, team, household):
    visit = file(household, cast.team_member)
    before = Team.objects.create(
        area=country.hamlet, name="Tổ cũ", valid_from=date(2022, 1, 1), valid_until=date(2022, 5, 31)
    )

    assert amend(visit, cast.commune_officer, visited_at=at(2022, 3, 1)).team == before
    assert amend(visit, cast.commune_officer, visited_at=at(2022, 7, 1)).team == team


def test_amending_keeps_the_area_where_the_household_stood(cast, country, team, household):
    visit = file(household, cast.team_member)
    household.area = country.other_hamlet
    household.save()

    assert amend(visit, cast.team_leader).area == country.hamlet


def test_a_removed_visit_keeps_its_row_and_counts_no_more(cast, team, household, indicators):
    app = indicators["app_ho"]
    first = file(household, cast.team_member, results={app: 1})
    second = file(household, cast.team_member, results={app: 1}, visited_at=at(2026, 8, 6))
    assert counted(second)["app_ho"] == 0

    filing.remove_visit(first, reason="Ghi trùng.", by=cast.team_leader)

    first.refresh_from_db()
    assert (first.removal_reason, counted(first)) == ("Ghi trùng.", {})
    assert first.removed_at is not None
    assert counted(second)["app_ho"] == 1
    assert ledger.verify() == []


def test_a_removed_visit_can_neither_be_amended_nor_removed_again(cast, team, household):
    visit = file(household, cast.team_member)
    filing.remove_visit(visit, reason="Ghi trùng.", by=cast.team_leader)

    with pytest.raises(filing.VisitRemoved):
        amend(visit, cast.team_member)
    with pytest.raises(filing.VisitRemoved):
        filing.remove_visit(visit, reason="Lần nữa.", by=cast.team_leader)


def test_a_visit_loaded_without_an_author_can_be_amended(cast, country, team, household):
    Membership.objects.create(
        team=make_team(country.hamlet, "Tổ thanh niên"), member=Member.objects.create(full_name="Không tài khoản")
    )
    visit = make_visit(household, team=team, when=DAY)

    amended = amend(visit, cast.team_leader, people=4, visited_at=at(2026, 8, 6))

    assert (amended.people, amended.team) == (4, None)  # two teams at work, and nobody knows whose visit it was
