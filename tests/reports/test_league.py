"""League tables: who takes part, what counts, who stands where, and what a reader may see of it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AccessRecord
from areas import ancestry
from areas.models import AreaStatistic, Level
from reports.league.contest import Contest, League
from reports.league.tables import count, read
from reports.models import Campaign
from teams.models import Team
from tests.cast import at, make_area, make_team, make_user, make_visit
from tests.reports.campaigns import make_campaign, statistic
from tests.reports.pages import links, words
from tests.visits.test_ledger import make_activity
from visits.models import Household

TODAY = date(2026, 11, 22)


def standing(campaign, league=League.TEAMS, today=TODAY):
    """Name -> (place, score) of the ranked, and name -> reason of the others."""
    table = read(Contest.of(campaign, today), league)
    return (
        {line.name: (line.place, line.score) for line in table.lines},
        {line.name: line.reason for line in table.unranked},
    )


@pytest.fixture
def hamlets(country):
    """Six hamlets of one commune with a team each; the last has three households."""
    made = [make_area(Level.HAMLET, "Ấp", f"{n}", country.commune) for n in range(11, 17)]
    ancestry.rebuild()
    for hamlet, households in zip(made, [100, 100, 200, 200, 400, 3], strict=True):
        statistic(hamlet, households)
    return [(hamlet, make_team(hamlet, f"Tổ {hamlet.name}")) for hamlet in made]


def reach(hamlet, team, number, indicator, day=date(2026, 11, 1)):
    """Let `number` households of the hamlet reach the indicator."""
    make_activity(hamlet, day, {indicator: number}, team)


@pytest.fixture
def campaign(country, hamlets, indicators):
    """Reached: 40, 60, 60, 60, 160 of the five, and all three households of the sixth."""
    for (hamlet, team), number in zip(hamlets, [40, 60, 60, 60, 160, 3], strict=True):
        reach(hamlet, team, number, indicators["dvc_ho_so"])
    return make_campaign(country.commune, [indicators["dvc_ho_so"]])


def test_the_rate_counts_and_not_the_size_and_three_households_take_no_place(campaign):
    ranked, unranked = standing(campaign)

    assert {name: place for name, (place, _score) in ranked.items()} == {
        "Tổ 12": 1,  # 60 of 100
        "Tổ 15": 2,  # 160 of 400, of the same rate as ấp 11, and more to be trusted
        "Tổ 11": 3,  # 40 of 100, drawn closer to the common rate of 38 %
        "Tổ 13": 4,
        "Tổ 14": 4,
    }
    assert unranked == {"Tổ 16": "small"}


def test_whoever_sent_nothing_has_no_place_and_whoever_left_something_out_has_0_for_it(campaign, hamlets, indicators):
    hamlet, team = hamlets[0]
    silent = make_team(hamlet, "Tổ thanh niên 11")
    campaign.indicators.create(indicator=indicators["app_ho"])
    reach(*hamlets[1], 50, indicators["app_ho"])

    ranked, unranked = standing(campaign)

    assert unranked[silent.name] == "silent"
    assert ranked["Tổ 12"][1] > 150 > ranked["Tổ 11"][1]
    line = next(line for line in read(Contest.of(campaign, TODAY), League.TEAMS).lines if line.name == "Tổ 11")
    assert (line.cells[1].amount, line.cells[1].rate) == (None, 0)


def test_only_days_of_the_campaign_count_whenever_they_were_sent(campaign, hamlets, indicators):
    before, _rest = standing(campaign)

    reach(*hamlets[3], 500, indicators["dvc_ho_so"], day=date(2026, 9, 30))
    assert standing(campaign)[0] == before
    reach(*hamlets[3], 500, indicators["dvc_ho_so"], day=date(2026, 10, 1))
    assert standing(campaign)[0]["Tổ 14"][0] == 1


def test_movement_is_told_against_the_days_until_a_week_before(campaign, hamlets, indicators):
    reach(*hamlets[2], 100, indicators["dvc_ho_so"], day=date(2026, 11, 20))

    lines = {line.name: line for line in read(Contest.of(campaign, TODAY), League.TEAMS).lines}

    assert (lines["Tổ 13"].place, lines["Tổ 13"].before, lines["Tổ 13"].climbed) == (1, 4, 3)
    assert lines["Tổ 12"].climbed == -1
    first_week = read(Contest.of(campaign, date(2026, 10, 5)), League.TEAMS)
    assert [line.before for line in first_week.lines] == []


def test_a_team_is_divided_by_its_own_hamlet_and_a_commune_team_by_nobodys(campaign, country, hamlets, indicators):
    (hamlet, _team), (_other, team) = hamlets[0], hamlets[1]
    before = standing(campaign)[0]["Tổ 12"]
    reach(hamlet, team, 90, indicators["dvc_ho_so"])  # work in the neighbours' hamlet
    of_commune = make_team(country.commune, "Tổ xã")
    reach(country.commune, of_commune, 90, indicators["dvc_ho_so"])

    ranked, unranked = standing(campaign)

    assert ranked["Tổ 12"] == before
    assert unranked["Tổ xã"] == "shared"


def test_only_chosen_units_take_part(campaign, hamlets):
    campaign.units.set([hamlet for hamlet, _team in hamlets[:2]])

    ranked, unranked = standing(campaign)

    assert (set(ranked), unranked) == ({"Tổ 11", "Tổ 12"}, {})


def test_the_published_number_of_households_divides_and_listing_few_is_no_advantage(campaign, country, indicators):
    listed = make_area(Level.HAMLET, "Ấp", "20", country.commune)
    ancestry.rebuild()
    reach(listed, make_team(listed, "Tổ 20"), 6, indicators["dvc_ho_so"])
    for number in range(30):
        Household.objects.create(area=listed, head_name=f"Hộ {number}")

    assert standing(campaign)[1]["Tổ 20"] == "no_size"
    statistic(listed, 120)
    [line] = [line for line in read(Contest.of(campaign, TODAY), League.TEAMS).lines if line.name == "Tổ 20"]
    assert (line.size, line.cells[0].size) == (120, 120)


def test_a_former_commune_counts_for_what_it_became(country, indicators):
    statistic(country.commune, 500)
    reach(country.old_commune, None, 20, indicators["dvc_ho_so"], day=date(2025, 6, 10))
    reach(country.hamlet, None, 30, indicators["dvc_ho_so"], day=date(2025, 7, 10))
    campaign = make_campaign(
        country.province, [indicators["dvc_ho_so"]], start=date(2025, 6, 1), end=date(2025, 7, 31)
    )
    AreaStatistic.objects.update(year=2025)

    [line] = read(Contest.of(campaign, TODAY), League.COMMUNES).lines

    assert (line.name, line.cells[0].amount, line.size) == ("Xã Tân Hòa", 50, 500)


def test_a_member_has_what_that_member_logged_and_the_team_has_all(members, cast, team):
    persons = read(Contest.of(members, TODAY), League.MEMBERS).lines
    [of_team] = read(Contest.of(members, TODAY), League.TEAMS).lines

    amounts = {line.thing.user: line.cells[0].amount for line in persons}
    assert amounts == {cast.team_member: 2, cast.team_leader: 0}  # the leader came to a household that had it
    assert {line.size for line in persons} == {50}
    assert of_team.cells[0].amount == 9


def page(client, user, campaign, league="", **query):
    client.force_login(user)
    name, more = ("reports:campaign_league", [league]) if league else ("reports:campaign_detail", [])
    return client.get(reverse(name, args=[campaign.pk, *more]), query)


def test_each_reader_sees_the_own_lines_with_their_places_among_all(client, cast, country, campaign, hamlets):
    reader = make_user("to_12", "team_leader", hamlets[1][0])

    everybody = words(page(client, cast.commune_officer, campaign, league="teams").content.decode())
    own = words(page(client, reader, campaign).content.decode())

    assert [name for name in ("Tổ 11", "Tổ 12", "Tổ 15") if name not in everybody] == []
    assert "Tổ 12" in own
    assert [name for name in ("Tổ 11", "Tổ 13", "Tổ 15", "Tổ 16") if name in own] == []
    assert "Hạng tính trên 5 tổ" in own
    assert "4 tổ ngoài địa bàn của tài khoản này không nêu tên" in own


def test_a_line_opens_to_the_steps_of_its_score_and_to_the_facts(client, cast, campaign, hamlets):
    client.force_login(cast.commune_officer)
    hamlet, team = hamlets[1]

    answer = client.get(reverse("reports:campaign_line", args=[campaign.pk, "teams", team.pk]))

    body = words(answer.content.decode())
    assert "Vì sao Tổ 12 hạng 1?" in body
    assert "60,0 /100 hộ" in body
    [cell] = answer.context["cells"]
    figure = client.get(cell["why"])
    assert figure.context["number"] == "60"


@pytest.mark.parametrize("league", ["nobody", "teams"])
def test_what_is_no_line_of_the_campaign_is_not_found(client, cast, campaign, foreign_team, league):
    client.force_login(cast.administrator)
    address = reverse("reports:campaign_line", args=[campaign.pk, league, foreign_team.pk])
    assert client.get(address).status_code == 404


def test_who_has_no_published_number_of_households_is_told_where_to_enter_it(client, cast, campaign, country):
    bare = make_area(Level.HAMLET, "Ấp", "30", country.commune)
    ancestry.rebuild()
    make_team(bare, "Tổ 30")

    asked = page(client, cast.commune_officer, campaign, league="teams")
    told = words(page(client, make_user("to_30", "team_leader", bare), campaign).content.decode())

    body = words(asked.content.decode())
    assert "1 chưa có số hộ công bố để chia" in body
    assert "nhập số liệu địa bàn từ Excel" in body
    assert links(asked)["Tổ 30"] == f"{bare.get_absolute_url()}#statistics"
    assert "Chưa có tổ nào của địa bàn này có hạng" in told
    assert "1 chưa có số hộ công bố để chia" in told
    assert "nhập số liệu" not in told
    assert "Số hộ công bố do cán bộ xã hoặc cán bộ tỉnh ghi" in told


def names(answer) -> list[str]:
    return [row.record.name for row in answer.context["table"].page.object_list]


def test_visits_that_wait_for_review_are_told_to_whoever_sees_them(client, cast, campaign, hamlets, foreign_visit):
    hamlet, team = hamlets[0]
    home = Household.objects.create(area=hamlet, head_name="Hộ")
    make_visit(home, team=team, when=at(2026, 10, 5), status="review", review_reason="Số người lớn khác thường.")
    make_visit(home, team=team, when=at(2026, 9, 30), status="review", review_reason="Trước đợt.")

    def page(user) -> str:
        client.force_login(user)
        return words(client.get(campaign.get_absolute_url()).content.decode())

    assert "Thêm 1 lượt thăm trong đợt đang chờ xem lại, nên chưa được tính cho ai." in page(cast.commune_officer)
    assert "chờ xem lại" not in page(cast.team_member)
    Campaign.objects.update(frozen_at=at(2026, 11, 1))
    assert "chờ xem lại" not in page(cast.commune_officer)


def test_the_table_is_narrowed_and_ordered(client, cast, campaign):
    def shown(**query):
        return names(page(client, cast.commune_officer, campaign, league="teams", **query))

    assert shown() == ["Tổ 12", "Tổ 15", "Tổ 11", "Tổ 13", "Tổ 14"]
    assert shown(sort="-name") == ["Tổ 15", "Tổ 14", "Tổ 13", "Tổ 12", "Tổ 11"]
    assert shown(sort="-size")[:3] == ["Tổ 15", "Tổ 13", "Tổ 14"]
    assert shown(sort="-i0")[0] == "Tổ 12"
    assert shown(q="to 14") == ["Tổ 14"]
    assert shown(show="up") == []
    assert shown(show="nonsense") == []


def test_words_that_stand_in_every_name_are_left_out_of_the_table_but_not_of_the_file(client, cast, campaign, hamlets):
    Team.objects.filter(name="Tổ 12").update(name="Tổ công nghệ số cộng đồng ấp 12")

    shown = page(client, cast.commune_officer, campaign, league="teams").content.decode()
    file = page(client, cast.commune_officer, campaign, league="teams", _export="csv").content.decode()

    assert (">Tổ ấp 12<" in shown, "Tổ công nghệ số cộng đồng ấp 12" in file) == (True, True)


def test_the_file_holds_what_the_page_shows_and_leaves_a_record(client, cast, campaign):
    answer = page(client, cast.commune_officer, campaign, league="teams", q="12", _export="csv")

    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[0] == "60 ngày đêm – xếp hạng: Tổ"
    assert rows[2].startswith('"TẠM TÍNH đến hết ngày')
    assert "Nguồn: lượt thăm và hoạt động" in rows[3]
    assert rows[-1].startswith("1,1,Tổ 12,Xã Tân Hòa,100,")
    assert len(rows) == 7
    assert AccessRecord.objects.get().row_count == 1


def test_a_campaign_that_has_not_begun_says_when_it_does(client, cast, country, indicators):
    coming = make_campaign(country.commune, [indicators["app_ho"]], start=date(2090, 1, 1), end=date(2090, 2, 1))
    assert "bắt đầu ngày 01/01/2090" in words(page(client, cast.team_member, coming).content.decode())


@pytest.fixture
def add_places(country, indicators):
    """Communes with a hamlet, a team, a member and a visit each."""

    def add(numbers):
        for number in numbers:
            commune = make_area(Level.COMMUNE, "Xã", f"{number}", country.province)
            hamlet = make_area(Level.HAMLET, "Ấp", f"{number}", commune)
            ancestry.rebuild([commune, hamlet])
            statistic(commune, 100)
            statistic(hamlet, 100)
            user = make_user(f"u{number}", "team_leader", hamlet)
            team = make_team(hamlet, f"Tổ {number}", user)
            home = Household.objects.create(area=hamlet, head_name="Hộ")
            make_visit(home, by=user, team=team, when=at(2026, 11, 2), results={indicators["app_ho"]: 1})

    return add


@pytest.mark.parametrize("league", League.values)
def test_queries_do_not_grow_with_the_lines(client, cast, country, indicators, add_places, league):
    campaign = make_campaign(country.province, [indicators["app_ho"]])

    client.force_login(cast.province_officer)

    def asked(lines):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse("reports:campaign_league", args=[campaign.pk, league]))
        assert len(names(answer)) == lines
        return len(queries)

    add_places(range(2))
    few = asked(2)
    add_places(range(2, 7))
    assert asked(7) == few


def test_what_took_long_is_kept_for_a_while_and_not_frozen(campaign, cast, hamlets, indicators, monkeypatch):
    monkeypatch.setattr("reports.league.kept.WORTH_KEEPING", 0)
    before = read(Contest.of(campaign, TODAY), League.TEAMS)
    reach(*hamlets[3], 500, indicators["dvc_ho_so"])

    kept = read(Contest.of(campaign, TODAY), League.TEAMS)
    fresh = count(Contest.of(campaign, TODAY), League.TEAMS, fresh=True)

    assert kept.counted_at == before.counted_at
    assert [line.score for line in kept.lines] == [line.score for line in before.lines]
    assert fresh.lines[0].name == "Tổ 14"


def test_a_ratio_is_divided_by_its_own_denominator(country, hamlets, indicators):
    for (hamlet, team), number in zip(hamlets[:2], [40, 60], strict=True):
        reach(hamlet, team, number, indicators["app_ho"])
    campaign = make_campaign(country.commune, [indicators["ty_le_ho_app"]])

    lines = read(Contest.of(campaign, TODAY), League.TEAMS).lines

    assert [(line.name, line.cells[0].amount, line.cells[0].size) for line in lines] == [
        ("Tổ 12", 60, 100),
        ("Tổ 11", 40, 100),
    ]
