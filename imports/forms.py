from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.dates import BEGINNING
from areas.models import Area, Level
from imports.columns import Column
from imports.display import label_of
from imports.kinds import ListKind

MOST_OFFICES = 300  # in a select; whoever sees more chooses a province, or comes from the page of a commune
READABLE = ".xlsx,.xls,.ods,.csv,.xlsm"
ROW = "row"  # in a mapping, beside the column letters: the last row of the header
SEX_COLUMNS = {"birth_year:M": _("Năm sinh của nam"), "birth_year:F": _("Năm sinh của nữ")}


def offices(user, permission: str, named: Area | None = None) -> QuerySet:
    """Where the user may import such a list: provinces and communes, or hamlets for whom there is nothing above."""
    units = user.areas_where(permission).on(timezone.localdate())
    upper = units.filter(level__in=(Level.PROVINCE, Level.COMMUNE))
    if upper.count() > MOST_OFFICES:
        upper = upper.filter(level=Level.PROVINCE)
    offered = upper if upper.exists() else units.filter(level=Level.HAMLET)
    if named is not None:
        offered |= Area.objects.filter(pk=named.pk)
    return offered.order_by("level", "sort_key", "pk")


class UploadForm(forms.Form):
    area = forms.ModelChoiceField(
        queryset=None,
        label=_("Danh sách của"),
        empty_label=None,
        help_text=_("Xã, phường hoặc tỉnh có danh sách này. Dòng của nơi khác sẽ chờ xem lại."),
        error_messages={"required": _("Chọn xã, phường hoặc tỉnh có danh sách này.")},
    )
    as_of = forms.DateField(
        label=_("Tính đến ngày"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Ngày của quyết định hoặc ngày lập danh sách."),
    )
    file = forms.FileField(
        label=_("Tệp danh sách"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": READABLE, "data-drop-input": True}),
        error_messages={"required": _("Chọn tệp Excel có danh sách.")},
    )

    def __init__(self, data=None, files=None, *, user, permission, named=None):
        super().__init__(data, files)
        choices = self.fields["area"].queryset = offices(user, permission, named)
        self.only = only_one(choices)
        self.initial = {"area": named or self.only or the_upper(choices), "as_of": timezone.localdate()}
        if not self.initial["area"]:
            self.fields["area"].empty_label = _("Chọn một nơi")
        if self.only:
            self.fields["area"].widget = forms.HiddenInput()

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if not BEGINNING <= day <= timezone.localdate():
            raise forms.ValidationError(_("Chọn một ngày không muộn hơn hôm nay."))
        return day


def the_upper(areas: QuerySet) -> Area | None:
    """The one unit above the others; None where several are equal, so that nobody imports into the first by chance."""
    first = areas.first()
    return first if first and areas.filter(level=first.level).count() == 1 else None


def only_one(areas: QuerySet) -> Area | None:
    found = list(areas[:2])
    return found[0] if len(found) == 1 else None


class ReadingForm(forms.Form):
    """By what the file is read, beside the columns; every kind of list may add its own questions."""

    as_of = forms.DateField(
        label=_("Tính đến ngày"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    hidden_sheets = forms.BooleanField(label=_("Nhập cả các trang tính ẩn"), required=False)
    hidden_rows = forms.BooleanField(label=_("Nhập cả các dòng ẩn hoặc bị lọc"), required=False)

    def __init__(self, data=None, *, batch, whole):
        super().__init__(data, initial={"as_of": batch.as_of, **batch.options})
        for name in ("hidden_sheets", "hidden_rows"):
            if not getattr(whole, name) and not batch.options.get(name):
                del self.fields[name]
        own = getattr(batch.list_kind, "options_form", None)
        self.fields |= own(data, initial=batch.options).fields if own else {}

    @property
    def options(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "as_of"}


class ColumnsForm(forms.Form):
    """What each column of one table is; a field that two columns name is told."""

    def __init__(self, data=None, *, kind: ListKind, columns: list[Column], prefix: str, asks_row: bool = False):
        super().__init__(data, prefix=prefix)
        self.columns = columns
        if asks_row:
            self.fields[ROW] = forms.IntegerField(
                label=_("Dòng cuối của tiêu đề"),
                min_value=0,
                initial=0,
                help_text=_("Số dòng như trong Excel; 0 khi danh sách không có tiêu đề."),
            )
        known = {column.taken for column in columns if column.taken}
        for column in columns:
            if not column.dropped:
                choices = [("", _("Không nhập")), *field_choices(kind, known, column.letter)]
                self.fields[column.letter] = forms.ChoiceField(
                    label=column.heading or column.letter, choices=choices, required=False, initial=column.taken
                )

    def clean(self):
        cleaned = super().clean()
        named: dict[str, str] = {}
        for letter, name in list(cleaned.items()):  # an error takes its field out
            if letter == ROW:
                continue
            if name and name in named:
                text = _("Cột %(other)s đã là trường này. Mỗi trường lấy từ một cột.")
                self.add_error(letter, forms.ValidationError(text, params={"other": named[name]}))
            named.setdefault(name, letter)
        return cleaned

    @property
    def mapping(self) -> dict[str, str]:
        """imports.kinds.Question.mapping of one sheet."""
        return {name: str(value) for name, value in self.cleaned_data.items()}

    @property
    def row(self):
        """The question where the table begins, when nobody knows."""
        return self[ROW] if ROW in self.fields else None

    @property
    def rows(self):
        """(column, its select; None for one that is never kept)."""
        return [(column, None if column.dropped else self[column.letter]) for column in self.columns]


def field_choices(kind: ListKind, known: set[str], letter: str) -> list[tuple[str, str]]:
    """What the column of this letter may be."""
    names = [(f"{one.name}:{letter}" if one.many else one.name, label_of(one)) for one in kind.fields]
    several = {one.name for one in kind.fields if one.many}
    known = {name for name in known if name.partition(":")[0] not in several}
    if any(name == "birth_year" for name, _label in names):
        names += SEX_COLUMNS.items()
    return names + [(name, name) for name in sorted(known - dict(names).keys())]
