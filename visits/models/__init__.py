from visits.models.code import HouseholdCode
from visits.models.device import Device
from visits.models.held import HeldItem
from visits.models.household import Household, HouseholdAlias
from visits.models.indicator import Indicator
from visits.models.ledger import Contribution, DailyTotal, MonthlyTotal, MovedDay, MovedTotal
from visits.models.move import HouseholdMove
from visits.models.photo import Photo
from visits.models.repeat import KeptRepeat
from visits.models.rescue import RescueImport
from visits.models.visit import Activity, Result, Visit

__all__ = [
    "Activity",
    "Contribution",
    "DailyTotal",
    "Device",
    "HeldItem",
    "Household",
    "HouseholdAlias",
    "HouseholdCode",
    "HouseholdMove",
    "Indicator",
    "KeptRepeat",
    "MonthlyTotal",
    "MovedDay",
    "MovedTotal",
    "Photo",
    "RescueImport",
    "Result",
    "Visit",
]
