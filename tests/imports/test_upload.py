"""From the file that a person drops to what is kept of it."""

import csv
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from imports import uploads
from imports.models import Content, Import
from imports.reading import understood
from tests.imports.files import EXAMPLES, HEADINGS, PEOPLE, people_of

URL = reverse("imports:import_upload", args=["members"])
NUMBER = "092085001234"


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


def send(client, area, data, name="danh-sach.xlsx", **more):
    fields = {"area": area.pk, "as_of": "2026-01-15", "file": SimpleUploadedFile(name, data), **more}
    return client.post(URL, fields)


def kept_cells(batch):
    book = load_workbook(BytesIO(bytes(batch.content.file)))
    return [value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value is not None]


def test_a_dropped_list_is_understood_and_nothing_is_saved_yet(officer, country, team):
    answer = send(officer, country.commune, people_of())

    batch = Import.objects.get()
    assert answer.url == batch.get_absolute_url()
    assert (batch.state, batch.counts["new"], batch.counts["rows"]) == ("ready", 3, 6)
    page = officer.get(answer.url).content.decode()
    assert "Đã hiểu: 1 trang tính, 1 tổ, 3 người" in page and "Lê Thị Bưởi" in page
    assert team.memberships.count() == 2


@pytest.mark.parametrize("name", ["01_quyet_dinh_mot_to", "02_nhieu_to_tieu_de_hai_tang", "04_tcvn3_vntime"])
def test_each_example_is_understood_line_by_line(officer, country, name):
    send(officer, country.commune, (EXAMPLES / f"{name}.xlsx").read_bytes())

    counts = Import.objects.get().counts
    taken = [number for key, number in counts.items() if key not in ("rows", "sheets", "places")]
    assert counts["rows"] == sum(taken) > 10


def test_the_only_office_of_a_user_is_chosen_already(officer, country):
    form = officer.get(URL).context["form"]

    assert form.only == country.commune


@pytest.mark.parametrize(("who", "chosen"), [("province_officer", "Thành phố Cần Thơ"), ("administrator", "None")])
def test_of_equal_offices_none_is_chosen_by_chance(client, cast, country, who, chosen):
    client.force_login(getattr(cast, who))
    form = client.get(URL).context["form"]

    assert str(form.initial["area"]) == chosen
    assert ("Chọn một nơi" in str(form["area"])) is (chosen == "None")


def test_a_province_chooses_among_its_communes(client, cast, country):
    client.force_login(cast.province_officer)

    offered = list(client.get(URL).context["form"].fields["area"].queryset)

    assert offered == [country.province, country.commune]


def test_a_list_cannot_be_sent_into_a_foreign_commune(officer, country):
    answer = send(officer, country.foreign_commune, people_of())

    assert answer.status_code == 422
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "rong.xlsx"), (b"%PDF-1.7\n%\xe2\xe3", "quyet-dinh.xlsx"), (b"PK\x03\x04 broken", "hong.xlsx")],
)
def test_a_file_that_cannot_be_read_is_told_and_not_kept(officer, country, data, name):
    answer = send(officer, country.commune, data, name)

    assert answer.status_code == 422
    assert "Chưa đọc được tệp. Không có gì được lưu." in answer.content.decode()
    assert not Import.objects.exists() and not Content.objects.exists()


@pytest.mark.parametrize("heading", ["Số CCCD", "Ghi chú"])
def test_citizen_identity_numbers_are_kept_nowhere(officer, country, heading):
    rows = [(*PEOPLE[0], NUMBER), (*PEOPLE[1], int(NUMBER))]
    answer = send(officer, country.commune, people_of(people=rows, headings=(*HEADINGS, heading)))

    batch = Import.objects.get()
    page = officer.get(answer.url).content.decode()
    marked = load_workbook(BytesIO(officer.get(reverse("imports:import_marked", args=[batch.pk])).content))
    everything = [*kept_cells(batch), understood(batch), page, *(c.value for s in marked for r in s for c in r)]
    assert [seen for seen in everything if NUMBER[1:] in str(seen)] == []
    assert batch.counts["new"] + batch.counts["waiting"] == 2


def test_a_file_without_such_numbers_is_kept_as_it_came(officer, country):
    data = people_of()
    send(officer, country.commune, data)

    assert bytes(Content.objects.get().file) == data


@pytest.mark.parametrize("name", ["danh-sach.csv", "danh-sach.xlsx"])
def test_a_csv_is_kept_as_a_workbook_whatever_its_name_says(officer, country, name):
    text = StringIO()
    csv.writer(text).writerows([HEADINGS, ("Ấp 1",), *PEOPLE])
    send(officer, country.commune, text.getvalue().encode("utf-8-sig"), name)

    batch = Import.objects.get()
    assert "Lê Thị Bưởi" in kept_cells(batch)
    assert batch.counts["new"] == 3


def test_a_long_number_in_the_name_of_a_file_is_not_kept(officer, country):
    send(officer, country.commune, people_of(), f"Bưởi {NUMBER}.xlsx")

    assert Import.objects.get().file_name == "Bưởi ….xlsx"


def test_a_request_that_is_too_large_is_answered_with_what_to_do(officer, country, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 4096)

    answer = send(officer, country.commune, people_of())

    assert answer.status_code == 413
    assert "Tệp lớn hơn 20 MB." in answer.content.decode()
    assert not Import.objects.exists()


def test_a_day_to_come_is_refused(officer, country):
    answer = send(officer, country.commune, people_of(), as_of="2999-01-01")

    assert "không muộn hơn hôm nay" in answer.content.decode()


def test_the_blank_workbook_has_the_columns_of_the_list(officer):
    answer = officer.get(reverse("imports:import_template", args=["members"]))

    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    assert any("Họ và tên" in str(cell.value) for row in sheet for cell in row)
