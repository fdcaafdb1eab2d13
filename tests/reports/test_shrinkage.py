"""The league's arithmetic, for any units."""

from statistics import median_high

from hypothesis import assume, given
from hypothesis import strategies as st

from reports.league.scoring import Measure, least_size, places, priors, scores
from reports.league.shrinkage import STRONGEST, USUAL, WEAKEST, Count, Prior, estimate

SIZES = st.integers(10, 5000)
FLOWS = st.builds(Count, st.integers(0, 20_000), SIZES)
SHARES = SIZES.flatmap(lambda size: st.builds(Count, st.integers(0, size), st.just(size)))
UNITS = st.one_of(st.lists(FLOWS, min_size=1, max_size=30), st.lists(SHARES, min_size=1, max_size=30))
A = Measure("a", weight=1, is_share=False)


def ranking(units: dict[str, Count]) -> dict[str, int]:
    """As the league does it: too small units take no place."""
    least = least_size([count.size for count in units.values()])
    field = {key: {"a": count} for key, count in units.items() if count.size >= least}
    return places(scores(field, [A], priors(field, [A])))


@given(UNITS, st.booleans())
def test_each_rate_is_drawn_towards_the_mean_and_never_past_it(units, is_share):
    prior = estimate(units, is_share=is_share)
    for count in units:
        low, high = sorted([prior.mean, min(count.rate, prior.best)])
        assert low - 1e-9 <= prior.shrunk(count) <= high + 1e-9


@given(st.floats(0.01, 3), st.floats(1, 500), st.integers(10, 400), st.integers(1, 400))
def test_of_two_equal_rates_the_smaller_unit_is_drawn_further(mean, strength, size, more):
    prior = Prior(mean, strength, best=9)
    rate = mean * 2
    small, large = Count(rate * size, size), Count(rate * (size + more), size + more)
    assert abs(prior.shrunk(small) - mean) <= abs(prior.shrunk(large) - mean) + 1e-9


@given(UNITS, st.integers(0, 5000), st.integers(0, 5000), SIZES)
def test_of_two_units_of_one_size_who_did_more_does_not_stand_behind(units, less, more, size):
    less, more = sorted([less, more])
    found = ranking(dict(enumerate(units)) | {"less": Count(less, size), "more": Count(more, size)})
    assume("more" in found)
    assert found["more"] <= found["less"]


@given(UNITS, st.integers(0, 100_000))
def test_three_households_never_take_a_place(units, amount):
    found = ranking(dict(enumerate(units)) | {"three": Count(amount, 3)})
    assert "three" not in found


@given(st.lists(FLOWS, min_size=2, max_size=30))
def test_no_small_unit_stands_before_the_best_of_usual_size(units):
    middle, prior = median_high(count.size for count in units), estimate(units, is_share=False)
    usual = [count for count in units if count.size >= USUAL * middle]
    assume(max(count.rate for count in usual) >= prior.mean)
    best = max(prior.shrunk(count) for count in usual)
    assert all(prior.shrunk(count) <= best + 1e-9 for count in units)


@given(UNITS, st.randoms(use_true_random=False))
def test_the_order_of_the_units_does_not_matter(units, chance):
    named = dict(enumerate(units))
    shuffled = list(named.items())
    chance.shuffle(shuffled)
    assert ranking(named) == ranking(dict(shuffled))


@given(UNITS, st.booleans())
def test_the_prior_stays_between_a_quarter_and_four_middle_units(units, is_share):
    sizes = sorted(count.size for count in units)
    middle = sizes[len(sizes) // 2]
    assert WEAKEST * middle <= estimate(units, is_share=is_share).strength <= STRONGEST * middle


def test_units_that_differ_by_chance_alone_are_drawn_together_and_real_differences_stay():
    alike = [Count(50 + step % 3, 100) for step in range(12)]
    apart = [Count(10 + 70 * (step % 2), 100) for step in range(12)]
    assert estimate(alike, is_share=True).strength == STRONGEST * 100
    assert estimate(apart, is_share=True).strength == WEAKEST * 100


def test_a_few_units_or_none_have_a_sane_prior():
    assert estimate([], is_share=True).shrunk(Count(0, 0)) == 0
    assert estimate([Count(30, 100), Count(0, 50)], is_share=True).strength == 100
    assert estimate([Count(0, 40)] * 9, is_share=True) == Prior(0, 40, 0)


def test_a_unit_without_a_denominator_stands_at_the_mean():
    assert estimate([Count(30, 100), Count(4, 0)], is_share=False).shrunk(Count(4, 0)) == 0.3


def test_equal_scores_share_a_place():
    assert places({"a": 120.0, "b": 100.0, "c": 100.0, "d": 80.5}) == {"a": 1, "b": 2, "c": 2, "d": 4}


def test_each_measure_is_compared_with_its_own_mean_and_weighed():
    field = {"x": {"a": Count(30, 100), "b": Count(0, 100)}, "y": {"a": Count(10, 100), "b": Count(4, 100)}}
    measures = [A, Measure("b", weight=3, is_share=False)]
    # with two units the prior is as large as the middle one: half the way to the mean
    assert scores(field, measures, priors(field, measures)) == {"x": 68.8, "y": 131.2}


def test_what_nobody_reached_weighs_nothing():
    field = {"x": {"a": Count(0, 100)}, "y": {"a": Count(0, 50)}}
    assert scores(field, [A], priors(field, [A])) == {}
