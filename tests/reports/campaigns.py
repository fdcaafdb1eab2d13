"""Campaigns for tests: who takes part, by which rules, and the cases of their pages (see scope.py)."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from areas.models import AreaStatistic
from reports.models import Appeal, Campaign, CampaignIndicator
from tests.scope import Case
from visits.models import Indicator

START, END = date(2026, 10, 1), date(2026, 12, 31)


def make_campaign(area, indicators=(), *, start=START, end=END, name="60 ngày đêm", units=(), **rule) -> Campaign:
    """`rule`: per and weight of each indicator."""
    campaign = Campaign.objects.create(name=name, area=area, start=start, end=end)
    campaign.units.set(units)
    for indicator in indicators:
        CampaignIndicator.objects.create(campaign=campaign, indicator=indicator, **rule)
    return campaign


def statistic(area, households, **more) -> AreaStatistic:
    return AreaStatistic.objects.create(area=area, year=2026, households=households, source="thử", **more)


def campaign_of(w, place) -> Campaign:
    """One that runs today, in which the team of the place stands first."""
    area, hamlet = (w.commune, w.hamlet) if place == "own" else (w.foreign_commune, w.foreign_hamlet)
    if found := Campaign.objects.filter(area=area).first():
        return found
    today, around = timezone.localdate(), timedelta(days=30)
    AreaStatistic.objects.get_or_create(area=hamlet, year=today.year - 1, defaults={"households": 80, "source": "thử"})
    days = {"start": today - around, "end": today + around}
    return make_campaign(area, [Indicator.objects.get(code="app_ho")], name=f"Đợt của {area}", **days)


def appeal_of(w, place) -> Appeal:
    area, maker = (w.hamlet, "team_member") if place == "own" else (w.foreign_hamlet, "foreign_officer")
    indicator = Indicator.objects.get(code="app_ho")
    asked = {"query": f"area={area.pk}&indicator=app_ho", "shown": "1", "text": f"Kiến nghị của {area}"}
    made_by = User.objects.get(username=maker)
    return Appeal.objects.get_or_create(area=area, indicator=indicator, made_by=made_by, defaults=asked)[0]


def campaign(w, place):
    return {"pk": campaign_of(w, place).pk}


def line(w, place):
    team = w.team if place == "own" else w.foreign_team
    return {"pk": campaign_of(w, place).pk, "league": "teams", "key": team.pk}


def foreign_line(w, place):
    """A line that is not in the own campaign."""
    team = w.team if place == "own" else w.foreign_team
    return {"pk": campaign_of(w, "own").pk, "league": "teams", "key": team.pk}


def area(w, place):
    return {"area": w.commune.pk if place == "own" else w.foreign_commune.pk}


def appeal(w, place):
    return {"pk": appeal_of(w, place).pk}


def contested(w, place):
    hamlet = w.hamlet if place == "own" else w.foreign_hamlet
    return {"area": hamlet.pk, "indicator": "app_ho", "from": "2026-10-01", "to": "2026-12-31"}


def contested_there(w, place):
    """An own figure, in a campaign of others."""
    return contested(w, "own") | {"campaign": campaign_of(w, place).pk}


RULES = {
    "name": "60 ngày đêm",
    "start": "2026-10-01",
    "end": "2026-12-31",
    "rules-TOTAL_FORMS": "6",
    "rules-INITIAL_FORMS": "6",
    "rules-0-per": "households",
    "rules-0-weight": "2",
}


def typed(w=None, place="own", **more) -> dict[str, str]:
    """What the form of a campaign sends."""
    return RULES | {"rules-0-indicator": str(Indicator.objects.get(code="app_ho").pk)} | more


WRITES = {"permission": Permission.SET_TARGETS, "method": "post", "ok": 302}
SENT = {"method": "post", "ok": 302, "data": lambda w, place: {"text": "Thiếu một hộ."}}
CASES = [
    Case("reports:campaign_list"),
    Case("reports:campaign_create", permission=Permission.SET_TARGETS),
    Case("reports:campaign_create", query=area, permission=Permission.SET_TARGETS),
    Case("reports:campaign_create", query=area, data=typed, **WRITES),
    Case("reports:campaign_detail", campaign),
    *(
        Case("reports:campaign_league", lambda w, place, league=league: campaign(w, place) | {"league": league})
        for league in ("teams", "members")
    ),
    Case(
        "reports:campaign_league",
        lambda w, place: campaign(w, place) | {"league": "teams"},
        query=lambda w, place: {"_export": "csv"},
        permission=Permission.EXPORT,
    ),
    Case("reports:campaign_line", line),
    Case("reports:campaign_line", foreign_line),
    Case("reports:campaign_edit", campaign, permission=Permission.SET_TARGETS),
    Case("reports:campaign_edit", campaign, data=typed, **WRITES),
    Case("reports:campaign_freeze", campaign, **WRITES),
    Case("reports:campaign_delete", campaign, **WRITES),
    Case("reports:campaign_awards", campaign, permission=Permission.EXPORT),
    Case(
        "reports:campaign_awards",
        campaign,
        query=lambda w, place: {"_export": "xlsx"},
        permission=Permission.EXPORT,
        tells=False,  # a workbook: its names are in test_awards.py
    ),
    Case("reports:appeal_list"),
    Case("reports:appeal_create", query=contested),
    Case("reports:appeal_create", query=contested_there),
    Case("reports:appeal_create", query=contested, **SENT),
    Case("reports:appeal_detail", appeal),
    Case(
        "reports:appeal_answer",
        appeal,
        data=lambda w, place: {"outcome": "kept", "answer": "Đã xem lại."},
        **WRITES,
    ),
]
