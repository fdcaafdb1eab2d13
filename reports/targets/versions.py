"""The versions of one target as a person reads them."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Target
from reports.targets import typed


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
    return [Version(target, _figure(target), *_state(target), _sentences(target)) for target in targets]


def _figure(target: Target) -> str:
    text = f"{typed.write(target.value, target.basis)} {'' if target.basis == 'percent' else target.indicator.unit}"
    if target.statistic:
        text = _("%(figure)s của %(whole)s") % {"figure": text, "whole": target.get_statistic_display().lower()}
    return f"{text.strip()} · {target.get_counting_display().lower()}"


def _state(target: Target) -> tuple[str, str]:
    return ("neutral", _("Đã thay")) if target.ended_at else ("reached", _("Đang áp dụng"))


def _sentences(target: Target) -> list[str]:
    found = []
    if target.set_by or target.office:
        words = {"who": target.set_by or "—", "office": target.office or "—"}
        found.append(_("%(who)s đặt, %(office)s giao.") % words)
    if target.source:
        found.append(_("Văn bản: %(source)s") % {"source": target.source})
    if target.cascaded_from:
        found.append(_("Chia từ mức của %(area)s.") % {"area": target.cascaded_from.area})
    if target.ended_at:
        words = {"who": target.ended_by or "—", "at": f"{timezone.localtime(target.ended_at):%d/%m/%Y %H:%M}"}
        found.append(_("%(who)s thay hoặc rút lúc %(at)s.") % words)
    return found
