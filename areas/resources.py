"""The lists of units as files, for django-import-export."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from areas.exports import ExportResource
from areas.models import Level


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


class HamletResource(ExportResource):
    """The same of hamlets, headed as an import of hamlets reads them."""

    kind = Field("kind", _("Loại"))
    name = Field("name", _("Tên ấp, khu vực"))
    commune = Field("holder", _("Xã, phường"))
    former = Field(column_name=_("Xã, phường trước sắp xếp"))
    starts = Field("starts", _("Từ ngày"))
    ends = Field("ends", _("Đến hết ngày"))
    lat = Field("lat", _("Vĩ độ"))
    lon = Field("lon", _("Kinh độ"))

    def dehydrate_former(self, hamlet):
        return "; ".join(str(former) for former in hamlet.former)


class StatisticResource(ExportResource):
    """Rows are figures of with_places(), headed as an import of figures reads them."""

    unit = Field("area", _("Đơn vị"))
    code = Field("area__code", _("Mã"))
    commune = Field(column_name=_("Xã, phường"))
    former = Field(column_name=_("Xã, phường trước sắp xếp"))
    year = Field("year", _("Năm"))
    households = Field("households", _("Số hộ"))
    residents = Field("residents", _("Số nhân khẩu"))
    adults = Field("adults", _("Số người trưởng thành"))
    businesses = Field("businesses", _("Số cơ sở kinh doanh"))
    source = Field("source", _("Nguồn"))

    def dehydrate_commune(self, figures):
        return figures.commune_label if figures.area.level == Level.HAMLET else ""

    def dehydrate_former(self, figures):
        return figures.former_label if figures.area.level == Level.HAMLET else ""
