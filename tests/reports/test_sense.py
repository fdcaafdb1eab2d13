import pytest

from reports import sense
from visits.models import Indicator


def one(kind, pk=1, name="Ví điện tử"):
    return Indicator(pk=pk, code=f"code_{pk}", kind=kind, name=name, short_name=name)


def test_different_indicators_are_not_added():
    with pytest.raises(sense.Senseless, match="Không cộng các chỉ tiêu khác nhau"):
        sense.require_addable([one("person"), one("household", pk=2)])

    sense.require_addable([one("person"), one("person")])  # the same one twice


def test_rates_are_not_averaged():
    with pytest.raises(sense.Senseless, match="tổng tử số chia tổng mẫu số"):
        sense.require_no_average(one("ratio"))

    sense.require_no_average(one("flow"))


@pytest.mark.parametrize("kind", ["stock", "ratio"])
def test_what_stands_at_an_end_is_not_added_over_time(kind):
    with pytest.raises(sense.Senseless, match="qua các tháng"):
        sense.require_adds_over_time(one(kind))


@pytest.mark.parametrize("kind", ["flow", "household", "person"])
def test_what_comes_in_adds_over_time(kind):
    sense.require_adds_over_time(one(kind))


def test_a_ranking_needs_a_denominator():
    with pytest.raises(sense.Senseless, match="Chưa chọn mẫu số"):
        sense.require_rankable(one("person"), "")

    sense.require_rankable(one("person"), "households")
    sense.require_rankable(one("ratio"), "")  # has its own
