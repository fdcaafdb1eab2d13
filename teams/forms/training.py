from django import forms
from django.core.validators import MinValueValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.dates import BEGINNING
from areas.forms import SomeOf
from areas.models import Area
from teams.forms.day import day_input
from teams.models import Member, Membership, Training


class PlaceForm(forms.Form):
    """The commune of a training, asked first: its members are then the choices."""

    area = forms.ModelChoiceField(Area.objects.none(), label=_("Xã, phường"))

    def __init__(self, *args, areas: QuerySet[Area], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas


class TrainingForm(forms.ModelForm):
    """A training and who of the area was there."""

    day = forms.DateField(label=_("Ngày"), widget=day_input(), validators=[MinValueValidator(BEGINNING)])
    attendees = SomeOf(
        Member.objects.none(),
        label=_("Người dự"),
        required=False,
        help_text=_("Thành viên các tổ của địa bàn. Người ở địa bàn khác ghi ở buổi của địa bàn ấy."),
    )

    class Meta:
        model = Training
        fields = ["day", "title", "host", "attendees"]
        help_texts = {"title": _("Như “Bồi dưỡng kỹ năng số cho Tổ công nghệ số cộng đồng”.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["attendees"].queryset = members_of(self.instance)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ngày này chưa tới; ghi buổi tập huấn sau khi đã tổ chức."))
        return day


def members_of(training: Training) -> QuerySet[Member]:
    """Whoever serves in a team of the area today or served on the day, and who was entered already."""
    today = timezone.localdate()
    areas = Area.objects.under(training.area, today)
    served = Membership.objects.in_teams().filter(team__area__in=areas.values("pk"), valid_from__lte=today)
    served = served.filter(valid_until__gte=training.day or today)
    members = Member.objects.filter(pk__in=served.values("member"))
    if training.pk:
        members |= Member.objects.filter(pk__in=training.attendees.values("pk"))
    return members.order_by("sort_key", "pk")
