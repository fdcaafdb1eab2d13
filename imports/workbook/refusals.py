"""Why a file is not taken: what it is, and what the person who has it can do."""

from django.utils.translation import gettext as _

from imports.workbook.book import BadFile


def empty() -> BadFile:
    return BadFile(_("Tệp rỗng, không có byte nào. Mở lại tệp gốc bằng Excel, lưu rồi gửi lại."))


def without_values() -> BadFile:
    return BadFile(_("Tệp không có ô nào có dữ liệu. Kiểm tra xem có chọn nhầm tệp hay không."))


def named_by_number() -> BadFile:
    return BadFile(
        _("Tên một trang tính có số giấy tờ tùy thân, không được lưu ở đây. Đổi tên trang tính đó, lưu rồi gửi lại.")
    )


def damaged() -> BadFile:
    return BadFile(
        _(
            "Tệp bị hỏng hoặc tải về chưa đủ. Mở tệp bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại; "
            "nếu Excel cũng không mở được thì xin lại tệp từ nơi gửi."
        )
    )


def locked() -> BadFile:
    return BadFile(
        _(
            "Tệp đặt mật khẩu nên không đọc được. Mở bằng Excel, vào Tệp > Thông tin > Bảo vệ sổ làm việc > "
            "Mã hóa bằng mật khẩu, xóa mật khẩu, lưu rồi gửi lại."
        )
    )


def with_macros() -> BadFile:
    return BadFile(
        _("Tệp có macro nên không được nhận. Mở bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi tệp .xlsx đó.")
    )


def with_links() -> BadFile:
    return BadFile(
        _(
            "Tệp lấy số liệu từ tệp khác nên không được nhận. Mở bằng Excel, vào Dữ liệu > Chỉnh sửa liên kết > "
            "Ngắt liên kết (Data > Edit Links > Break Link), lưu rồi gửi lại."
        )
    )


def bomb() -> BadFile:
    return BadFile(
        _(
            "Tệp nén bung ra quá lớn so với một danh sách, có thể do hàng trăm nghìn dòng trống đã kẻ khung hoặc do "
            "ảnh lớn. Chép riêng bảng danh sách sang một tệp Excel mới, lưu rồi gửi lại."
        )
    )


def heavy(megabytes: int) -> BadFile:
    return BadFile(
        _("Tệp lớn hơn %(megabytes)d MB. Xóa ảnh và các trang không cần, hoặc chia danh sách thành nhiều tệp.")
        % {"megabytes": megabytes}
    )


def too_many_rows(sheet: str, rows: int) -> BadFile:
    return BadFile(
        _(
            "Trang “%(sheet)s” có hơn %(rows)s dòng, tính cả dòng trống đã kẻ khung hoặc tô màu. Chọn các dòng trống "
            "dưới bảng, bấm chuột phải, chọn Xóa (Delete), lưu rồi gửi lại; danh sách dài thật thì chia ra nhiều tệp."
        )
        % {"sheet": sheet, "rows": _grouped(rows)}
    )


def too_wide(sheet: str, cell: str, columns: int) -> BadFile:
    return BadFile(
        _(
            "Trang “%(sheet)s” có dữ liệu ở ô %(cell)s, rất xa bảng (nhiều nhất %(columns)s cột). Xóa các cột thừa ở "
            "bên phải bảng, lưu rồi gửi lại."
        )
        % {"sheet": sheet, "cell": cell, "columns": _grouped(columns)}
    )


def too_many_cells(sheet: str, cell: str, cells: int) -> BadFile:
    return BadFile(
        _(
            "Tệp trải quá rộng: nhiều nhất %(cells)s ô, tính cả ô trống, mà trang “%(sheet)s” kéo đến ô %(cell)s. Xóa "
            "dòng và cột thừa ở ngoài bảng, hoặc chia danh sách thành nhiều tệp."
        )
        % {"sheet": sheet, "cell": cell, "cells": _grouped(cells)}
    )


def too_much_text(megabytes: int) -> BadFile:
    return BadFile(
        _("Chữ trong tệp dài hơn %(megabytes)d MB, không giống một danh sách. Chia danh sách thành nhiều tệp.")
        % {"megabytes": megabytes}
    )


def too_many_sheets(sheets: int) -> BadFile:
    return BadFile(
        _("Tệp có hơn %(sheets)d trang. Xóa các trang không cần, hoặc chia thành nhiều tệp.") % {"sheets": sheets}
    )


def unknown_error(sheet: str, cell: str, text: str) -> BadFile:
    return BadFile(
        _("Trang “%(sheet)s”, ô %(cell)s có lỗi %(text)s nên tệp không đọc được. Sửa hoặc xóa ô đó rồi gửi lại.")
        % {"sheet": sheet, "cell": cell, "text": text[:20]}
    )


def not_calculated(sheet: str) -> BadFile:
    return BadFile(
        _(
            "Trang “%(sheet)s” có quá nhiều công thức lỗi hoặc chưa có kết quả. Mở bằng Excel, chép bảng rồi dán lại "
            "dạng giá trị (Paste Values), lưu rồi gửi lại."
        )
        % {"sheet": sheet}
    )


def no_text() -> BadFile:
    return BadFile(
        _("Tệp không phải bảng tính và cũng không phải văn bản. Hãy gửi tệp Excel (.xlsx) hoặc .csv của danh sách.")
    )


def long_line(line: int) -> BadFile:
    return BadFile(
        _(
            "Dòng %(line)d của tệp văn bản dài bất thường: có thể thiếu dấu ngoặc kép đóng hoặc thiếu chỗ xuống dòng. "
            "Mở bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại."
        )
        % {"line": line}
    )


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
