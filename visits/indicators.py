"""What the database knows about an indicator beyond its own row."""

from datetime import date

from django.db.models import Max, Min

from visits.models import Contribution, Indicator, MonthlyTotal


def months_with_facts(indicator: Indicator) -> tuple[date | None, date | None]:
    """The first and the last reporting month with facts of the indicator; (None, None) without any."""
    rows = MonthlyTotal.objects.filter(indicator=indicator, facts__gt=0)
    months = rows.aggregate(first=Min("month"), last=Max("month"))
    return months["first"], months["last"]


def days_with_facts(indicator: Indicator) -> tuple[date | None, date | None]:
    """The first and the last day with facts, of a ratio those of its parts; (None, None) without any."""
    parts = [part for part in (indicator.pk, indicator.numerator_id, indicator.denominator_id) if part]
    days = Contribution.objects.filter(indicator__in=parts).aggregate(first=Min("day"), last=Max("day"))
    return days["first"], days["last"]
