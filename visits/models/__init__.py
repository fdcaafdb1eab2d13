from visits.models.household import Household
from visits.models.indicator import Indicator
from visits.models.ledger import Contribution, MonthlyTotal
from visits.models.visit import Activity, HeldItem, Result, Visit

__all__ = [
    "Activity",
    "Contribution",
    "HeldItem",
    "Household",
    "Indicator",
    "MonthlyTotal",
    "Result",
    "Visit",
]
