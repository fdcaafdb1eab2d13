"""Identity numbers where nobody looks for them: they are kept neither in the file nor in what was understood."""

import zlib
from io import BytesIO
from zipfile import ZipFile

import pytest
import xlsxwriter
from django.urls import reverse

from imports.leftovers import hold_identity_number
from imports.workbook import BadFile
from tests.imports.files import HEADINGS, PEOPLE, make_import

NUMBER = "093085000123"  # synthetic
HIDING = {
    "comment": lambda book, sheet: sheet.write_comment("B2", f"CCCD {NUMBER}"),
    "properties": lambda book, sheet: book.set_properties({"comments": NUMBER}),
    "page header": lambda book, sheet: sheet.set_header(f"&C{NUMBER}"),
    "choices": lambda book, sheet: sheet.data_validation("Z1", {"validate": "list", "source": [NUMBER]}),
    "text box": lambda book, sheet: sheet.insert_textbox("K9", NUMBER),
    "tooltip": lambda book, sheet: sheet.write_url("K8", "https://example.vn/", tip=NUMBER),
    "name": lambda book, sheet: book.define_name("so", f'="{NUMBER}"'),
    "heading": lambda book, sheet: sheet.write("F1", f"Khác {NUMBER}"),
    "section": lambda book, sheet: sheet.merge_range("A6:E6", f"Ấp 2 CCCD {NUMBER}"),
    "title": lambda book, sheet: sheet.write("A9", f"TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG ẤP 1, CCCD {NUMBER}"),
    "team": lambda book, sheet: sheet.write("F2", int(NUMBER)),
}


def workbook(hide=lambda book, sheet: None, name="Ấp 1") -> bytes:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        for number, row in enumerate([(*HEADINGS, "Ấp"), *PEOPLE]):
            sheet.write_row(number, 0, row)
        hide(book, sheet)
    return stream.getvalue()


def everything(file: bytes) -> str:
    with ZipFile(BytesIO(file)) as parts:
        return " ".join(parts.read(name).decode(errors="ignore") for name in parts.namelist())


@pytest.mark.parametrize("place", HIDING)
def test_a_number_is_kept_nowhere(client, cast, country, team, place):
    batch = make_import(cast.commune_officer, country.commune, workbook(HIDING[place]))
    client.force_login(cast.commune_officer)
    marked = client.get(reverse("imports:import_marked", args=[batch.pk])).content
    told = zlib.decompress(bytes(batch.content.parsed)).decode()
    told += everything(bytes(batch.content.file)) + everything(marked)
    assert NUMBER not in told and NUMBER[1:] not in told


def test_a_workbook_without_any_stays_as_it_was_sent(cast, country, team):
    data = workbook(lambda book, sheet: sheet.write_comment("B2", "gọi sau 17 giờ"))
    assert not hold_identity_number(data)
    assert bytes(make_import(cast.commune_officer, country.commune, data).content.file) == data


def test_a_sheet_called_by_such_a_number_is_refused(cast, country):
    with pytest.raises(BadFile, match="Tên một trang tính"):
        make_import(cast.commune_officer, country.commune, workbook(name=NUMBER))
