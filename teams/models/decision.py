from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from teams.models.team import Team

MARK = "decision "


class TeamDecision(models.Model):
    """A decision about a team after the one that founded it, which stands on the team itself (ADR 9)."""

    class Kind(models.TextChoices):
        RESTAFFED = "restaffed", _("Kiện toàn")
        DISSOLVED = "dissolved", _("Giải thể")

    team = models.ForeignKey(Team, models.PROTECT, related_name="decisions", verbose_name=_("tổ"))
    kind = models.CharField(_("nội dung"), max_length=10, choices=Kind)
    number = models.CharField(_("số quyết định"), max_length=60, blank=True)
    signed_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    effective_on = models.DateField(_("có hiệu lực từ ngày"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("quyết định về tổ")
        verbose_name_plural = _("quyết định về tổ")
        ordering = ["effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "kind", "effective_on"],
                name="team_decision_once_a_day",
                violation_error_message=_("Tổ đã có một quyết định như vậy, có hiệu lực cùng ngày."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {cited(self.number, self.signed_on)}".strip()

    @property
    def mark(self) -> str:
        """What the history of a service says when the service changed by this decision."""
        return f"{MARK}{self.pk}"


def cited(number: str, signed_on) -> str:
    """ "theo Quyết định 12/QĐ-UBND ngày 05/08/2025", as far as it is known."""
    words = {"number": number, "day": f"{signed_on:%d/%m/%Y}" if signed_on else ""}
    if number and signed_on:
        return _t("theo Quyết định %(number)s ngày %(day)s") % words
    if number:
        return _t("theo Quyết định %(number)s") % words
    return _t("theo quyết định ngày %(day)s") % words if signed_on else ""
