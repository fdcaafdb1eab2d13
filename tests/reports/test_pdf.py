from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from accounts.models import AccessRecord
from areas import ancestry
from areas.models import Area, Level, Placement
from tests.cast import at, make_visit
from tests.reports.files import export, make_facts
from tests.reports.targets import give
from visits.models import Household

A4 = (595, 842)  # points
ALL_LETTERS = "Ặ Ẵ Ệ Ễ Ộ Ỗ Ợ Ỡ Ự Ữ Ỵ Ỹ ặ ẵ ệ ễ ộ ỗ ợ ỡ ự ữ ỵ ỹ Đ đ Ơ ơ Ư ư"


@pytest.fixture
def facts(country, household, indicators):
    make_facts(country, household, indicators)


def read(client, user, **asked) -> PdfReader:
    return PdfReader(BytesIO(export(client, user, kind="pdf", **asked).content))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_document_tells_what_the_board_tells(client, cast, country, facts):
    reader = read(client, cast.commune_officer)

    text = text_of(reader)
    assert "Xã Tân Hòa Năm 2026 (01/01/2026 – 31/12/2026)" in text
    assert "Mỗi số liệu đứng ở đơn vị có hiệu lực vào ngày ghi nhận, kể cả đơn vị nay đã sáp nhập." in text
    assert "Ấp 1 1.234 — — 05/03/2026" in text
    assert "Tổng: Xã Tân Hòa 1.234 12,5 — 06/04/2026" in text
    assert "Chưa có số liệu trong kỳ (1) Ấp 2" in text
    assert reader.metadata.title == "Xã Tân Hòa – Năm 2026"


def test_targets_and_pace_stand_beside_the_figures(client, cast, country, facts, indicators):
    give(country.commune, indicators["dvc_ho_so"], 1000, start=date(2026, 1, 1), end=date(2026, 12, 31))

    text = text_of(read(client, cast.commune_officer))

    assert "Mức giao Phải đạt Tình trạng" in text
    assert "Đã đạt" in text


def test_the_table_of_teams_is_printed_as_the_page_shows_it(client, cast, country, facts, team):
    """One team in one of two hamlets, which logged nothing; four of its figures have something to be of."""
    text = text_of(read(client, cast.commune_officer, show="teams"))

    assert "Ấp, khu vực có tổ nơi Tổ có hoạt động tổ Tổ im lặng quá 14 ngày tổ Thành viên ghi nhận người" in text
    assert "Ấp 1 1/1 0/1 " in text
    assert "Tổng: Xã Tân Hòa 1/2 0/1 " in text
    assert "Ấp 1 1.234" not in text
    assert "Tổ có hoạt động: có ít nhất một lượt thăm" in text


def test_a_table_that_is_narrowed_says_so(client, cast, country, facts):
    text = text_of(read(client, cast.commune_officer, q="ap 1"))

    assert "Bảng chỉ gồm 1 trong 2 dòng, theo điều kiện lọc trên trang; dòng tổng là của cả địa bàn." in text


def test_a_goal_over_other_days_tells_what_was_reached_in_them(client, cast, country, facts, indicators):
    give(country.commune, indicators["dvc_ho_so"], 1000, start=date(2026, 1, 1), end=date(2026, 12, 31))

    march = text_of(read(client, cast.commune_officer, **{"from": "2026-04-01", "to": "2026-04-30"}))

    assert "đến nay 1.234" in march


def test_every_vietnamese_letter_comes_out_of_the_file_as_it_went_in(client, cast, country, facts):
    country.hamlet.name = ALL_LETTERS
    country.hamlet.save()

    assert f"Ấp {ALL_LETTERS}" in text_of(read(client, cast.commune_officer))


def test_words_in_a_name_are_no_commands(client, cast, country, facts):
    country.hamlet.name = '#read("/etc/passwd") *1* $x$ @a'
    country.hamlet.save()

    assert '#read("/etc/passwd") *1* $x$ @a' in text_of(read(client, cast.commune_officer))


@pytest.fixture
def many_hamlets(country, indicators):
    """Ninety hamlets with a figure each: three pages."""
    for number in range(10, 100):
        area = Area.objects.create(level=Level.HAMLET, kind="Ấp", name=str(number))
        Placement.objects.create(area=area, parent=country.commune)
    ancestry.rebuild()
    for area in Area.objects.filter(name__in=[str(number) for number in range(10, 100)]):
        household = Household.objects.create(area=area, head_name="Ngô Văn Bên")
        make_visit(household, when=at(2026, 3, 5), results={indicators["dvc_ho_so"]: 7})


def test_a_long_table_repeats_its_header_and_counts_its_pages(client, cast, many_hamlets):
    reader = read(client, cast.commune_officer)

    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert len(pages) >= 3
    assert pages[1].startswith("2 Đơn vị dvc_ho_so hồ sơ")
    assert pages[2].startswith("3 ")
    assert not pages[0].startswith("1 ")
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages} == {A4}


def test_only_our_font_is_in_the_file(client, cast, country, facts):
    reader = read(client, cast.commune_officer)

    fonts = {str(font["/BaseFont"]).split("+")[-1] for page in reader.pages for font in _fonts(page)}
    assert fonts <= {"BeVietnamPro-Regular", "BeVietnamPro-SemiBold"} and fonts


def test_the_document_leaves_a_record_like_a_workbook(client, cast, country, facts):
    read(client, cast.commune_officer)

    assert AccessRecord.objects.get().subject == "Số liệu Xã Tân Hòa"


def _fonts(page) -> list:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]
