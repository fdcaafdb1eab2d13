"""The end of a campaign: its tables are kept as they stand, and what arrives later changes nothing."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.dates import ONE_DAY
from reports.league.contest import Contest
from reports.league.line import Line
from reports.league.tables import count
from reports.models import Appeal, Campaign, Freezing, Standing

A_QUERY = 500


class NotYet(Exception):
    """The message says what stands in the way of freezing."""


def hindrance(campaign: Campaign, today: date) -> str:
    """Why the tables cannot be frozen today, in words; "" when they can."""
    if campaign.end >= today:
        return _("Chốt được từ ngày %(day)s, khi đợt đã kết thúc.") % {"day": f"{_day_after(campaign.end):%d/%m/%Y}"}
    if campaign.frozen_at and not corrected_since(campaign):
        return _("Bảng đã chốt. Chỉ chốt lại khi có kiến nghị được trả lời “đã sửa ở nguồn” sau khi chốt.")
    return ""


def corrected_since(campaign: Campaign) -> int:
    """Appeals whose figure was corrected after the tables were frozen: only they let them be frozen anew."""
    answered = campaign.appeals.filter(outcome=Appeal.Outcome.CORRECTED, answered_at__gt=campaign.frozen_at)
    return answered.count()


@transaction.atomic
def freeze(campaign: Campaign, *, by, at: datetime | None = None) -> int:
    """Keep the tables, with those who have no place; return the number of places. Raises NotYet. `at` is for data that
    is brought along."""
    campaign = Campaign.objects.select_for_update(of=["self"]).select_related("area").get(pk=campaign.pk)
    if reason := hindrance(campaign, timezone.localdate(at)):
        raise NotYet(reason)
    contest = Contest.of(campaign)
    tables = [count(contest, league, fresh=True) for league in contest.leagues]
    if not any(table.lines for table in tables):  # frozen by a slip, it could neither be opened nor deleted any more
        raise NotYet(_("Chưa xếp hạng được ai nên chưa chốt. Xem “Chưa xếp hạng” ở dưới: từng nơi thiếu gì."))
    rows = [_row(contest, line) for table in tables for line in [*table.lines, *table.unranked]]
    moved = _moved(campaign.standings.all(), rows) if campaign.frozen_at else None
    campaign.standings.all().delete()
    Standing.objects.bulk_create(rows, batch_size=A_QUERY)
    campaign.frozen_at, campaign.frozen_by = at or timezone.now(), by
    campaign.save(update_fields=["frozen_at", "frozen_by"])
    Freezing.objects.create(campaign=campaign, at=campaign.frozen_at, by=by, moved=moved)
    return sum(len(table.lines) for table in tables)


def _row(contest: Contest, line: Line) -> Standing:
    pairs = zip(contest.rules, line.cells, strict=False)  # a line without a place has no cells
    return Standing(
        campaign=contest.campaign,
        league=line.league,
        place=line.place,
        reason=line.reason,
        before=line.before,
        area=line.area,
        team=line.team,
        member=None if line.thing in (line.area, line.team) else line.thing,
        size=line.size,
        score=line.score,
        figures={rule.indicator.code: cell.as_json() for rule, cell in pairs},
    )


def _moved(before: Iterable[Standing], after: Iterable[Standing]) -> int:
    """How many have another place than before, or came or went."""
    one, other = ({(r.league, r.area_id, r.team_id, r.member_id): r.place for r in rows} for rows in (before, after))
    return sum(one.get(key) != other.get(key) for key in one.keys() | other.keys())


def _day_after(day: date) -> date:
    return day + ONE_DAY
