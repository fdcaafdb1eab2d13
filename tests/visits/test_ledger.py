from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from areas.models import Area
from tests.cast import at, make_visit
from tests.visits.phone import make_item, send
from visits import filing, ledger
from visits.models import Activity, Contribution, DailyTotal, Household, MonthlyTotal, Result, Visit


def total(area: Area, indicator, month=date(2026, 8, 1)) -> int | None:
    row = MonthlyTotal.objects.filter(area=area, indicator=indicator, month=month, facts__gt=0).first()
    return row and row.quantity


def make_activity(area, day, results, team=None, **more) -> Activity:
    activity = Activity.objects.create(area=area, team=team, day=day, kind="tally", title="Số liệu tháng", **more)
    for indicator, quantity in results.items():
        Result.objects.create(activity=activity, indicator=indicator, quantity=quantity)
    ledger.recount(activities=[activity.pk])
    return activity


def test_a_visit_rises_in_its_hamlet_and_in_every_unit_above(country, household, indicators):
    make_visit(household, when=at(2026, 8, 5), people=3, results={indicators["dvc_ho_so"]: 2})

    for area in (country.hamlet, country.commune, country.province, country.vn):
        assert total(area, indicators["dvc_ho_so"]) == 2
        assert total(area, indicators["luot_nguoi"]) == 3
    assert total(country.other_hamlet, indicators["dvc_ho_so"]) is None


def test_a_fact_before_the_reform_counts_for_the_old_district(country, household, indicators):
    make_visit(household, when=at(2024, 8, 5), results={indicators["dvc_ho_so"]: 2})

    month = date(2024, 8, 1)
    assert total(country.old_district, indicators["dvc_ho_so"], month) == 2
    assert total(country.old_province, indicators["dvc_ho_so"], month) == 2
    assert total(country.province, indicators["dvc_ho_so"], month) is None


def test_a_household_counts_once_on_the_day_it_first_reached_it(country, household, indicators):
    app = indicators["app_ho"]
    make_visit(household, when=at(2026, 9, 5), results={app: 1})
    assert total(country.vn, app, date(2026, 9, 1)) == 1

    make_visit(household, when=at(2026, 8, 5), results={app: 1})

    assert total(country.vn, app, date(2026, 8, 1)) == 1
    assert total(country.vn, app, date(2026, 9, 1)) == 0
    repeat = Contribution.objects.get(indicator=app, day=date(2026, 9, 5))
    assert (repeat.claimed, repeat.quantity, repeat.reason) == (1, 0, "repeat")


def test_persons_beyond_the_size_of_the_household_are_flagged_not_dropped(country, household, indicators):
    vneid = indicators["vneid_muc_2"]
    make_visit(household, when=at(2026, 8, 5), people=3, results={vneid: 3})
    make_visit(household, when=at(2026, 8, 6), people=3, results={vneid: 3})

    assert total(country.vn, vneid) == household.size == 4
    second = Contribution.objects.get(indicator=vneid, day=date(2026, 8, 6))
    assert (second.claimed, second.quantity, second.reason) == (3, 1, "over_size")


def test_a_visit_under_review_counts_nothing_and_shows_why(country, household, indicators):
    make_visit(household, when=at(2026, 8, 5), results={indicators["app_ho"]: 1}, status=Visit.Status.REVIEW)

    assert total(country.vn, indicators["app_ho"]) == 0
    assert Contribution.objects.get(indicator=indicators["app_ho"]).reason == "review"


def test_a_stock_is_the_last_value_of_its_team(country, team, indicators):
    zalo = indicators["zalo_thanh_vien"]
    make_activity(country.hamlet, date(2026, 8, 20), {zalo: 90}, team)
    make_activity(country.hamlet, date(2026, 8, 10), {zalo: 70}, team)
    make_activity(country.other_hamlet, date(2026, 8, 10), {zalo: 5})

    assert total(country.hamlet, zalo) == 90
    assert total(country.commune, zalo) == 95


def test_removing_a_visit_lets_the_next_one_count(country, household, indicators):
    first = make_visit(household, when=at(2026, 8, 5), results={indicators["app_ho"]: 1})
    make_visit(household, when=at(2026, 9, 5), results={indicators["app_ho"]: 1})

    Visit.objects.filter(pk=first.pk).update(removed_at=at(2026, 9, 6))
    ledger.recount(households=[household.pk])

    assert total(country.vn, indicators["app_ho"]) is None
    assert total(country.vn, indicators["app_ho"], date(2026, 9, 1)) == 1


def test_verify_totals_finds_a_total_that_was_tampered_with(country, visit):
    call_command("verify_totals")
    MonthlyTotal.objects.filter(area=country.commune).update(quantity=99)

    with pytest.raises(CommandError, match="khác biệt"):
        call_command("verify_totals")
    call_command("verify_totals", "--repair")
    assert ledger.verify() == []


@pytest.mark.parametrize("figures", [{"quantity": 99}, {"facts": 0, "quantity": 0}, {"own_facts": 1}])
def test_verify_totals_finds_a_day_that_was_tampered_with(country, visit, figures):
    DailyTotal.objects.filter(area=country.commune).update(**figures)

    assert any("tổng sai" in line and "ngày" in line for line in ledger.verify())
    ledger.repair()
    assert ledger.verify() == []


@pytest.mark.parametrize("totals", [MonthlyTotal, DailyTotal])
def test_verify_totals_finds_a_total_without_facts_and_facts_without_a_total(country, visit, totals):
    totals.objects.filter(area=country.province).delete()
    span = {"month": date(2021, 3, 1)} if totals == MonthlyTotal else {"day": date(2021, 3, 9)}
    totals.objects.create(area=country.vn, indicator_id=totals.objects.first().indicator_id, quantity=7, **span)

    found = ledger.verify()

    assert any(f"đơn vị {country.vn.pk}," in line and line.endswith(": [[7, 0, 0, 0], None]") for line in found)
    assert any(f"đơn vị {country.province.pk}," in line and ": [[0, 0, 0, 0], [1, 1, 0, 0]]" in line for line in found)


def test_verify_totals_finds_a_month_that_is_none(country, visit):
    MonthlyTotal.objects.filter(area=country.commune).update(month=date(2026, 8, 9))

    assert any("tháng 08/2026: [[1, 1, 0, 0], None]" in line for line in ledger.verify())


def test_verify_totals_names_a_difference_of_a_team_series_once(country, team, indicators):
    for day in (10, 20):
        make_activity(country.hamlet, date(2026, 8, day), {indicators["zalo_thanh_vien"]: day}, team)
    Contribution.objects.filter(quantity=10).delete()

    assert sum("đóng góp" in line for line in ledger.verify()) == 2


class Terminal(StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("to", "tells"), [(Terminal, True), (StringIO, False)])
def test_verify_totals_tells_a_terminal_how_far_it_is(visit, to, tells):
    call_command("verify_totals", stdout=(said := StringIO()), stderr=(told := to()))

    assert said.getvalue() == "Sổ đúng: 0 khác biệt.\n"
    assert ("Đã đếm lại 1/1 hộ" in told.getvalue()) == ("Đã đếm lại 1/1 tháng" in told.getvalue()) == tells


def test_days_are_kept_for_communes_and_the_units_above_them(country, household, indicators):
    make_visit(household, when=at(2024, 8, 5), results={indicators["dvc_ho_so"]: 2})

    days = DailyTotal.objects.filter(indicator=indicators["dvc_ho_so"], day=date(2024, 8, 5), quantity=2, facts=1)
    units = {country.old_commune, country.old_district, country.old_province, country.vn}
    assert set(days.values_list("area", flat=True)) == {unit.pk for unit in units}
    assert not DailyTotal.objects.filter(area=country.hamlet).exists()


def test_verify_totals_finds_a_lost_contribution(visit):
    Contribution.objects.first().delete()

    assert any("đóng góp thiếu" in line for line in ledger.verify())


VISITS = st.lists(
    st.tuples(
        st.integers(0, 2),  # household
        st.integers(0, 70),  # days after 20/06/2026, hours apart
        st.sampled_from(Visit.Outcome.values),
        st.integers(0, 6),  # people
        st.integers(0, 4),  # persons with VNeID
        st.booleans(),  # household with the app
        st.booleans(),  # under review
    ),
    max_size=8,
    unique_by=lambda row: row[:2],
)


def file_visits(rows, households, indicators, order):
    for i in order:
        number, days, outcome, people, persons, app, review = rows[i]
        met = outcome == "met"
        make_visit(
            households[number],
            when=at(2026, 6, 20) + timedelta(days=days),
            outcome=outcome,
            people=people if met else 0,
            results={indicators["vneid_muc_2"]: persons, indicators["app_ho"]: int(app)} if met else {},
            status=Visit.Status.REVIEW if review else Visit.Status.ACCEPTED,
        )


def books():
    fields = ("visit__household", "visit__visited_at", "indicator", "day", "quantity", "claimed", "reason")
    totals = MonthlyTotal.objects.filter(facts__gt=0).values_list("area", "indicator", "month", "quantity", "facts")
    return sorted(Contribution.objects.values_list(*fields)), sorted(totals)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=VISITS, data=st.data())
def test_contributions_do_not_depend_on_the_order_of_arrival(country, indicators, rows, data):
    Contribution.objects.all().delete()
    ledger.totals.clear()
    Visit.objects.all().delete()
    households = [
        Household.objects.get_or_create(area=area, head_name=f"Hộ {n}", defaults={"size": size})[0]
        for n, (area, size) in enumerate([(country.hamlet, 3), (country.hamlet, None), (country.other_hamlet, 1)])
    ]
    file_visits(rows, households, indicators, range(len(rows)))
    assert ledger.verify() == []
    in_order = books()

    ledger.totals.clear()
    Visit.objects.all().delete()
    file_visits(rows, households, indicators, data.draw(st.permutations(range(len(rows)))))

    assert books() == in_order
    reached = Contribution.objects.filter(indicator=indicators["app_ho"], quantity__gt=0)
    assert reached.count() == reached.values("visit__household").distinct().count()


SENT = st.lists(
    st.tuples(
        st.integers(0, 1),  # household
        st.integers(0, 6),  # days: several at one moment
        st.sampled_from(["met", "met", "absent"]),
        st.sampled_from([0, 2, 99]),  # people; 99 is under review
        st.integers(0, 3),  # persons with VNeID
        st.booleans(),  # household with the app
        st.integers(0, 5),  # which batch; 0: taken back later
    ),
    min_size=1,
    max_size=10,
)


def in_a_phone(row, households):
    number, days, outcome, people, persons, app, _batch = row
    said = {"people": 0, "results": {}, "outcome": outcome}
    if outcome == "met":
        said |= {"people": people, "results": {"vneid_muc_2": persons, "app_ho": int(app)}}
    return make_item(households[number], visited_at=(at(2026, 6, 20) + timedelta(days=days)).isoformat(), **said)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=SENT)
def test_batches_that_carry_on_and_batches_that_come_late_give_the_same_books(cast, team, country, indicators, rows):
    ledger.totals.clear()
    Visit.objects.all().delete()
    households = [
        Household.objects.get_or_create(area=country.hamlet, head_name=f"Hộ {n}", defaults={"size": size})[0]
        for n, size in enumerate([3, None])
    ]
    taken_back = []
    for batch in range(6):
        items = [in_a_phone(row, households) for row in rows if row[-1] == batch]
        send(items, cast.team_member)
        taken_back += [item["id"] for item in items if batch == 0]
        if batch == 3:
            for visit in Visit.objects.filter(pk__in=taken_back):
                filing.remove_visit(visit, reason="Nhầm", by=cast.team_member)
        assert ledger.verify() == []
