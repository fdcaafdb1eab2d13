"""Files that are no lists, whatever their names say: each with a sentence what to do instead."""

from django.utils.translation import gettext as _

from imports.workbook import refusals
from imports.workbook.archive import Archive
from imports.workbook.compound import Compound
from imports.workbook.ods import MIMETYPE, is_ods
from imports.workbook.xlsx import is_xlsx

IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\0", b"MM\0*", b"RIFF")
ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ")
HTML = (b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<body", b"<div", b"<style")
OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")  # Excel 2 to 4, without a container
BOM = b"\xef\xbb\xbf"
HEAD = 1024


def disguise_of_text(data: bytes) -> str | None:
    """What a file is that is neither a zip nor an OLE container; None when it may be plain text."""
    head = data[:HEAD].removeprefix(BOM).lstrip().lower()
    if data.startswith(b"%PDF") or b"%pdf-" in head:
        return _("Đây là tệp PDF, không phải bảng tính. Hãy xin nơi gửi tệp Excel của danh sách, hoặc gõ vào tệp mẫu.")
    bitmap = data.startswith(b"BM") and data[6:10] == bytes(4)
    if data.startswith(IMAGES) or bitmap or data[4:12] in (b"ftypheic", b"ftypmif1"):
        return _("Đây là ảnh, không phải bảng tính. Hãy xin nơi gửi tệp Excel của danh sách, hoặc gõ vào tệp mẫu.")
    if data.startswith(ARCHIVES):
        return packed()
    if data.startswith(OLD_EXCEL):
        return _("Tệp của Excel đời rất cũ. Mở bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại.")
    if head.startswith(b"{\\rtf"):
        return document()
    if head.startswith((*HTML, b"<?xml", b"mime-version:")) or b"<html" in head:
        return _(
            "Đây là trang web hoặc tệp XML mang đuôi Excel, thường do phần mềm khác xuất ra. Mở bằng Excel, "
            "chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại."
        )
    return None


def disguise_of_archive(archive: Archive) -> str | None:
    names = list(archive.parts)
    if any(name.endswith("workbook.bin") for name in names):
        return _("Tệp .xlsb không đọc được. Mở bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại.")
    if any(name.startswith("word/") for name in names):
        return document()
    if any(name.startswith("ppt/") for name in names):
        return slides()
    if any(name.endswith(".iwa") for name in names):
        return _("Đây là tệp Numbers của Apple. Trong Numbers chọn Xuất ra > Excel (.xlsx) rồi gửi tệp đó.")
    if is_xlsx(archive):
        return str(refusals.damaged()) if MIMETYPE in archive else None
    if is_ods(archive):
        return None
    return document() if MIMETYPE in archive else packed()


def disguise_of_compound(container: Compound) -> str | None:
    if "EncryptedPackage" in container:
        return str(refusals.locked())
    if "WordDocument" in container:
        return document()
    if "PowerPoint Document" in container:
        return slides()
    return None


def packed() -> str:
    return _("Đây là tệp nén. Hãy giải nén, rồi gửi riêng tệp Excel ở bên trong.")


def document() -> str:
    return _(
        "Đây là tệp văn bản Word, không phải bảng tính. Chép bảng danh sách sang Excel, lưu dạng .xlsx rồi gửi tệp đó."
    )


def slides() -> str:
    return _("Đây là tệp trình chiếu PowerPoint. Chép bảng danh sách sang Excel, lưu dạng .xlsx rồi gửi tệp đó.")
