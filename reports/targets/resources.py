"""Targets as a file, headed as an import of targets reads them."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from areas.exports import ExportResource
from areas.models import Level
from reports.models import Target
from reports.targets.measures import measure_of


class TargetResource(ExportResource):
    """Rows are targets of with_places()."""

    unit = Field("area", _("Đơn vị"))
    code = Field("area__code", _("Mã"))
    commune = Field(column_name=_("Xã, phường"))
    former = Field(column_name=_("Xã, phường trước sắp xếp"))
    indicator = Field("indicator__name", _("Chỉ tiêu"))
    start = Field("start", _("Từ ngày"))
    end = Field("end", _("Đến hết ngày"))
    value = Field(column_name=_("Mức phải đạt"))
    measure = Field(column_name=_("Tính theo"))
    counting = Field("get_counting_display", _("Cách tính"))
    source = Field("source", _("Văn bản giao"))

    def dehydrate_commune(self, target: Target):
        return target.commune_label if target.area.level == Level.HAMLET else ""

    def dehydrate_former(self, target: Target):
        return target.former_label if target.area.level == Level.HAMLET else ""

    def dehydrate_value(self, target: Target):
        return float(target.value) if target.value % 1 else int(target.value)

    def dehydrate_measure(self, target: Target):
        return str(measure_of(target.basis, target.statistic))
