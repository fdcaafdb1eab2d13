"""Who works in the teams of a province: members, of whom one in each team has an account and records what it does."""

from datetime import date

from accounts.models import User
from areas.models import Area
from teams.models import Member, Membership, Team, Training

A_TEAM = 7  # members, as in the lists of Hậu Giang and Lạng Sơn
TRAINED = 3  # one in so many was not there
SINCE = date(2022, 6, 1)
LOT = 5000


def serve(province: Area) -> None:
    """Members of every team, and a training that most of them attended."""
    teams = list(Team.objects.order_by("pk"))
    accounts = User.objects.bulk_create([User(username=f"to{n}") for n in range(len(teams))], batch_size=LOT)
    members = [_member(n, accounts) for n in range(A_TEAM * len(teams))]
    Member.objects.bulk_create(members, batch_size=LOT)
    services = [Membership(team=teams[n // A_TEAM], member=m, valid_from=SINCE) for n, m in enumerate(members)]
    Membership.objects.bulk_create(services, batch_size=LOT)
    training = Training.objects.create(area=province, day=SINCE, title="Kỹ năng số cơ bản")
    attended = [Training.attendees.through(training=training, member=m) for n, m in enumerate(members) if n % TRAINED]
    Training.attendees.through.objects.bulk_create(attended, batch_size=LOT)


def _member(number: int, accounts: list[User]) -> Member:
    team, place = divmod(number, A_TEAM)
    member = Member(full_name=f"Thành viên {number}", user=None if place else accounts[team])
    member.derive_keys()
    return member
