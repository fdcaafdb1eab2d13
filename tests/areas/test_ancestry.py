"""Ancestry against the rules at the head of areas/ancestry.py, on random histories and day by day."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from areas import ancestry
from areas.dates import BEGINNING, FOREVER
from areas.models import Ancestry, Area, Level, Placement, Reform, Succession
from tests.cast import split
from tests.hierarchies import build, hierarchies, rolled_back

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
few = settings(max_examples=30, deadline=None)


class Oracle:
    """The documented rules, asked for one unit and one day at a time, by plain recursion over the rows."""

    def __init__(self):
        self.areas = {area.pk: area for area in Area.objects.all()}
        self.placed = defaultdict(list)
        for placement in Placement.objects.order_by("valid_from"):
            self.placed[placement.area_id].append(placement)
        self.links = list(Succession.objects.select_related("reform"))

    def held_by(self, key, day):
        """The units in force that hold the unit on the day, itself included while in force."""
        area = self.areas[key]
        if area.in_force(day):
            return {key} | self.through(self.parent(key, day), day)
        if day > area.valid_until:
            heirs = [link.new_id for link in self.links if link.old_id == key and self.date(link) > area.valid_until]
            return self.instead(heirs or self.survivors(area), self.parent(key, area.valid_until), day)
        origins = [link.old_id for link in self.links if link.new_id == key and self.date(link) <= area.valid_from]
        return self.instead(origins, self.parent(key, area.valid_from), day)

    def date(self, link):
        return link.reform.effective_on

    def through(self, parent, day):
        return self.held_by(parent, day) if parent else set()

    def instead(self, others, parent, day):
        if not others:
            return self.through(parent, day)
        return set.intersection(*(self.held_by(other, day) for other in others))

    def parent(self, key, day):
        """The parent on the day: the placement that began last, or the first one when none has begun yet."""
        area = self.areas[key]
        placed = [p for p in self.placed[key] if p.valid_from <= area.valid_until and p.valid_until >= area.valid_from]
        begun = [p for p in placed if p.valid_from <= day]
        return (begun[-1] if begun else placed[0]).parent_id if placed else None

    def survivors(self, area):
        end = area.valid_until
        return [
            key
            for key, child in self.areas.items()
            if child.level < Level.HAMLET and child.in_force(end) and self.parent(key, end) == area.pk
            if self.lives_on(key, area)
        ]

    def lives_on(self, key, parent):
        end = parent.valid_until
        if self.areas[key].valid_until == end:
            return any(link.old_id == key and self.date(link) > end for link in self.links)
        return any(p.valid_from == end + DAY and p.parent_id != parent.pk for p in self.placed[key])


def rows_of(descendants=None):
    rows = Ancestry.objects.all() if descendants is None else Ancestry.objects.filter(descendant__in=descendants)
    return sorted(rows.values_list("descendant", "ancestor", "valid_from", "valid_until"))


def holders_by_day(days):
    """{(descendant, day): ancestors other than itself} as the table says."""
    held = defaultdict(set)
    for descendant, ancestor, start, end in rows_of():
        for day in days:
            if start <= day <= end and ancestor != descendant:
                held[descendant, day].add(ancestor)
    return held


@few
@given(hierarchies())
def test_ancestry_follows_the_documented_rules(sketch):
    with rolled_back():
        world = build(sketch)
        oracle, held = Oracle(), holders_by_day(world.days)
        expected = {(a.pk, day): oracle.held_by(a.pk, day) - {a.pk} for a in world.areas for day in world.days}
    assert {key: held[key] for key in expected} == expected


@few
@given(hierarchies())
def test_a_unit_has_one_chain_up_to_the_country_on_every_day(sketch):
    with rolled_back():
        world = build(sketch)
        held = holders_by_day(world.days)
    by_key = {area.pk: area for area in world.areas}
    for area in world.areas[1:]:
        for day in world.days:
            chain = [by_key[key] for key in held[area.pk, day]]
            levels = [unit.level for unit in chain]
            assert all(unit.in_force(day) for unit in chain)
            assert len(levels) == len(set(levels))
            assert world.areas[0] in chain


@few
@given(hierarchies())
def test_a_unit_is_loose_when_on_some_day_no_unit_of_a_level_holds_it(sketch):
    with rolled_back():
        world = build(sketch)
        oracle, levels = Oracle(), {area.pk: area.level for area in world.areas}
        marked = dict(Area.objects.values_list("pk", "loose"))
        ancestry.rebuild(world.hamlets)
        again = dict(Area.objects.values_list("pk", "loose"))
        expected = {
            area.pk: any(
                {level for level in (Level.PROVINCE, Level.COMMUNE, Level.HAMLET) if level <= area.level}
                - {levels[key] for key in oracle.held_by(area.pk, day)}
                for day in world.days
            )
            for area in world.areas
        }
    assert marked == expected == again


@few
@given(hierarchies())
def test_a_unit_holds_itself_for_all_time_and_no_two_rows_overlap(sketch):
    with rolled_back():
        world = build(sketch)
        rows = rows_of()
    assert {row for row in rows if row[0] == row[1]} == {(a.pk, a.pk, BEGINNING, FOREVER) for a in world.areas}
    for left, right in zip(rows, rows[1:], strict=False):
        assert left[:2] != right[:2] or left[3] + DAY < right[2]


@few
@given(hierarchies())
def test_a_hamlet_rebuilt_alone_gets_the_rows_of_the_whole_rebuild(sketch):
    with rolled_back():
        world = build(sketch)
        before = rows_of()
        for hamlet in world.hamlets:
            ancestry.rebuild([hamlet])
        assert rows_of() == before


def test_rebuilding_no_unit_changes_nothing(country):
    before = rows_of()
    assert ancestry.rebuild([]) == 0
    assert rows_of() == before


def test_an_old_commune_lies_under_the_province_of_today(country):
    today = set(Area.objects.above(country.old_town, date(2025, 12, 1)))
    assert today == {country.vn, country.province, country.commune, country.old_town}


def test_a_new_commune_stood_before_its_beginning_where_all_its_predecessors_stood(country):
    before = set(Area.objects.above(country.commune, date(2024, 1, 1)))
    assert before == {country.vn, country.old_province, country.old_district, country.commune}


def test_a_district_without_successor_lies_where_its_communes_went(country):
    today = set(Area.objects.above(country.old_district, date(2025, 12, 1)))
    assert today == {country.vn, country.province, country.commune, country.old_district}


def test_the_hamlets_of_a_split_commune_lie_under_what_all_parts_share(country):
    day = date(2026, 4, 30)
    split(country.commune, ("Đông", "Tây"), country.province, day)

    assert set(Area.objects.above(country.hamlet, day)) == {country.vn, country.province, country.hamlet}


def test_a_part_given_away_in_life_does_not_share_in_the_end(country):
    """Otherwise figures of the whole unit would lie with nobody after its end."""
    early = Reform.objects.create(name="Điều chỉnh địa giới 2015", effective_on=date(2015, 1, 1))
    neighbour = country.foreign_commune
    Succession.objects.create(reform=early, old=country.old_town, new=neighbour, extent=Succession.Extent.PART)
    ancestry.rebuild()

    assert country.commune in Area.objects.above(country.old_town, date(2025, 12, 1))


def test_a_unit_that_joins_later_tells_nothing_of_the_beginning(country):
    late = Reform.objects.create(name="Nhập xã 2026", effective_on=date(2026, 1, 1))
    Area.objects.filter(pk=country.foreign_commune.pk).update(valid_until=date(2025, 12, 31))
    Succession.objects.create(reform=late, old=country.foreign_commune, new=country.commune)
    ancestry.rebuild()

    assert country.old_district in Area.objects.above(country.commune, date(2024, 1, 1))


def test_days_missing_between_old_and_new_do_not_hang_the_rebuild(country):
    Area.objects.filter(pk=country.commune.pk).update(valid_from=date(2025, 7, 10))
    ancestry.rebuild()

    between = set(Area.objects.above(country.old_town, date(2025, 7, 5)))
    assert {country.vn, country.province} <= between


def test_a_district_whose_commune_took_over_its_neighbour_but_was_not_placed_anew_ends_at_the_province(country):
    Succession.objects.filter(old=country.old_town).update(new=country.old_commune)
    Area.objects.filter(pk=country.old_commune.pk).update(valid_until=FOREVER)
    Succession.objects.filter(old=country.old_commune).delete()
    ancestry.rebuild()

    assert country.province in Area.objects.above(country.old_commune, date(2025, 12, 1))


def test_a_placement_under_a_unit_of_the_same_level_is_left_out(country):
    Placement.objects.create(area=country.commune, parent=country.foreign_commune, valid_from=date(2026, 1, 1))
    Placement.objects.create(area=country.foreign_commune, parent=country.commune, valid_from=date(2026, 1, 1))
    ancestry.rebuild()

    assert country.province in Area.objects.above(country.commune, date(2026, 6, 1))
