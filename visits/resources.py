"""The lists of households and of indicators as files, for django-import-export."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from areas.exports import ExportResource
from visits.models import Visit


class HouseholdResource(ExportResource):
    """Rows come from with_last_visit(), with_phones_for() and with_places()."""

    head_name = Field("head_name", _("Chủ hộ"))
    kind = Field("get_kind_display", _("Loại hộ"))
    address = Field("address", _("Địa chỉ"))
    area = Field("area", _("Ấp, khu vực"))
    commune = Field("commune_label", _("Xã, phường"))
    former = Field("former_label", _("Xã, phường trước sắp xếp"))
    phone = Field("shown_phone", _("Số điện thoại"))
    size = Field("size", _("Số nhân khẩu"))
    last_visited_at = Field("last_visited_at", _("Thăm gần nhất"))
    last_outcome = Field(column_name=_("Kết quả lần gần nhất"))

    def dehydrate_last_outcome(self, household):
        return Visit.Outcome(household.last_outcome).label if household.last_outcome else ""


class IndicatorResource(ExportResource):
    code = Field("code", _("Mã"))
    name = Field("name", _("Tên chỉ tiêu"))
    explanation = Field("explanation", _("Cách tính"))
    unit = Field("unit", _("Đơn vị tính"))
    kind = Field("get_kind_display", _("Loại"))
    source = Field("get_source_display", _("Nguồn"))
    numerator = Field("numerator", _("Tử số"))
    denominator = Field(column_name=_("Mẫu số"))
    starts = Field("starts", _("Từ ngày"))
    ends = Field("ends", _("Đến hết ngày"))

    def dehydrate_denominator(self, indicator):
        return indicator.denominator or indicator.get_denominator_statistic_display()
