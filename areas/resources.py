"""The lists of units as files, for django-import-export."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from areas.exports import ExportResource


class UnitResource(ExportResource):
    """Rows are units as Listing.describe() leaves them."""

    kind = Field("kind", _("Loại"))
    name = Field("name", _("Tên"))
    code = Field("code", _("Mã"))
    holder = Field("holder", _("Thuộc"))
    parts = Field("parts", _("Đơn vị trực thuộc"))
    starts = Field("starts", _("Từ ngày"))
    ends = Field("ends", _("Đến hết ngày"))
    former = Field(column_name=_("Trước đây"))
    heirs = Field(column_name=_("Nay là"))
    lat = Field("lat", _("Vĩ độ"))
    lon = Field("lon", _("Kinh độ"))

    def dehydrate_former(self, unit):
        return "; ".join(str(former) for former in unit.former)

    def dehydrate_heirs(self, unit):
        return "; ".join(str(heir.unit) for heir in unit.heirs)
