"""The lists of households and of indicators as files, for django-import-export."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from areas.exports import ExportResource
from visits.models import Visit
from visits.texts import amount


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


class ActivityResource(ExportResource):
    """One line for each activity; what it told stands in one cell, as on the page. Rows come from with_places()."""

    day = Field("day", _("Ngày"))
    kind = Field("get_kind_display", _("Loại"))
    title = Field("title", _("Nội dung"))
    team = Field("team", _("Tổ"))
    area = Field("area", _("Ấp, khu vực"))
    commune = Field("commune_label", _("Xã, phường"))
    people = Field("people", _("Số người dự"))
    told = Field(column_name=_("Kết quả"))
    note = Field("note", _("Ghi chú"))
    created_by = Field("created_by", _("Người ghi"))

    def dehydrate_told(self, activity):
        return "; ".join(
            f"{result.indicator.short_name}: {amount(result.indicator, result.quantity)}"
            for result in activity.results.all()
        )
