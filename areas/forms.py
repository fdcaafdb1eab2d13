from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from areas.dates import BEGINNING, FOREVER
from areas.lists import read_key
from areas.models import Area, AreaStatistic, Level
from areas.names import HAMLET_KINDS

FIRST_YEAR = 2000
URBAN_KINDS = ("Khu vực", "Khóm", "Khu phố", "Khối", "Tổ dân phố")  # usual under a phường or thị trấn


def search_box(placeholder: str) -> forms.TextInput:
    return forms.TextInput(attrs={"type": "search", "placeholder": placeholder, "autocomplete": "off"})


class DayField(forms.DateField):
    """A day as the browser's own picker sends it, or as people write it."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_validators = [MinValueValidator(BEGINNING, _("Nhập một ngày từ 01/01/1900 trở đi."))]


class SomeOf(forms.ModelMultipleChoiceField):
    """Ticked rows; a number that no row can have is none of the choices."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        for key in value or []:
            if str(key).isdecimal() and read_key(str(key)) is None:
                raise forms.ValidationError(self.error_messages["invalid_pk_value"] % {"pk": str(key)[:20]})
        return super().clean(value)


class DayForm(forms.Form):
    """The day of the map."""

    on = DayField(label=_("Bản đồ hành chính ngày"))

    def __init__(self, data):
        super().__init__(data if data.get("on") else {"on": timezone.localdate().isoformat()})
        typed = data.get("on", "")[:40]
        message = _t("«%(typed)s» không phải là ngày. Viết ngày như 30/06/2025.") % {"typed": typed}
        self.fields["on"].error_messages["invalid"] = message

    @property
    def day(self):
        """The day asked for; today when none was, or when it cannot be read."""
        return self.cleaned_data["on"] if self.is_valid() else timezone.localdate()


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Tên đơn vị, nay hoặc cũ"),
        max_length=100,
        required=False,
        widget=search_box(_("Ví dụ: vi thuy, Tân Hòa")),
        error_messages={"max_length": _("Từ khóa dài quá 100 ký tự. Chỉ nhập tên đơn vị.")},
    )


class NameForm(forms.Form):
    """Kind and name of a hamlet; the name without its kind."""

    kind = forms.ChoiceField(label=_("Loại"))
    name = forms.CharField(label=_("Tên"), max_length=120, help_text=_("Không kèm loại: “1”, “Tân Phú”."))

    def offer_kinds(self, commune: Area | None, present: str = "") -> None:
        urban = commune is not None and commune.kind != "Xã"
        usual = [kind for kind in HAMLET_KINDS if (kind in URBAN_KINDS) == urban]
        kinds = dict.fromkeys([*([present] if present else []), *usual, *HAMLET_KINDS])
        self.fields["kind"].choices = [(kind, kind) for kind in kinds]

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        for kind in HAMLET_KINDS:
            if name.casefold().startswith(f"{kind} ".casefold()):
                return name[len(kind) + 1 :]
        return name


class HamletForm(NameForm):
    """A new hamlet of a commune."""

    since = DayField(
        label=_("Có từ ngày"), required=False, help_text=_("Để trống nếu có từ trước, không rõ ngày thành lập.")
    )
    former = forms.ModelChoiceField(
        Area.objects.none(),
        label=_("Xã, phường cũ"),
        required=False,
        empty_label=_("Không rõ, hoặc mới thành lập"),
        help_text=_("Nơi ấp, khu vực này thuộc về trước khi sắp xếp; phân biệt được hai ấp trùng tên."),
    )

    def __init__(self, data=None, *, commune: Area):
        super().__init__(data)
        self.offer_kinds(commune)
        self.fields["former"].queryset = Area.objects.filter(successors__new=commune, level=Level.COMMUNE).distinct()
        if not self.fields["former"].queryset.exists():
            del self.fields["former"]


class HamletEditForm(NameForm):
    until = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống khi đơn vị còn hoạt động."))

    def __init__(self, data=None, *, hamlet: Area):
        super().__init__(data, initial={"kind": hamlet.kind, "name": hamlet.name, "until": hamlet.ends})
        self.offer_kinds(None, present=hamlet.kind)

    def clean_until(self):
        return self.cleaned_data["until"] or FOREVER


class StatisticForm(forms.ModelForm):
    FIGURES = ("households", "residents", "adults", "businesses")
    MOST = 200_000_000

    class Meta:
        model = AreaStatistic
        fields = ["year", "households", "residents", "adults", "businesses", "source"]
        help_texts = {
            "households": _("Để trống số liệu chưa có, đừng ghi 0."),
            "source": _("Ví dụ: Niên giám thống kê 2024; Công an xã, ngày 15/08/2025."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.FIGURES:
            too_large = MaxValueValidator(self.MOST, _("Lớn hơn dân số cả nước. Kiểm tra lại số này."))
            self.fields[name].validators.append(too_large)

    def clean_year(self):
        year, last = self.cleaned_data["year"], timezone.localdate().year + 1
        if not FIRST_YEAR <= year <= last:
            message = _t("Nhập năm từ %(first)s đến %(last)s.") % {"first": FIRST_YEAR, "last": last}
            raise forms.ValidationError(message)
        others = AreaStatistic.objects.filter(area=self.instance.area, year=year).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_t("Đã có số liệu năm %(year)s. Sửa dòng đã có.") % {"year": year})
        return year

    def clean(self):
        figures = {name: self.cleaned_data.get(name) for name in self.FIGURES}
        if not self.errors and all(figure is None for figure in figures.values()):
            raise forms.ValidationError(_("Nhập ít nhất một số liệu."))
        residents = figures["residents"]
        for name in ("households", "adults"):
            if residents is not None and figures[name] is not None and figures[name] > residents:
                self.add_error(name, _("Lớn hơn số nhân khẩu. Kiểm tra lại hai số."))
        return self.cleaned_data
