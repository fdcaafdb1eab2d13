from visits.models.device import Device
from visits.models.held import HeldItem
from visits.models.household import Household, HouseholdAlias
from visits.models.indicator import Indicator
from visits.models.ledger import Contribution, MonthlyTotal
from visits.models.repeat import KeptRepeat
from visits.models.visit import Activity, Result, Visit

__all__ = [
    "Activity",
    "Contribution",
    "Device",
    "HeldItem",
    "Household",
    "HouseholdAlias",
    "Indicator",
    "KeptRepeat",
    "MonthlyTotal",
    "Result",
    "Visit",
]
