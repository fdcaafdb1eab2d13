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
    "hidden_sheet": _("Trang “%(sheet)s” đang ẩn, có %(rows)s dòng: không nhập. Đánh dấu nhập trang ẩn nếu cần."),
    "sheet_without_table": _("Trang “%(sheet)s” không có bảng nào nhập được (%(rows)s dòng)."),
    "hidden_row": _("Dòng này đang ẩn hoặc bị lọc trong tệp. Kiểm tra xem có đúng là cần nhập không."),
    "legacy_encoding": _("Tệp có chữ gõ bằng bảng mã %(detail)s, đã đổi sang Unicode. Kiểm tra lại họ tên."),
    "table_not_found": _(
        "Không thấy dòng tiêu đề có cột họ tên. Chỉ ra dòng tiêu đề và các cột, hoặc dùng mẫu trống của danh sách này."
    ),
    "declared_total_mismatch": _(
        "Tệp ghi %(declared)s người, đếm được %(found)s. Kiểm tra xem có sót dòng nào không."
    ),
    "name_missing": _("Dòng này không có họ tên. Ghi vào tệp rồi nhập lại, hoặc bỏ qua dòng này."),
    "role_unknown": _("Không rõ nhiệm vụ trong tổ, sẽ nhập là thành viên. Sửa sau nếu khác."),
    "duplicate_in_file": _("Trùng với dòng %(row)s của trang “%(sheet)s”: cùng tổ, cùng họ tên."),
    "same_name_in_team": _("Tổ đã có người cùng tên (%(known)s) nhưng năm sinh và số điện thoại khác."),
    "team_missing": _("Dòng này chưa ghi thuộc tổ nào. Chọn ấp, khu vực hoặc xã cho các dòng này."),
    "team_ambiguous": _("Nơi này có nhiều tổ. Chọn tổ mà “%(team)s” chỉ."),
    "place_unknown": _("Không tìm thấy địa bàn “%(place)s”. Chọn địa bàn đúng, hoặc sửa trong tệp rồi nhập lại."),
    "place_ambiguous": _("Có nhiều địa bàn tên “%(place)s”. Chọn một."),
    "place_split": _("“%(place)s” đã chia cho nhiều đơn vị khi sắp xếp. Chọn đơn vị nhận phần này."),
    "place_not_yours": _(
        "“%(place)s” (%(where)s) không thuộc địa bàn đang nhập: dòng của đơn vị khác chờ đơn vị đó nhập."
    ),
    "place_missing": _("Dòng này chưa ghi thuộc địa bàn nào. Chọn một, hoặc ghi vào tệp rồi nhập lại."),
    "value_missing": _("Thiếu: %(fields)s. Ghi vào tệp rồi nhập lại, hoặc bỏ qua dòng này."),
    "same_as_row": _("Giống dòng %(row)s của trang “%(sheet)s”. Bỏ qua dòng này nếu ghi hai lần."),
    "text_too_long": _("Dài quá %(most)s ký tự. Rút gọn trong tệp rồi nhập lại."),
    "household_like": _("Ấp, khu vực này đã có hộ tên “%(name)s”. Chọn hộ đã có, hoặc thêm hộ mới."),
    "household_kind_unknown": _("Không phải loại hộ đang dùng (hộ gia đình, hộ kinh doanh), nên không lấy ô này."),
}


def sentence(issue: Issue) -> str:
    return str(SENTENCES[issue.code]) % issue.detail
