"""Hoạt động: sessions and monthly figures of teams are logged, corrected and taken back, and counted each time."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.db.models import Sum
from django.urls import reverse

from areas.lists import ROWS
from tests.cast import at, make_visit
from visits import activities, ledger
from visits.models import Activity, Contribution, Visit

LIST, SESSION, TALLY = (reverse(f"visits:activity_{name}") for name in ("list", "session", "tally"))


@pytest.fixture
def member(client, cast, team, indicators):
    client.force_login(cast.team_member)
    return cast.team_member


def session(team, **more):
    said = {"activity_id": str(uuid4()), "team": str(team.pk), "title": "Hướng dẫn tại chợ", "day": "2026-08-05"}
    return said | {"people": 40, "r_dvc_ho_so": 12} | more


def tally(team, **more):
    said = {"activity_id": str(uuid4()), "team": str(team.pk), "month": "2026-08-01"}
    return said | {"r_app_ho": 7, "r_zalo_thanh_vien": 120} | more


def page(activity, name="detail"):
    return reverse(f"visits:activity_{name}", args=[activity.pk])


def counted(code):
    return Contribution.objects.filter(indicator__code=code).aggregate(sum=Sum("quantity"))["sum"]


def test_a_session_is_logged_and_counts(client, member, team, country):
    answer = client.post(SESSION, session(team), follow=True)

    activity = Activity.objects.get()
    assert (activity.kind, activity.area, activity.team, activity.people) == ("session", country.hamlet, team, 40)
    assert (activity.created_by, counted("dvc_ho_so"), ledger.verify()) == (member, 12, [])
    assert "Hướng dẫn tại chợ" in answer.content.decode()


def test_a_note_keeps_no_number_of_an_identity_paper(client, member, team):
    client.post(SESSION, session(team, note="Bác Ba, CCCD 093190001234, hẹn 0590000123 12 giờ"))
    assert Activity.objects.get().note == "Bác Ba, (đã bỏ số giấy tờ), hẹn 0590000123 12 giờ"


@pytest.mark.parametrize("address, form", [(SESSION, session), (TALLY, tally)])
def test_the_same_form_sent_twice_is_one_activity(client, member, team, address, form):
    said = form(team, r_dvc_ho_so=12)
    client.post(address, said)
    assert client.post(address, said).status_code == 302
    assert (Activity.objects.count(), counted("dvc_ho_so")) == (1, 12)


def test_a_session_counts_no_households(client, member, team):
    """Who came to the market belongs to a household that visits count."""
    assert "r_app_ho" not in client.get(SESSION).content.decode()
    assert "r_app_ho" in client.get(TALLY).content.decode()


def test_the_figures_of_a_month_stand_on_its_last_day_and_a_stock_on_its_value(client, member, team):
    client.post(TALLY, tally(team))
    client.post(TALLY, tally(team, month="2026-09-01", r_app_ho=3, r_zalo_thanh_vien=150))

    assert list(Activity.objects.order_by("day").values_list("day", flat=True)) == [
        date(2026, 8, 31),
        date(2026, 9, 30),
    ]
    assert (counted("app_ho"), counted("zalo_thanh_vien"), ledger.verify()) == (10, 150, [])


def test_a_month_has_one_set_of_figures(client, member, team):
    client.post(TALLY, tally(team))
    answer = client.post(TALLY, tally(team))
    assert (answer.status_code, Activity.objects.count()) == (422, 1)
    assert "đã có số liệu của tháng này" in answer.content.decode()


def test_two_who_tell_a_month_at_the_same_moment_are_not_both_counted(client, member, team, indicators):
    """Both forms were read before either was saved."""
    said = {"kind": "tally", "team": team, "title": "Tháng 8", "people": 0, "note": "", "by": member}
    told = {"results": {indicators["dvc_ho_so"]: 12}}
    activities.log_activity(activity_id=uuid4(), day=date(2026, 8, 31), **said, **told)
    july = activities.log_activity(activity_id=uuid4(), day=date(2026, 7, 31), **said, **told)

    with pytest.raises(activities.MonthTold):
        activities.log_activity(activity_id=uuid4(), day=date(2026, 8, 30), **said, **told)
    with pytest.raises(activities.MonthTold):
        told |= {"title": "Tháng 8", "people": 0, "note": "", "reason": "Nhầm tháng", "by": member}
        activities.amend_activity(july, day=date(2026, 8, 31), **told)

    assert (counted("dvc_ho_so"), ledger.verify()) == (24, [])


def test_who_logged_households_in_the_month_is_asked_before_counting_twice(client, member, team, household):
    make_visit(household, when=at(2026, 8, 5), team=team, by=member)
    answer = client.post(TALLY, tally(team))
    assert (answer.status_code, Activity.objects.count()) == (422, 0)
    assert "đã ghi lượt thăm trong tháng này" in answer.content.decode()

    client.post(TALLY, tally(team, confirmed="on"))
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": "2999-01-01"}, "đến hôm nay"),
        ({"day": "2021-12-31"}, "đến hôm nay"),
        ({"title": ""}, "bắt buộc"),
        ({"people": "", "r_dvc_ho_so": ""}, "Chưa có số nào"),
        ({"r_dvc_ho_so": "-1"}, "dvc_ho_so"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(client, member, team, wrong, sentence):
    answer = client.post(SESSION, session(team, **wrong))
    assert (answer.status_code, Activity.objects.count()) == (422, 0)
    assert sentence in answer.content.decode()


def test_a_team_that_is_dissolved_takes_no_session(client, member, team):
    type(team).objects.filter(pk=team.pk).update(valid_until=date(2026, 6, 30))
    assert "không hoạt động" in client.post(SESSION, session(team)).content.decode()


def test_a_foreign_team_cannot_be_chosen(client, member, foreign_team):
    assert client.post(SESSION, session(foreign_team)).status_code == 422
    assert not Activity.objects.exists()


@pytest.fixture
def logged(client, member, team):
    client.post(SESSION, session(team))
    return Activity.objects.get()


def test_a_correction_counts_anew_and_tells_what_it_was(client, cast, logged):
    client.force_login(cast.team_leader)
    said = {"title": logged.title, "day": "2026-09-01", "people": 40, "r_dvc_ho_so": 15, "reason": "Đếm lại"}
    assert client.post(page(logged, "edit"), said).status_code == 302

    assert (counted("dvc_ho_so"), Contribution.objects.get().day, ledger.verify()) == (15, date(2026, 9, 1), [])
    body = client.get(page(logged)).content.decode()
    assert "Đếm lại" in body
    assert "trước là 12" in body
    assert "05/08/2026 → 01/09/2026" in body


def test_what_is_taken_back_counts_no_more_and_is_found_with_its_reason(client, logged):
    client.post(page(logged, "remove"), {"reason": "Ghi hai lần"})

    assert (counted("dvc_ho_so"), ledger.verify()) == (None, [])
    assert "Hướng dẫn tại chợ" not in client.get(LIST).content.decode()
    assert "Hướng dẫn tại chợ" in client.get(LIST, {"status": "removed"}).content.decode()
    assert "Ghi hai lần" in client.get(page(logged)).content.decode()


def test_nobody_corrects_what_somebody_else_just_took_back(client, cast, logged):
    activities.remove_activity(logged, reason="Nhầm", by=cast.team_leader)
    with pytest.raises(activities.ActivityRemoved):
        facts = {"day": logged.day, "title": "x", "people": 1, "note": "", "results": {}}
        activities.amend_activity(logged, **facts, reason="Sửa", by=cast.team_leader)


def test_another_member_does_not_edit_it(client, cast, country, logged):
    client.force_login(cast.commune_leader)
    assert client.get(page(logged, "edit")).status_code == 403


def make_many(country, count):
    Activity.objects.bulk_create(
        Activity(kind="session", title=f"Buổi {n}", area=country.hamlet, day=date(2026, 8, 1 + n % 28))
        for n in range(count)
    )


def test_pages_follow_each_other_and_the_filter_narrows(client, member, country, logged):
    make_many(country, ROWS + 3)
    first = client.get(LIST)
    second = client.get(LIST + first.context["next_url"])
    assert [len(answer.context["activities"]) for answer in (first, second)] == [ROWS, 4]
    assert [row.pk for row in client.get(LIST, {"q": "chợ"}).context["activities"]] == [logged.pk]
    assert client.get(LIST, {"kind": "tally"}).context["activities"] == []


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_asks_no_more_for_more_rows(client, member, country, count_queries, count):
    make_many(country, count)
    assert count_queries(client, LIST) == 9


def test_the_file_holds_what_the_list_shows(client, cast, country, logged, foreign_visit):
    Activity.objects.create(kind="session", title="Buổi lạ", area=country.foreign_hamlet, day=date(2026, 8, 1))
    client.force_login(cast.commune_officer)
    answer = client.get(LIST, {"_export": "xlsx"})

    head, *rows = openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert (head[2], [row[2] for row in rows]) == ("Nội dung", ["Hướng dẫn tại chợ"])
    assert "dvc_ho_so: 12 hồ sơ" in rows[0]


def test_a_member_exports_nothing(client, member):
    assert client.get(LIST, {"_export": "xlsx"}).status_code == 403
    assert not Visit.objects.exists()
