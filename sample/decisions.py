"""What xã Thạnh Xuân and its province decided about teams after the reform: a steering committee, a team re-staffed
by a decision, and a rule on the composition of teams. Invented, and marked so where a source is named."""

from datetime import date
from random import Random

from django.utils.translation import gettext as _

from areas.models import Area
from areas.official import REFORM_DAY
from sample.accounts import COMMUNE, PROVINCE
from sample.doors import hamlets_of
from sample.people import person, phone
from sample.seed import identity, stream
from teams import restaffing
from teams.models import CompositionRule, Member, Membership, Team, TeamDecision

FOUNDED, RESTAFFED = date(2025, 8, 11), date(2025, 10, 6)
HEADS = "Trưởng ấp, trưởng khu vực, bí thư chi bộ"
Role = Membership.Role
SEATS = (
    (Role.LEADER, "Chủ tịch UBND xã"),
    (Role.DEPUTY, "Phó Chủ tịch UBND xã"),
    (Role.SECRETARY, "Trưởng phòng Văn hóa – Xã hội"),
    (Role.MEMBER, "Trưởng Công an xã"),
    (Role.MEMBER, "Bí thư Đoàn xã"),
    (Role.MEMBER, "Chủ tịch Hội Nông dân xã"),
)


def create(home: Area, teams: dict[int, Team]) -> None:
    """Write them; `teams` by the key of their hamlet, `home` is left as it is."""
    chance = stream("decisions after the reform")
    commune = Area.objects.get(code=COMMUNE, valid_from=REFORM_DAY)
    rule = {"fewest": 5, "most": 12, "leader_position": HEADS, "source": _("Kế hoạch minh họa")}
    province = Area.objects.get(code=PROVINCE, valid_from=REFORM_DAY)
    CompositionRule.objects.create(area=province, kind=Team.Kind.HAMLET, valid_from=REFORM_DAY, **rule)
    others = [teams[hamlet.pk] for hamlet in hamlets_of(COMMUNE) if hamlet != home]
    _found_committee(commune, others[0], chance)
    _restaff(next(team for team in others if _holding(team, Role.DEPUTY)), chance)


def _found_committee(commune: Area, team: Team, chance: Random) -> None:
    """Its last member leads a team as well, and counts once."""
    committee = Team.objects.create(
        id=identity("committee", commune.code),
        name=f"Ban Chỉ đạo chuyển đổi số {commune.kind.lower()} {commune.name}",
        kind=Team.Kind.STEERING,
        area=commune,
        decision_number="86/QĐ-UBND",
        decision_date=FOUNDED,
        valid_from=FOUNDED,
    )
    persons = [
        (role, _person(("committee", number), position, chance)) for number, (role, position) in enumerate(SEATS)
    ]
    persons += [(Role.MEMBER, service.member) for service in _holding(team, Role.LEADER)]
    for role, member in persons:
        Membership.objects.create(team=committee, member=member, role=role, valid_from=FOUNDED)


def _restaff(team: Team, chance: Random) -> None:
    """The deputy leaves, a member follows, somebody new joins; the leader, whose account logs visits, stays."""
    members = _holding(team, Role.MEMBER)
    decision = TeamDecision(
        team=team,
        kind=TeamDecision.Kind.RESTAFFED,
        number="112/QĐ-UBND",
        signed_on=RESTAFFED,
        effective_on=RESTAFFED,
    )
    leaving = {service: "" for service in [*_holding(team, Role.DEPUTY), *members[1:2]]}
    restaffing.restaff(decision, {**leaving, **{service: Role.DEPUTY for service in members[:1]}})
    joining = _person(("restaffed", team.pk), "Nhân viên bưu điện", chance)
    Membership.objects.create(team=team, member=joining, valid_from=RESTAFFED)


def _holding(team: Team, role: str) -> list[Membership]:
    held = Membership.objects.on(RESTAFFED).filter(team=team, role=role).select_related("member", "team")
    return sorted(held, key=lambda service: service.member.sort_key)


def _person(key: tuple, position: str, chance: Random) -> Member:
    name, gender = person(chance, share_of_women=0.35)
    return Member.objects.create(
        id=identity("member", *key),
        full_name=name,
        gender=gender,
        birth_year=chance.randrange(1970, 1996),
        phone=phone(chance),
        position=position,
    )
