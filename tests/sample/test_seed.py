"""Chance that repeats itself, and sums that stay exact."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from sample.people import person, phone
from sample.seed import apportion, identity, stream

weights = st.lists(st.floats(min_value=0.01, max_value=1000), min_size=1, max_size=60)


@given(st.integers(min_value=0, max_value=10**6), weights)
def test_shares_add_up_to_the_whole(total, weights):
    shares = apportion(total, weights)
    assert sum(shares) == total
    assert min(shares) >= 0


def test_shares_follow_the_weights():
    assert apportion(10, [1, 1, 2]) == [3, 2, 5]


def test_a_stream_of_one_name_repeats_itself_and_differs_from_another():
    names = [person(stream(name)).full_name for name in ("a", "a", "b")]
    assert names[0] == names[1] != names[2]


def test_an_identity_follows_from_its_words():
    assert identity("team", "31360", "ấp 3") == identity("team", "31360", "ấp 3") != identity("team", "31360", "ấp 4")
    assert isinstance(identity("x"), UUID)


def test_a_person_has_a_family_middle_and_given_name_that_fit_the_gender():
    chance = stream("test")
    people = [person(chance) for _i in range(300)]
    assert {len(one.full_name.split()) for one in people} == {3}
    assert [one for one in people if (" Thị " in one.full_name) and one.gender != "f"] == []


def test_phones_ring_nowhere():
    chance = stream("test")
    assert {phone(chance)[:4] for _i in range(50)} == {"0400"}
    assert phone(chance, share_missing=1) == ""
