"""The lists that this room takes from Excel."""

from imports.kinds import register
from teams.sheets.members import Members

register(Members())
