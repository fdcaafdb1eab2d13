"""Who served in the teams, and when.

Hậu Giang counted 3,928 members on 21/08/2023 and 3,740 on 26/04/2024 (báo chí): 188 seats were given up in
between without a successor. A seat is held by one person after another, so the number of seats on a day is
the number of persons.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from areas.dates import FOREVER, ONE_DAY
from sample.people import person, phone
from sample.seed import apportion, identity, stream
from teams.models import Member, Membership, Team

COUNTED = {date(2023, 8, 21): 3_928, date(2024, 4, 26): 3_740}
BEFORE, AFTER = COUNTED
LAST_CHANGE = date(2025, 6, 27)
SMALLEST = 5
Role = Membership.Role
# Share of seats that pass to another person between two days, both included.
HANDOVERS = (
    (date(2022, 9, 5), date(2023, 8, 18), 0.05),
    (date(2023, 9, 5), date(2024, 4, 19), 0.03),
    (date(2024, 5, 6), LAST_CHANGE, 0.10),
)
POSITIONS = {
    Role.LEADER: ("Trưởng {kind}", "Bí thư chi bộ {kind}"),
    Role.DEPUTY: ("Bí thư chi đoàn {kind}", "Phó trưởng {kind}"),
    Role.SECRETARY: ("Giáo viên", "Chi hội trưởng phụ nữ {kind}"),
    Role.MEMBER: (
        "Chi hội trưởng phụ nữ {kind}",
        "Chi hội trưởng nông dân {kind}",
        "Chi hội trưởng cựu chiến binh {kind}",
        "Trưởng ban công tác mặt trận {kind}",
        "Đoàn viên",
        "Công an viên",
        "Nhân viên y tế",
        "Nhân viên bưu điện",
        "Giáo viên",
        "",
    ),
}


@dataclass
class Seat:
    team: Team
    number: int
    role: Role
    until: date = FOREVER
    handovers: list[date] = field(default_factory=list)  # first days of successors

    def terms(self) -> Iterator[tuple[date, date]]:
        """First and last day of each person on this seat."""
        firsts = [self.team.valid_from, *self.handovers]
        return zip(firsts, [day - ONE_DAY for day in self.handovers] + [self.until], strict=True)


def create(teams: list[Team]) -> list[Membership]:
    chance = stream("rosters")
    seats = [
        seat
        for team, size in zip(teams, _sizes(chance, len(teams)), strict=True)
        for seat in _seats(team, size, chance)
    ]
    _give_up(seats, chance)
    _hand_over(seats, chance)
    held = [_membership(seat, i, term, chance) for seat in seats for i, term in enumerate(seat.terms())]
    Member.objects.bulk_create([membership.member for membership in held], batch_size=500)
    return Membership.objects.bulk_create(held, batch_size=500)


def _sizes(chance: Random, teams: int) -> list[int]:
    more = apportion(COUNTED[BEFORE] - SMALLEST * teams, [chance.uniform(0.2, 2) for _team in range(teams)])
    return [SMALLEST + number for number in more]


def _seats(team: Team, size: int, chance: Random) -> list[Seat]:
    roles = [Role.LEADER, Role.DEPUTY if chance.random() < 0.93 else Role.MEMBER]
    roles += [Role.SECRETARY if size > 7 and chance.random() < 0.4 else Role.MEMBER]
    roles += [Role.MEMBER] * (size - len(roles))
    return [Seat(team, number, role) for number, role in enumerate(roles)]


def _give_up(seats: list[Seat], chance: Random) -> None:
    """End 188 seats, of plain members, on days between the two counts."""
    number = COUNTED[BEFORE] - COUNTED[AFTER]
    for seat in chance.sample([seat for seat in seats if seat.role == Role.MEMBER], number):
        seat.until = _day(chance, BEFORE, AFTER - ONE_DAY)


def _hand_over(seats: list[Seat], chance: Random) -> None:
    for start, end, share in HANDOVERS:
        for seat in seats:
            day = _day(chance, start, end)
            if chance.random() < share and day <= seat.until:
                seat.handovers.append(day)


def _day(chance: Random, start: date, end: date) -> date:
    return start + timedelta(days=chance.randrange((end - start).days + 1))


def _membership(seat: Seat, number: int, term: tuple[date, date], chance: Random) -> Membership:
    start, end = term
    kind = seat.team.area.kind.lower()
    name, gender = person(chance, share_of_women=0.25 if seat.role == Role.LEADER else 0.45)
    oldest, youngest = (1960, 1988) if seat.role == Role.LEADER else (1965, 2003)
    member = Member(
        id=identity("member", seat.team.pk, seat.number, number),
        full_name=name,
        gender=gender,
        birth_year=None if chance.random() < 0.04 else chance.randrange(oldest, youngest),
        phone=phone(chance, share_missing=0.02 if seat.role == Role.LEADER else 0.12),
        position=chance.choice(POSITIONS[seat.role]).format(kind=kind),
    )
    member.derive_keys()
    return Membership(team=seat.team, member=member, role=seat.role, valid_from=start, valid_until=end)
