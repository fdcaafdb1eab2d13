from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import Level
from areas.names import search_words
from teams.coverage import Row


class Show(models.TextChoices):
    BARE = "bare", _("Còn ấp, khu vực chưa có tổ")
    COVERED = "covered", _("Có đủ tổ")
    GAPS = "gaps", _("Có tổ cần bổ sung")


class CoverageForm(forms.Form):
    """What the units are narrowed to; a choice that does not exist leaves nothing."""

    q = forms.CharField(
        required=False,
        label=_("Tìm trong danh sách"),
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Tên, có dấu hoặc không")}),
    )
    by = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Các dòng là"))
    show = forms.ChoiceField(required=False, choices=[("", _("Tất cả")), *Show.choices], label=_("Chỉ xem"))

    def __init__(self, data, *, levels: list[Level]):
        super().__init__(data)
        self.levels = levels
        self.fields["by"].choices = [(str(level.value), level.label) for level in levels]
        self.fields["by"].initial = levels[0].value if levels else None
        if len(levels) < 2:
            self.fields["by"].widget = forms.HiddenInput()
        self.is_valid()

    @property
    def level(self) -> Level | None:
        """The level asked for, or the nearest."""
        asked = self.cleaned_data.get("by")
        return Level(asked) if asked else next(iter(self.levels), None)

    def narrow(self, rows: list[Row]) -> list[Row]:
        if self.errors:
            return []
        words, show = search_words(self.cleaned_data["q"]), self.cleaned_data["show"]
        if self.cleaned_data["q"] and not words:
            return []
        return [row for row in rows if _is_shown(row, show) and all(word in row.unit.search_key for word in words)]


def _is_shown(row: Row, show: str) -> bool:
    if show == Show.BARE:
        return bool(row.bare)
    if show == Show.COVERED:
        return bool(row.hamlets) and not row.bare
    return bool(row.few or row.leaderless or row.deputyless) if show == Show.GAPS else True
