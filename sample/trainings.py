"""Trainings of the teams' members: one for each former commune when the teams were founded, two in the communes whose
teams go from door to door. Invented."""

from collections import defaultdict
from datetime import date
from random import Random

from areas.models import Area, Level, Placement
from areas.official import REFORM_DAY
from sample.doors import PLACES
from sample.seed import stream
from teams.models import Membership, Training

FIRST = (date(2022, 7, 20), "Nhiệm vụ và cách làm việc của Tổ công nghệ số cộng đồng", 0.62)
LATER = (
    (date(2026, 3, 12), "Kỹ năng số cơ bản, an toàn trên mạng", 0.7),
    (date(2026, 9, 17), "Hướng dẫn dịch vụ công trực tuyến, ví điện tử", 0.45),
)
HOST = "Sở Khoa học và Công nghệ"


def create() -> None:
    """Write them; whoever serves on the day attends with the chance of that training."""
    chance = stream("trainings")
    communes = [place.commune for place in PLACES]
    for commune, members in sorted(_members(FIRST[0]).items(), key=lambda item: item[0].code):
        _train(commune, members, *FIRST, chance)
    for training in LATER:
        for commune, members in sorted(_members(training[0]).items(), key=lambda item: item[0].code):
            if commune.code in communes and commune.valid_from == REFORM_DAY:
                _train(commune, members, *training, chance)


def _train(commune: Area, members: list, day: date, title: str, share: float, chance: Random) -> None:
    training = Training.objects.create(area=commune, day=day, title=title, host=HOST)
    training.attendees.set([member for member in members if chance.random() < share])


def _members(day: date) -> dict[Area, list]:
    """Commune of the day -> who served in its teams, by key."""
    placed = Placement.objects.on(day).filter(parent__level=Level.COMMUNE).select_related("parent")
    communes = {placement.area_id: placement.parent for placement in placed}
    served = Membership.objects.in_teams().on(day).order_by("member").values_list("team__area", "member")
    found = defaultdict(list)
    for area, member in served.distinct():
        if area in communes:
            found[communes[area]].append(member)
    return found
