"""What was changed in a visit, an activity or a household after it was filed, by whom and why, in sentences."""

from dataclasses import dataclass
from datetime import date, datetime

from django.template.defaultfilters import date as format_date
from django.utils.formats import number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from visits.models import Activity, HeldItem, Household, Result, Visit
from visits.texts import amount, day_text

SHOWN = {"visited_at", "outcome", "people", "note", "status", "team", "next_on", "area"}

SHOWN_OF_ACTIVITY = {"title", "day", "people", "note", "team"}
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Change:
    at: datetime
    who: str
    reason: str
    details: list[str]


def of_visit(visit: Visit) -> list[Change]:
    """Every change, newest first, and the decision by which it was filed; empty for one that stands as it was sent."""
    return sorted([*_decisions(visit), *_edits(visit)], key=lambda change: change.at, reverse=True)


def of_activity(activity: Activity) -> list[Change]:
    return sorted(_edits(activity), key=lambda change: change.at, reverse=True)


def of_household(household: Household) -> list[Change]:
    """What was done to it with a reason, newest first: found on the spot, moved, merged, corrected at the desk."""
    records = Household.history.filter(id=household.pk, history_change_reason__isnull=False)
    records = records.exclude(history_change_reason="").select_related("history_user").order_by("-history_id")
    return [
        Change(record.history_date, str(record.history_user or _("Hệ thống")), record.history_change_reason, [])
        for record in records[:MOST_TOLD]
    ]


def _decisions(visit: Visit) -> list[Change]:
    """How what a phone sent became this visit. Where it replaced another content, the edit tells it."""
    held = visit.held_items.exclude(decision=HeldItem.Decision.SENT).select_related("decided_by")
    return [
        Change(item.decided_at, str(item.decided_by), item.decision_reason, [str(item.get_decision_display())])
        for item in held
    ]


def _edits(fact: Visit | Activity) -> list[Change]:
    records = list(fact.history.select_related("history_user", "team", "area").order_by("history_id"))
    of_fact = {fact._meta.model_name: fact.pk, "history_type": "-"}
    replaced = list(Result.history.filter(**of_fact).select_related("indicator"))
    changes = []
    for place, record in enumerate(records[1:], start=1):
        until = records[place + 1].history_date if place + 1 < len(records) else None
        results = [row for row in replaced if _within(row.history_date, record.history_date, until)]
        details = _differences(records[place - 1], record) + [_old_result(row) for row in results]
        who, reason = record.history_user or _("Hệ thống"), record.history_change_reason or ""
        changes.append(Change(record.history_date, str(who), reason, details))
    return changes


def _within(moment: datetime, start: datetime, end: datetime | None) -> bool:
    return start <= moment and (end is None or moment < end)


def _differences(before, record) -> list[str]:
    shown = SHOWN_OF_ACTIVITY if record.instance_type is Activity else SHOWN
    fields = [field for field in record.tracked_fields if field.name in shown]
    changed = [field for field in fields if getattr(before, field.attname) != getattr(record, field.attname)]
    lines = [f"{_label(field)}: {_in_words(before, field)} → {_in_words(record, field)}" for field in changed]
    removed = _("Đã xóa hoạt động.") if record.instance_type is Activity else _("Đã xóa lượt thăm.")
    return lines + ([removed] if record.removed_at and not before.removed_at else [])


def _label(field) -> str:
    name = str(field.verbose_name)
    return name[:1].upper() + name[1:]


def _in_words(record, field) -> str:
    if field.choices:
        return str(getattr(record, f"get_{field.name}_display")())
    value = getattr(record, field.name)
    if isinstance(value, datetime):
        return format_date(localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, int):
        return number_format(value)
    return str(value) if value else "—"


def _old_result(row) -> str:
    return _("%(indicator)s: trước là %(amount)s") % {
        "indicator": row.indicator.short_name,
        "amount": amount(row.indicator, row.quantity),
    }
