"""The columns of lists of members, as offices have headed them since 2022."""

from django.utils.translation import gettext_lazy as _

from areas.names import HAMLET_KINDS, fold
from imports.kinds import Field

SEXES = (("nam", "M"), ("nu", "F"))
ROLE_MARKS = (
    *(("to truong", "to_truong"), ("truong", "to_truong"), ("to pho", "to_pho"), ("pho", "to_pho")),
    *(("thu ki", "thu_ky"), ("thanh vien", "thanh_vien"), ("to vien", "thanh_vien"), ("ui vien", "thanh_vien")),
)
FIELDS = (
    Field("stt", _("STT"), ("stt", "tt", "so tt", "so thu tu", "thu tu", "no"), example="1"),
    Field(
        "team",
        _("Tổ (ấp, khu vực)"),
        (
            "tên tổ",
            "tổ",
            "tổ cnscđ",
            "tổ công nghệ số cộng đồng",
            "thuộc tổ",
            "ấp",
            "thôn",
            "khóm",
            "bản",
            "khu vực",
            "khu phố",
            "tổ dân phố",
            "ấp khu vực",
            "thôn tổ dân phố",
            "thôn tdp",
            "tên ấp",
            "tên thôn",
            "địa bàn",
            "địa bàn phụ trách",
            "đơn vị ấp",
            "ấp khóm",
            "tổ ấp khu vực",
        ),
        words=frozenset(fold(" ".join(HAMLET_KINDS) + " tên tổ cnscđ cụm đơn vị kv tdp kp").split()),
        example="Ấp Trường Hưng",
        help=_("Ấp, khu vực của tổ, hoặc tên đoàn thể có tổ."),
    ),
    Field(
        "commune",
        _("Xã, phường"),
        (
            "xã",
            "phường",
            "xã phường",
            "xã phường thị trấn",
            "tên xã",
            "đơn vị xã",
            "cấp xã",
            "xã phường nay",
            "xã mới",
        ),
        words=frozenset("xa phuong thi tran dac khu ten tt p x".split()),
        example="Xã Trường Khánh",
    ),
    Field(
        "former_commune",
        _("Xã, phường trước sắp xếp"),
        (
            "xã cũ",
            "xã phường cũ",
            "xã phường thị trấn cũ",
            "xã thị trấn cũ",
            "đơn vị cũ",
            "xã trước sắp xếp",
            "xã phường trước sắp xếp",
            "trước sắp xếp",
            "trước sáp nhập",
        ),
        help=_("Khi hai ấp cùng tên ở một xã sau sắp xếp."),
    ),
    Field(
        "former_district",
        "",
        ("huyện", "huyện cũ", "quận huyện", "huyện trước sắp xếp", "huyện thị xã", "huyện tx tp", "tên huyện"),
        words=frozenset("huien quan thi xa thanh pho tx tp cu truoc sap xep nhap".split()),
    ),
    Field(
        "full_name",
        _("Họ và tên"),
        ("họ và tên", "họ tên", "họ tên thành viên", "họ và tên thành viên", "tên thành viên", "họ tên cán bộ"),
        required=True,
        example="Nguyễn Văn Mẫu",
    ),
    Field(
        "last_name", "", ("họ", "họ đệm", "họ và đệm", "họ và tên đệm", "họ chữ đệm", "họ và chữ đệm", "họ tên đệm")
    ),
    Field("given_name", "", ("tên",)),
    Field("birth_year", _("Năm sinh"), ("năm sinh", "ns", "năm", "n sinh"), marks=SEXES, example="1985"),
    Field(
        "birth_date",
        "",
        ("ngày sinh", "ngày tháng năm sinh", "ngày tháng năm", "sinh ngày", "ntns", "ngày tháng sinh"),
        marks=SEXES,
    ),
    Field(
        "gender",
        _("Giới tính"),
        ("giới tính", "phái", "giới", "nam nữ"),
        marks=SEXES,
        example="Nam",
        choices=(_("Nam"), _("Nữ")),
    ),
    Field(
        "position",
        _("Chức vụ, đơn vị công tác"),
        ("chức vụ", "chức vụ hiện nay", "chức danh", "nghề nghiệp", "chức vụ công tác", "chức vụ đang đảm nhận"),
        example="Trưởng ấp",
    ),
    Field(
        "position_or_organization",
        "",
        (
            "chức vụ hoặc đơn vị công tác",
            *("chức vụ đơn vị công tác", "chức vụ đơn vị", "chức danh đơn vị công tác", "chức vụ nơi công tác"),
            *("đơn vị chức vụ", "đơn vị công tác chức vụ", "chức vụ cơ quan", "nghề nghiệp đơn vị công tác"),
        ),
    ),
    Field("organization", "", ("đơn vị công tác", "nơi công tác", "cơ quan", "cơ quan đơn vị", "đơn vị")),
    Field(
        "team_role",
        _("Nhiệm vụ trong tổ"),
        (
            "nhiệm vụ trong tổ",
            "chức danh trong tổ",
            "chức vụ trong tổ",
            "nhiệm vụ",
            "vai trò",
            "vai trò trong tổ",
            "phân công",
            "phân công nhiệm vụ",
            "nhiệm vụ được phân công",
            "chức danh tổ",
            "nhiệm vụ chức danh trong tổ",
            "nhiệm vụ trong ban",
        ),
        marks=ROLE_MARKS,
        example="Tổ trưởng",
        choices=(_("Tổ trưởng"), _("Tổ phó"), _("Thư ký"), _("Thành viên")),
    ),
    Field(
        "phone",
        _("Số điện thoại"),
        (
            *("số điện thoại", "điện thoại", "sđt", "sdt", "đtdđ", "đt", "di động", "số đt", "số di động", "liên hệ"),
            *("sđt cá nhân", "sđt thành viên", "số đt zalo", "số zalo"),
        ),
        words=frozenset(fold("sđt sdt đt đtdđ dđ di động zalo liên lạc").split()),  # "SĐT (Zalo)", "Liên lạc"
        example="0900000001",
    ),
    Field("phone_alt", "", ("số điện thoại 2", "sđt 2", "điện thoại 2", "số điện thoại khác", "điện thoại phụ")),
    Field("zalo", "", ("zalo", "có zalo", "tài khoản zalo", "dùng zalo", "sử dụng zalo")),
    Field("email", "", ("email", "e mail", "thư điện tử", "địa chỉ email", "mail", "hộp thư")),
    Field(
        "until",
        "",  # of an export: who has left is no member of the list
        ("tham gia đến hết ngày", "tham gia đến ngày", "ngày thôi tham gia"),
    ),
    Field("note", "", ("ghi chú", "chú thích")),
)
