from teams.models.decision import TeamDecision
from teams.models.member import Member, Membership
from teams.models.rule import CompositionRule
from teams.models.team import Team
from teams.models.training import Training

__all__ = ["CompositionRule", "Member", "Membership", "Team", "TeamDecision", "Training"]
