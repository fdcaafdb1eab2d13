from teams.models.decision import TeamDecision
from teams.models.member import Member, Membership
from teams.models.rule import CompositionRule
from teams.models.team import Team

__all__ = ["CompositionRule", "Member", "Membership", "Team", "TeamDecision"]
