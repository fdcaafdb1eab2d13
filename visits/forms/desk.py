from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Permission
from areas.places import hamlets_of
from visits.draft import Draft
from visits.forms.household import HamletField
from visits.forms.visit import AmendForm
from visits.models import HeldItem

Decision = HeldItem.Decision


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=200)


class DecisionForm(ReasonForm):
    """`choices`: the decisions that are possible here, in words."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Cách giải quyết"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn một cách giải quyết.")},
    )
    field_order = ["decision", "hamlet", "reason"]

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = choices


class FoundDecisionForm(DecisionForm):
    """For a household that a phone found: where it stands, when it is to be stored."""

    STORING = (Decision.FILED, Decision.BOTH)

    hamlet = HamletField(
        queryset=None,
        required=False,
        label=gettext_lazy("Ấp, khu vực của hộ"),
        help_text=gettext_lazy("Chỉ cần khi lưu thành hộ mới."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hamlet"].queryset = hamlets_of(user.areas_where(Permission.EDIT_VISITS), timezone.localdate())

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") in self.STORING and not cleaned.get("hamlet") and "hamlet" not in self.errors:
            self.add_error("hamlet", ValidationError(_("Chọn ấp, khu vực nơi hộ này ở.")))
        return cleaned


class HeldVisitForm(AmendForm):
    """What a phone sent, to be corrected and filed; says why."""

    def __init__(self, *args, draft: Draft, indicators, **kwargs):
        known = {indicator.code: indicator for indicator in indicators}
        results = {known[code]: quantity for code, quantity in draft.results.items() if code in known}
        super().__init__(*args, visit=draft, results=results, indicators=indicators, **kwargs)
        self.draft = draft
        self.fields["reason"].label = _("Lý do")

    def clean_visited_at(self):
        """Strictly, also when it was left alone: what was wrong with it may be the day."""
        moment = super(AmendForm, self).clean_visited_at()
        return self.filed_at if moment == self.filed_at.replace(second=0, microsecond=0) else moment

    def corrected(self) -> dict:
        """The values of visits.draft.Draft that the form answers."""
        facts = self.facts
        return facts | {"results": {indicator.code: quantity for indicator, quantity in facts["results"].items()}}


class RepeatForm(DecisionForm):
    """Let all visits of the day stand, or take one of them back: its primary key is the choice."""

    KEEP = "keep"


class SilenceForm(forms.Form):
    DAYS = (3, 7, 14, 30)

    silent = forms.TypedChoiceField(
        label=gettext_lazy("Máy chưa gửi"),
        required=False,
        choices=[
            ("", gettext_lazy("Tất cả")),
            *((day, gettext_lazy("quá %(n)s ngày") % {"n": day}) for day in DAYS),
        ],
    )
