"""The versions of one target as a person reads them."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import Target
from reports.targets import typed

AT_ONCE = timedelta(minutes=1)


@dataclass
class Version:
    """`state` and `label` of its pill; `sentences` tell who gave it, by what, and what became of it."""

    target: Target
    text: str
    state: str
    label: str
    sentences: list[str]


def versions_of(targets: list[Target]) -> list[Version]:
    """Newest first, as they are given."""
    found = []
    for target, next_one in zip(targets, [None, *targets], strict=False):
        fate = _fate(target, next_one)
        pill = "neutral" if target.ended_at else "reached"
        found.append(Version(target, _figure(target), pill, str(fate.label), _sentences(target, fate)))
    return found


class Fate(TextChoices):
    IN_FORCE = "in_force", gettext_lazy("Đang áp dụng")
    REPLACED = "replaced", gettext_lazy("Đã thay")
    WITHDRAWN = "withdrawn", gettext_lazy("Đã rút")


def _fate(target: Target, next_one: Target | None) -> Fate:
    """Replaced is what ended in the transaction in which the next version was given."""
    if not target.ended_at:
        return Fate.IN_FORCE
    return Fate.REPLACED if next_one and next_one.set_at - target.ended_at < AT_ONCE else Fate.WITHDRAWN


def _figure(target: Target) -> str:
    text = f"{typed.write(target.value, target.basis)} {'' if target.basis == 'percent' else target.indicator.unit}"
    if target.statistic:
        text = _("%(figure)s của %(whole)s") % {"figure": text, "whole": target.get_statistic_display().lower()}
    return f"{text.strip()} · {target.get_counting_display().lower()}"


def _sentences(target: Target, fate: Fate) -> list[str]:
    found = []
    if target.set_by or target.office:
        words = {"who": target.set_by or "—", "office": target.office or "—"}
        found.append(_("%(who)s đặt, %(office)s giao.") % words)
    if target.source:
        found.append(_("Văn bản: %(source)s") % {"source": target.source})
    if target.cascaded_from:
        found.append(_("Chia từ mức của %(area)s.") % {"area": target.cascaded_from.area})
    if target.ended_at:
        at = date_format(timezone.localtime(target.ended_at), "DATETIME_FORMAT")
        told = _("%(who)s thay lúc %(at)s.") if fate == Fate.REPLACED else _("%(who)s rút lúc %(at)s.")
        found.append(told % {"who": target.ended_by or "—", "at": at})
    return found
