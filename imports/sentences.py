"""What is said about a cell or a row: one Vietnamese sentence for each code, with what to do."""

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from imports.rows import Issue

NO_COUNTS = ("row", "year")
SENTENCES = {
    "phone_leading_zero_restored": _("Số điện thoại mất số 0 ở đầu, đã thêm lại."),
    "phone_reformatted": _("Số điện thoại đã được viết lại liền nhau."),
    "phone_missing": _("Không có số điện thoại. Vẫn nhập được; bổ sung sau khi có."),
    "phone_multiple": _("Ô có hai số điện thoại, lấy số đầu làm số chính."),
    "whitespace_normalized": _("Đã bỏ khoảng trắng thừa."),
    "name_case_normalized": _("Họ tên đã được viết hoa lại theo quy tắc."),
    "phone_old_prefix_converted": _("Số 11 chữ số đầu 01… đã đổi sang đầu số mới."),
    "phone_letter_replaced": _("Chữ O trong số điện thoại đã thay bằng số 0."),
    "phone_note_removed": _(
        "Ô số điện thoại có thêm chữ “%(note)s”, chỉ lấy số. Kiểm tra xem có đúng số của người này."
    ),
    "phone_prefix_unknown": _("Đầu số điện thoại lạ. Kiểm tra lại số; sửa sau nếu sai."),
    "phone_too_many": _("Ô có hơn hai số điện thoại, chỉ lấy hai số đầu. Ghi các số còn lại vào ghi chú nếu cần."),
    "phone_part_unread": _("Ô có phần không phải số điện thoại, chỉ lấy số đọc được. Kiểm tra lại ô này."),
    "phone_not_a_phone": _(
        "Không phải số điện thoại: thiếu chữ số, hoặc là số giấy tờ nên không hiện lại ở đây. Sửa trong tệp rồi "
        "nhập lại, hoặc nhập dòng này không có số."
    ),
    "phone_masked": _("Số điện thoại đã được che khi xuất danh sách. Số đang lưu được giữ nguyên."),
    "phone_landline": _(
        "Số máy bàn 11 chữ số, chưa lưu được. Ghi số di động trong tệp rồi nhập lại, hoặc nhập dòng này không có số."
    ),
    "phone_invalid": _(
        "Số điện thoại thiếu hoặc thừa chữ số. Sửa trong tệp rồi nhập lại, hoặc nhập dòng này không có số."
    ),
    "text_vni_converted": _("Chữ gõ bằng phông VNI đã đổi sang Unicode. Kiểm tra lại họ tên."),
    "unicode_normalized": _("Dấu tiếng Việt tách rời đã được ghép lại."),
    "name_signs_removed": _("Đã bỏ số thứ tự hoặc dấu thừa quanh họ tên."),
    "name_note_removed": _("Đã bỏ phần ghi thêm “%(note)s” bên họ tên."),
    "honorific_removed": _("Đã bỏ từ xưng hô trước họ tên."),
    "name_single_word": _("Họ tên chỉ có một chữ. Kiểm tra xem có thiếu họ hoặc tên."),
    "name_suspicious": _("Đây không giống họ tên một người. Sửa trong tệp rồi nhập lại, hoặc bỏ qua dòng này."),
    "date_without_day": _("Ngày sinh không đủ ngày và tháng, chỉ lấy năm."),
    "date_empty": _("Ô ngày không ghi ngày nào, để trống. Bổ sung sau khi có."),
    "date_partly_read": _("Chỉ đọc được năm trong ô này. Kiểm tra lại năm."),
    "date_month_day_swapped": _("Ngày ghi theo kiểu tháng trước ngày sau, đã đổi lại. Kiểm tra lại ngày."),
    "year_two_digits": _("Năm chỉ ghi hai chữ số, đã đoán thế kỷ. Kiểm tra lại năm."),
    "date_invalid": _(
        "Không đọc được ngày. Ghi ngày/tháng/năm, ví dụ 20/08/1985, rồi nhập lại, hoặc nhập dòng này không có ngày."
    ),
    "birth_year_implausible": _(
        "Năm sinh này ứng với người dưới 14 hoặc trên 100 tuổi. Sửa trong tệp rồi nhập lại, "
        "hoặc nhập dòng này không có năm sinh."
    ),
    "identity_number_removed": _("Đã bỏ số giấy tờ tùy thân: không được lưu ở đây."),
    "sex_unclear": _("Không rõ nam hay nữ, để trống. Ghi “Nam” hoặc “Nữ”."),
    "yes_no_unclear": _("Không rõ có hay không, để trống. Đánh dấu “x” nếu có."),
    "number_reformatted": _("Số đã được viết lại không có dấu phân cách."),
    "number_invalid": _("Đây không phải số nguyên. Sửa trong tệp rồi nhập lại, hoặc nhập dòng này không có số."),
    "number_out_of_range": _("Số phải từ %(low)s đến %(high)s. Sửa trong tệp rồi nhập lại."),
    "email_invalid": _("Địa chỉ thư điện tử không đúng. Sửa trong tệp rồi nhập lại, hoặc nhập dòng này không có thư."),
    "email_multiple": _("Ô có nhiều địa chỉ thư điện tử, chỉ lấy địa chỉ đầu."),
    "formula_error": _("Công thức trong ô này bị lỗi. Thay bằng giá trị trong tệp rồi nhập lại."),
    "formula_without_value": _(
        "Ô là công thức chưa có kết quả. Mở tệp bằng Excel, lưu lại rồi nhập lại, hoặc thay bằng giá trị."
    ),
    "text_tcvn3_converted": _("Chữ gõ bằng phông TCVN3 (.VnTime) đã đổi sang Unicode. Kiểm tra lại họ tên."),
    "hidden_sheet": _("Trang “%(sheet)s” đang ẩn, có %(rows)s dòng: không nhập. Đánh dấu nhập trang ẩn nếu cần."),
    "sheet_without_table": _("Trang “%(sheet)s” không có bảng nào nhập được (%(rows)s dòng)."),
    "hidden_row": _("Dòng này đang ẩn hoặc bị lọc trong tệp. Kiểm tra xem có đúng là cần nhập không."),
    "legacy_encoding": _("Tệp có chữ gõ bằng bảng mã %(detail)s, đã đổi sang Unicode. Kiểm tra lại họ tên."),
    "table_not_found": _(
        "Không thấy dòng tiêu đề của danh sách này. Chỉ ra dòng tiêu đề và các cột, hoặc dùng mẫu trống của danh sách."
    ),
    "declared_total_mismatch": _(
        "Tệp ghi %(declared)s người, đếm được %(found)s. Kiểm tra xem có sót dòng nào không."
    ),
    "name_missing": _("Dòng này không có họ tên. Ghi vào tệp rồi nhập lại, hoặc bỏ qua dòng này."),
    "ditto_expanded": _("Ghi như trên: đã lấy nội dung của ô phía trên."),
    "given_name_missing": _("Ô tên để trống, chỉ có họ và đệm. Bổ sung tên nếu thiếu."),
    "gender_conflict": _("Đánh dấu cả Nam và Nữ. Sửa trong tệp rồi nhập lại, hoặc nhập không ghi giới tính."),
    "forbidden_column": _("Cột này không được lưu (số định danh, dân tộc, tôn giáo, đảng viên) nên đã bỏ."),
    "role_unknown": _("Không rõ nhiệm vụ trong tổ, sẽ nhập là thành viên. Sửa sau nếu khác."),
    "duplicate_in_file": _("Trùng với dòng %(row)s của trang “%(sheet)s”: cùng tổ, cùng họ tên."),
    "phone_shared": _(
        "Số điện thoại này cũng ghi cho người ở dòng %(row)s. Kiểm tra lại, hoặc để nguyên nếu dùng chung."
    ),
    "same_name_in_team": _("Tổ đã có người cùng tên (%(known)s) nhưng năm sinh và số điện thoại khác."),
    "member_left": _(
        "Người này đã thôi tham gia. Danh sách không sửa thông tin cá nhân của người đã thôi: bỏ qua dòng này."
    ),
    "team_missing": _("Dòng này chưa ghi thuộc tổ nào. Chọn ấp, khu vực hoặc xã cho các dòng này."),
    "team_ambiguous": _("Nơi này có nhiều tổ. Chọn tổ mà “%(team)s” chỉ."),
    "place_unknown": _("Không tìm thấy địa bàn “%(place)s”. Chọn địa bàn đúng, hoặc sửa trong tệp rồi nhập lại."),
    "place_ambiguous": _("Có nhiều địa bàn tên “%(place)s”. Chọn một."),
    "place_split": _("“%(place)s” đã chia cho nhiều đơn vị khi sắp xếp. Chọn đơn vị nhận phần này."),
    "place_not_yours": _(
        "%(where)s không thuộc địa bàn đang nhập (tệp ghi “%(place)s”). Để đơn vị đó tự nhập, hoặc chọn nơi đúng."
    ),
    "place_missing": _("Dòng này chưa ghi thuộc địa bàn nào. Chọn một, hoặc ghi vào tệp rồi nhập lại."),
    "value_missing": _("Thiếu: %(fields)s. Ghi vào tệp rồi nhập lại, hoặc bỏ qua dòng này."),
    "same_as_row": _("Giống dòng %(row)s của trang “%(sheet)s”. Bỏ qua dòng này nếu ghi hai lần."),
    "text_too_long": _("Dài quá %(most)s ký tự. Rút gọn trong tệp rồi nhập lại."),
    "household_like": _("Ấp, khu vực này đã có hộ tên “%(name)s”. Chọn hộ đã có, hoặc thêm hộ mới."),
    "household_kind_unknown": _("Không phải loại hộ đang dùng (hộ gia đình, hộ kinh doanh), nên không lấy ô này."),
    "hamlet_kind_missing": _("Chưa rõ là ấp, khóm hay khu vực. Ghi loại trước tên, như “Ấp Tân Phú”."),
    "hamlet_like": _("“%(place)s” gần giống “%(known)s” đã có. Chọn đơn vị đã có, hoặc lập mới."),
    "hamlet_ended": _("“%(place)s” đã có và kết thúc ngày %(day)s. Ghi “Từ ngày” sau ngày đó nếu lập lại."),
    "hamlet_over": _("Đơn vị này kết thúc ngày %(day)s nên không lập mới. Sửa ngày, hoặc bỏ qua dòng này."),
    "since_too_late": _("%(place)s chỉ tồn tại đến ngày %(day)s. Sửa cột “Từ ngày”, hoặc xã, phường."),
    "former_elsewhere": _("“%(former)s” không nhập vào %(commune)s khi sắp xếp. Sửa một trong hai cột."),
    "more_than_residents": _("Lớn hơn số nhân khẩu. Kiểm tra lại hai số."),
    "no_figures": _("Không có số liệu nào. Ghi ít nhất một số, hoặc bỏ qua dòng này."),
    "unit_of_another_time": _(
        "Năm %(year)s không có “%(place)s”; nay là %(now)s. Ghi đúng đơn vị của năm đó, hoặc bỏ qua dòng này."
    ),
    "indicator_unknown": _("Không có chỉ tiêu “%(name)s” trong danh mục. Chọn một, hoặc bỏ qua dòng này."),
    "target_span_unclear": _("Không rõ kỳ giao. Ghi từ ngày và đến hết ngày, hoặc kỳ như “Quý IV/2026”."),
    "target_span_missing": _(
        "Tệp không ghi kỳ giao. Chọn “Kỳ giao” ở cách hiểu tệp, hoặc ghi vào tiêu đề như “Quý IV/2026” rồi nhập lại."
    ),
    "target_percent_of": _("“%(name)s” giao theo phần trăm mà chưa rõ của gì. Chọn một, cho mọi đơn vị trong tệp."),
    "target_value_unclear": _(
        "Không phải là mức phải đạt. Ghi một số từ 0 trở lên, như 1.250, hoặc tỷ lệ như 70 %%, nhiều nhất 1.000 %%."
    ),
    "target_not_whole": _("Số lượng không có phần lẻ: %(value)s. Nếu là phần trăm, ghi “%(value)s %%”."),
    "target_percent_too_large": _("Tỷ lệ lớn quá: %(value)s, nhiều nhất là %(most)s. Sửa trong tệp rồi nhập lại."),
    "target_told_twice": _(
        "Dòng %(row)s của trang “%(sheet)s” cũng giao chỉ tiêu này cho đơn vị này trong kỳ này, mức %(value)s. "
        "Bỏ qua một trong hai dòng."
    ),
    "target_measure_unclear": _(
        "Chưa rõ tính theo số lượng hay phần trăm của gì. Ghi vào cột “Tính theo”: Số lượng, %% số hộ, %% nhân khẩu …"
    ),
    "target_counting_unclear": _("Không rõ cách tính. Ghi “Trong kỳ” hoặc “Lũy kế đến cuối kỳ”."),
    "target_of_a_rate": _("Chỉ tiêu này là tỷ lệ: chỉ giao được theo phần trăm."),
    "target_fraction": _("Ô định dạng phần trăm của Excel, đã hiểu là %(percent)s %%. Kiểm tra lại."),
    "target_from_above": _(
        "Mức này do %(office)s giao, nơi nhận không tự sửa. Bỏ qua dòng này, hoặc đề nghị nơi giao."
    ),
    "username_invalid": _("Tên đăng nhập chỉ gồm chữ, số và @ . + - _. Sửa, hoặc để trống để đặt theo họ tên."),
    "account_role_unknown": _("Không phải vai trò đang dùng. Ghi như trong bảng Vai trò và quyền."),
    "role_not_by_list": _("Quản trị chỉ được giao ở trang quản trị tài khoản, không nhập từ danh sách."),
    "role_wrong_level": _("Vai trò “%(role)s” không giao ở %(place)s. Sửa vai trò, hoặc địa bàn."),
    "account_area_missing": _("Chưa ghi địa bàn của vai trò này. Ghi vào tệp rồi nhập lại, hoặc bỏ qua dòng này."),
    "account_not_yours": _(
        "Tên đăng nhập hoặc thư điện tử này là của người khác. Ghi tên khác, hoặc sửa ở trang quản trị tài khoản."
    ),
    "account_like": _("Đã có tài khoản tên “%(name)s”. Chọn tài khoản đã có, hoặc lập tài khoản mới."),
}


def sentence(issue: Issue) -> str:
    counts = {name: number_format(value) for name, value in issue.detail.items() if _counts(name, value)}
    return str(SENTENCES[issue.code]) % (issue.detail | counts)


def _counts(name: str, value) -> bool:
    return type(value) is int and name not in NO_COUNTS
