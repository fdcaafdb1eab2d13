from datetime import date
from urllib.parse import urlencode

import pytest

from areas import ancestry
from areas.dates import BEGINNING
from areas.models import Area, Level, Placement
from reports.activity import reach, services_in, teams_in
from reports.lens import Lens
from reports.rollup import Period
from teams.models import Membership, Training
from tests.cast import at, make_area, make_team, make_visit
from tests.reports.pages import ask, links, words
from tests.visits.test_ledger import make_activity
from visits.models import Visit

TODAY = date(2026, 11, 22)
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))


def of_province(country, period=OCTOBER, level=Level.COMMUNE, map="recorded"):
    return reach(country.province, level=level, period=period, lens=Lens.parse(map), today=TODAY)


def test_a_team_is_active_with_one_accepted_fact_in_the_period(country, cast, team, household, indicators):
    other = make_team(country.other_hamlet, "Tổ ấp 2")
    make_visit(household, by=cast.team_member, team=team, when=at(2026, 10, 31, 23))
    make_visit(household, team=other, when=at(2026, 10, 5), status=Visit.Status.REVIEW)
    make_visit(household, team=other, when=at(2026, 11, 1))
    make_visit(household, team=other, when=at(2026, 10, 6), removed_at=at(2026, 10, 7))

    found = of_province(country)[country.province.pk]

    assert (found.teams, found.active, found.idle) == (2, 1, 1)
    assert (found.members, found.recording) == (2, 1)
    assert (found.hamlets, found.covered, found.bare) == (2, 2, 0)


def test_a_session_or_tally_makes_a_team_active_too(country, team, indicators):
    make_activity(country.hamlet, date(2026, 10, 3), {indicators["dvc_ho_so"]: 4}, team)

    assert of_province(country)[country.commune.pk].active == 1


def test_a_team_is_silent_after_14_days_without_a_fact(country, team, household, indicators):
    make_visit(household, team=team, when=at(2026, 10, 17))
    assert of_province(country)[country.commune.pk].silent == 1

    make_visit(household, team=team, when=at(2026, 10, 18))
    assert of_province(country)[country.commune.pk].silent == 0


def test_a_dissolved_team_worked_but_is_not_silent(country, team, household, indicators):
    make_visit(household, team=team, when=at(2026, 10, 2))
    team.valid_until = date(2026, 10, 3)
    team.save()

    found = of_province(country)[country.commune.pk]

    assert (found.teams, found.active, found.silent, found.covered) == (1, 1, 0, 0)


def test_as_recorded_a_team_counts_where_its_hamlet_stood_and_on_a_map_where_the_map_says(
    country, team, household, indicators
):
    make_visit(household, team=team, when=at(2025, 6, 3))
    year = Period(date(2025, 1, 1), date(2025, 12, 31))

    def communes(map, area):
        found = reach(area, level=Level.COMMUNE, period=year, lens=Lens.parse(map), today=TODAY)
        return {unit: (row.teams, row.active) for unit, row in found.items() if row.teams}

    recorded = communes("recorded", country.vn)
    assert recorded == {country.vn.pk: (1, 1), country.old_commune.pk: (1, 1), country.commune.pk: (1, 0)}
    assert communes("today", country.vn) == {country.vn.pk: (1, 1), country.commune.pk: (1, 1)}


def test_each_figure_is_the_number_of_its_rows(country, cast, team, visit):
    period = Period(visit.day.replace(day=1), visit.day)

    found = reach(country.province, level=Level.HAMLET, period=period, lens=Lens.parse("today"), today=visit.day)

    for unit, row in found.items():
        assert row.active == teams_in([unit], row.days).filter(is_active=True).count()
        recording = services_in([unit], row.days).filter(is_recording=True)
        assert row.recording == recording.values("member").distinct().count()


@pytest.mark.parametrize("teams", [1, 5])
def test_the_number_of_queries_does_not_grow_with_the_teams(country, django_assert_num_queries, teams):
    for number in range(teams):
        make_team(country.hamlet, f"Tổ {number}")
    with django_assert_num_queries(5):
        of_province(country)


def test_a_period_to_come_has_no_figures(country, team):
    assert of_province(country, Period(date(2027, 1, 1), date(2027, 1, 31))) == {}


def test_a_member_is_trained_from_the_day_of_the_training_on(country, cast, team):
    training = Training.objects.create(area=country.commune, day=date(2026, 10, 20), title="Kỹ năng số")
    training.attendees.add(team.memberships.first().member)

    def trained(period):
        row = of_province(country, period)[country.commune.pk]
        return row.trained, row.members

    assert trained(OCTOBER) == (1, 2)
    assert trained(Period(date(2026, 9, 1), date(2026, 9, 30))) == (0, 2)


def test_a_team_out_of_sight_stays_unnamed_beside_its_member(client, country, cast, team, foreign_team):
    member = team.memberships.first().member
    Membership.objects.create(team=foreign_team, member=member, role="member", valid_from=date(2022, 7, 1))
    client.force_login(cast.commune_officer)

    page = client.get("/reports/activity/", {"area": country.commune.pk, "rows": "resting"}).content.decode()

    assert member.full_name in page
    assert team.name in page
    assert foreign_team.name not in page


def test_whose_visits_wait_for_review_is_not_called_silent_without_a_word_of_it(
    client, country, cast, team, household, indicators
):
    waits = {"team": team, "by": cast.team_member, "status": Visit.Status.REVIEW}
    for day in (9, 20, 30):
        make_visit(household, when=at(2026, 10, day), **waits)
    asked = {"area": country.commune.pk, "from": "2026-10-01", "to": "2026-10-31"}

    def told(rows, **more):
        page = ask(client, cast.commune_officer, "reports:activity", rows=rows, **asked, **more)
        return next(item.notes for item in page.context["items"] if item.name in (team.name, "Người team_member 1"))

    assert told("idle")[-1] == told("resting")[-1] == "3 lượt thăm chờ xem lại"
    assert told("silent")[-1] == "2 lượt thăm chờ xem lại"  # in its 14 days
    assert "im lặng 1 ngày" not in client.get(f"/reports/activity/?{urlencode(asked)}&rows=silent").content.decode()
    file = ask(
        client, cast.commune_officer, "reports:activity_export", rows="silent", silent=30, _export="csv", **asked
    )
    assert "3 lượt thăm chờ xem lại" in file.content.decode()
    board = ask(client, cast.commune_officer, **asked)
    silent = next(concern for concern in board.context["concerns"] if "tổ im lặng" in concern.text)
    assert silent.reason.endswith("Tổ chỉ có lượt thăm đang chờ xem lại (trong kỳ 3 lượt) cũng tính là im lặng.")


@pytest.fixture
def searched(client, country, cast, team, monkeypatch):
    """Lists of the commune's first quarter with two rows a page: three teams more, and one whose hamlet has left."""
    monkeypatch.setattr("reports.views.activity.ROWS_A_PAGE", 2)
    for number in range(1, 4):
        make_team(country.other_hamlet, f"Tổ Đoàn Kết {number}")
    gone = make_area(Level.HAMLET, "Ấp", "Giáp Ranh", country.commune)
    Placement.objects.filter(area=gone).update(valid_until=date(2026, 3, 31))
    Placement.objects.create(area=gone, parent=country.foreign_commune, valid_from=date(2026, 4, 1))
    ancestry.rebuild()
    make_team(gone, "Tổ Đoàn Kết 9")
    asked = {"area": country.commune.pk, "from": "2026-01-01", "to": "2026-03-31"}
    return lambda **more: ask(client, cast.commune_officer, "reports:activity", **asked, **more)


def test_the_rows_are_searched_by_name_on_every_page_and_in_the_file(client, searched, team):
    pages = [searched(q="doan  KET", rows="idle", page=number) for number in (1, 2)]
    assert [item.name[-1] for page in pages for item in page.context["items"]] == ["1", "2", "3"]
    assert client.get("/reports/activity/" + links(pages[0])["2"]).context["page"].number == 2
    file = client.get(links(pages[0])["CSV"]).content.decode()
    assert (file.count("Tổ Đoàn Kết"), team.name in file) == (3, False)
    assert "tên có “doan  KET”" in file
    assert client.get(links(pages[0])["Tổ đang im lặng"]).context["page"].paginator.count == 3
    assert [item.name for item in searched(q="ap 2", rows="covered").context["items"]] == ["Ấp 2"]
    assert [item.name[-1] for item in searched(q="MEMBER 1", rows="resting").context["items"]] == ["1"]


def test_no_name_is_found_out_of_sight(client, searched):
    assert searched(rows="idle").context["hidden"] == 1
    assert searched(q="doan ket", rows="idle").context["hidden"] == 0
    nobody = searched(q="doan ket 9", rows="idle")
    said = words(nobody.content.decode())
    assert ("Không có tên nào có “doan ket 9”" in said, "không nêu tên" in said) == (True, False)
    assert client.get(links(nobody)["Bỏ lọc"]).context["page"].paginator.count == 4


def test_hamlets_of_one_name_are_told_apart_by_their_former_commune(client, country, cast, team):
    come = make_area(Level.HAMLET, "Ấp", "1", country.foreign_commune)
    Placement.objects.filter(area=come).update(valid_until=date(2026, 3, 31))
    Placement.objects.create(area=come, parent=country.commune, valid_from=date(2026, 4, 1))
    ancestry.rebuild()
    make_team(come, "Tổ ấp 1 mới về")
    asked = {"area": country.commune.pk, "from": "2026-05-01", "to": "2026-05-31", "rows": "idle"}

    page = ask(client, cast.commune_officer, "reports:activity", **asked)
    file = client.get(links(page)["CSV"])

    former = f" (trước đây {country.foreign_commune})"
    assert f"Ấp 1, {country.commune}{former}" in [item.where for item in page.context["items"]]
    assert f"Ấp 1{former},{country.commune}," in file.content.decode()
    assert 'filename="to-khong-hoat-dong-' in file["Content-Disposition"]


def test_an_empty_list_says_whether_nothing_is_missing_or_nothing_is_there(client, country, cast, team, household):
    make_visit(household, team=team, when=at(2026, 10, 5))
    asked = {"from": "2026-10-01", "to": "2026-10-31", "rows": "idle"}

    def said(area, **more) -> str:
        answer = ask(client, cast.province_officer, "reports:activity", area=area.pk, **asked | more)
        return words(answer.content.decode())

    assert "Tổ nào cũng có hoạt động" in said(country.hamlet)
    assert "Chưa có tổ nào ở địa bàn này trong kỳ" in said(country.other_hamlet)
    assert "Chưa có tổ nào ở địa bàn này trong kỳ" in said(country.old_commune)
    Area.objects.filter(valid_from=BEGINNING).update(valid_from=date(2020, 1, 1))
    assert "chưa có trên bản đồ ngày 31/12/2019. Xem" in said(country.hamlet, map="2019-12-31")
    to_come = said(country.commune, **{"from": "2100-01-01", "to": "2100-01-31"})
    assert ("Kỳ này chưa bắt đầu" in to_come, team.name in to_come) == (True, False)
