from teams.models.decision import TeamDecision
from teams.models.member import Member, Membership
from teams.models.team import Team

__all__ = ["Member", "Membership", "Team", "TeamDecision"]
