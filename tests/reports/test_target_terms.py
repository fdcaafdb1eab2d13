from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from reports.rollup import Period
from reports.targets import terms, typed
from visits.models import Indicator

FLOW, RATIO = Indicator(kind="flow"), Indicator(kind="ratio")


@pytest.mark.parametrize(
    "name, first, last",
    [
        ("2026", (1, 1), (12, 31)),
        ("2026-h2", (7, 1), (12, 31)),
        ("2026-q1", (1, 1), (3, 31)),
        ("2026-02", (2, 1), (2, 28)),
        ("2026-11-05..2026-12-20", (11, 5), (12, 20)),
    ],
)
def test_a_span_has_a_name_and_a_name_its_span(name, first, last):
    span = Period(date(2026, *first), date(2026, *last))

    assert (terms.parse(name), terms.name_of(span)) == (span, name)


def test_spans_follow_the_cut_off_day_of_the_reporting_month(settings):
    settings.REPORTING_MONTH = "15-14"

    assert terms.parse("2026-q1") == Period(date(2025, 12, 15), date(2026, 3, 14))
    assert terms.name_of(terms.parse("2026-q1")) == "2026-q1"


@pytest.mark.parametrize(
    "text",
    ["", "26", "2026-h3", "2026-q5", "2026-13", "2026-1", "2026-12-31..2026-01-01", "2026-02-30..2026-03-01", "a..b"],
)
def test_other_words_name_no_span(text):
    with pytest.raises(terms.UnknownTerm):
        terms.parse(text)


@pytest.mark.parametrize(
    "text, value, basis",
    [
        ("1.250", 1250, "amount"),
        (" 1250 ", 1250, "amount"),
        ("12,5 %", Decimal("12.5"), "percent"),
        ("12.5%", Decimal("12.5"), "percent"),
        ("70 %", 70, "percent"),
        ("1.234,25%", Decimal("1234.25"), "percent"),
    ],
)
def test_numbers_are_read_as_offices_write_them(text, value, basis):
    if value > 1000 and basis == "percent":
        with pytest.raises(ValidationError):
            typed.read(text, FLOW)
    else:
        assert typed.read(text, FLOW) == (value, basis)
        assert typed.read(typed.write(Decimal(value), basis), FLOW) == (value, basis)


def test_of_a_rate_the_sign_may_be_missing():
    assert typed.read("40", RATIO) == (40, "percent")


@pytest.mark.parametrize("text", ["nhiều", "-5", "1.25.0", "12,345", "12,5", "12.5", "%", "9999999999", "=1+1"])
def test_what_is_no_number_is_told_so(text):
    with pytest.raises(ValidationError):
        typed.read(text, FLOW)
