from datetime import date

import pytest

from reports.models import Campaign
from tests.cast import at, make_visit
from tests.reports.campaigns import make_campaign, statistic
from tests.visits.test_ledger import make_activity
from visits.models import Household


@pytest.fixture
def facts(country, team, household, foreign_household, indicators):
    """Visits before and after the reform, one abroad, a tally of the old commune itself."""
    neighbour = Household.objects.create(area=country.other_hamlet, head_name="Ngô Văn Bên", size=2)
    dossiers, app, zalo = (indicators[code] for code in ("dvc_ho_so", "app_ho", "zalo_thanh_vien"))
    make_visit(household, when=at(2024, 3, 5), results={dossiers: 1, app: 1}, team=team)
    make_visit(household, when=at(2025, 7, 1, 0), results={dossiers: 1200, app: 1}, team=team)
    make_visit(neighbour, when=at(2025, 6, 30, 23), results={dossiers: 4, app: 1})
    make_visit(neighbour, when=at(2026, 3, 5), results={dossiers: 8}, status="review")
    make_visit(foreign_household, when=at(2026, 3, 5), results={dossiers: 16, app: 1})
    make_activity(country.old_commune, date(2024, 5, 31), {dossiers: 32})
    make_activity(country.hamlet, date(2026, 5, 31), {zalo: 70}, team)
    return indicators


@pytest.fixture
def members(cast, country, team, household, indicators) -> Campaign:
    """Two of the team who log visits of their own, and a tally of the team, in a campaign of the commune."""
    statistic(country.hamlet, 50)
    neighbour = Household.objects.create(area=country.hamlet, head_name="Ngô Văn Bên", size=2)
    for home in (household, neighbour):
        make_visit(home, by=cast.team_member, team=team, when=at(2026, 11, 2), results={indicators["app_ho"]: 1})
    make_visit(household, by=cast.team_leader, team=team, when=at(2026, 11, 3), results={indicators["app_ho"]: 1})
    make_activity(country.hamlet, date(2026, 11, 4), {indicators["app_ho"]: 7}, team)
    return make_campaign(country.commune, [indicators["app_ho"]])
