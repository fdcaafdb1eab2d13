"""525 teams, one to a hamlet, founded by decisions of the communes from April to June 2022."""

from datetime import date, timedelta

from sample.hamlets import Hamlet
from sample.seed import identity, stream
from teams.models import Team

FIRST_DECISION, LAST_DECISION = date(2022, 4, 11), date(2022, 6, 29)


def create(hamlets: list[Hamlet]) -> dict[int, Team]:
    """Write the teams; return them by the key of their hamlet."""
    decisions = _decisions(hamlets)
    teams = {hamlet.area.pk: _team(hamlet, *decisions[hamlet.commune.pk]) for hamlet in hamlets}
    Team.objects.bulk_create(teams.values(), batch_size=500)
    return teams


def _decisions(hamlets: list[Hamlet]) -> dict[int, tuple[str, date]]:
    """Number and day of the one decision by which each commune founded its teams (Công văn 793/BTTTT-THH)."""
    chance = stream("decisions")
    days = (LAST_DECISION - FIRST_DECISION).days
    decisions = {}
    for commune in dict.fromkeys(hamlet.commune.pk for hamlet in hamlets):
        day = FIRST_DECISION + timedelta(days=chance.randrange(days + 1))
        day -= timedelta(days=max(day.weekday() - 4, 0))  # offices sign from Monday to Friday
        decisions[commune] = (f"{chance.randrange(38, 190)}/QĐ-UBND", day)
    return decisions


def _team(hamlet: Hamlet, number: str, day: date) -> Team:
    team = Team(
        id=identity("team", hamlet.commune.code, hamlet),
        name=f"Tổ công nghệ số cộng đồng {hamlet}",
        area=hamlet.area,
        decision_number=number,
        decision_date=day,
        valid_from=day,
    )
    team.derive_keys()
    return team
