"""The lists of areas and accounts that can be imported: their rooms stand to the left of this one."""

from imports.kinds import register
from imports.sheets.accounts import Accounts
from imports.sheets.hamlets import Hamlets
from imports.sheets.statistics import Statistics

for kind in (Hamlets(), Statistics(), Accounts()):
    register(kind)
