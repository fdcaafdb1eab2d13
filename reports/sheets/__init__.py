"""The lists that this room takes from Excel."""

from imports.kinds import register
from reports.sheets.targets import Targets

register(Targets())
