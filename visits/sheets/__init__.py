"""The lists of this room that can be imported."""

from imports.kinds import register
from visits.sheets.households import Households

register(Households())
