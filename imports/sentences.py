"""What is said about a cell or a row: one Vietnamese sentence for each code, with what to do."""

from django.utils.translation import gettext_lazy as _

from imports.rows import Issue

SENTENCES = {
    "phone_leading_zero_restored": _("Số điện thoại mất số 0 ở đầu, đã thêm lại."),
    "phone_reformatted": _("Số điện thoại đã được viết lại liền nhau."),
    "phone_missing": _("Không có số điện thoại. Vẫn nhập được; bổ sung sau khi có."),
    "phone_multiple": _("Ô có hai số điện thoại, lấy số đầu làm số chính."),
    "whitespace_normalized": _("Đã bỏ khoảng trắng thừa."),
    "name_case_normalized": _("Họ tên đã được viết hoa lại theo quy tắc."),
    "text_tcvn3_converted": _("Chữ gõ bằng phông TCVN3 (.VnTime) đã đổi sang Unicode. Kiểm tra lại họ tên."),
    "place_unknown": _("Không tìm thấy địa bàn “%(place)s”. Chọn địa bàn đúng, hoặc sửa trong tệp rồi nhập lại."),
    "place_ambiguous": _("Có nhiều địa bàn tên “%(place)s”. Chọn một."),
    "place_split": _("“%(place)s” đã chia cho nhiều đơn vị khi sắp xếp. Chọn đơn vị nhận phần này."),
    "place_not_yours": _(
        "“%(place)s” (%(where)s) không thuộc địa bàn đang nhập: dòng của đơn vị khác chờ đơn vị đó nhập."
    ),
}


def sentence(issue: Issue) -> str:
    return str(SENTENCES[issue.code]) % issue.detail
