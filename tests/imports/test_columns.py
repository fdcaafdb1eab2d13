"""The columns of a file, corrected by hand and remembered for the office."""

import pytest
from django.urls import reverse

from imports.models import ColumnMapping
from tests.imports.files import PEOPLE, make_import, people_of

ODD = ("STT", "Họ và tên", "Năm sinh", "Vai", "Máy bàn hoặc máy cầm tay")  # the last two say nothing to us
CORRECTED = {"t0-A": "stt", "t0-B": "full_name", "t0-C": "birth_year", "t0-D": "team_role", "t0-E": "phone"}


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


@pytest.fixture
def batch(cast, country, team):
    return make_import(cast.commune_officer, country.commune, people_of(headings=ODD))


def url(batch):
    return reverse("imports:import_columns", args=[batch.pk])


def first_row(client, batch):
    return client.get(batch.get_absolute_url(), {"tab": "new"}).context["rows"][0].row.values


def test_each_column_shows_its_heading_some_values_and_what_it_was_taken_for(officer, batch):
    [(sheets, form)] = officer.get(url(batch)).context["tables"]

    assert sheets == ["Ấp 1"]
    assert [(column.heading, column.taken) for column in form.columns[1:3]] == [
        ("Họ và tên", "full_name"),
        ("Năm sinh", "birth_year"),
    ]
    assert form.columns[4].samples == [person[4] for person in PEOPLE]


def test_a_correction_is_read_anew_and_known_for_the_next_file_of_the_office(officer, cast, country, batch):
    assert first_row(officer, batch)["phone"] is None

    officer.post(url(batch), CORRECTED)

    assert first_row(officer, batch)["phone"] == "0590000001"
    shouted = [heading.upper() for heading in ODD]
    later = make_import(cast.administrator, country.commune, people_of("Ấp 2", headings=shouted))
    assert first_row(officer, later)["phone"] == "0590000001"


def test_another_office_has_columns_of_its_own(officer, cast, country, batch, client):
    officer.post(url(batch), CORRECTED)

    elsewhere = make_import(cast.foreign_officer, country.foreign_commune, people_of("Ấp Vĩnh Lạc", headings=ODD))

    client.force_login(cast.foreign_officer)
    assert first_row(client, elsewhere)["phone"] is None


def test_two_columns_cannot_be_the_same_thing(officer, batch):
    answer = officer.post(url(batch), CORRECTED | {"t0-E": "full_name"})

    assert answer.status_code == 422
    assert "Cột B đã là trường này" in answer.content.decode()
    assert not ColumnMapping.objects.exists()


def test_a_column_of_identity_numbers_shows_no_values_and_cannot_be_taken(officer, cast, country, team):
    rows = [(*person, "092085001234") for person in PEOPLE]
    batch = make_import(cast.commune_officer, country.commune, people_of(people=rows, headings=(*ODD, "Số CCCD")))

    page = officer.get(url(batch)).content.decode()
    officer.post(url(batch), CORRECTED | {"t0-F": "phone"})

    assert "Không bao giờ được lưu" in page and "092085001234" not in page
    assert first_row(officer, batch)["phone"] == "0590000001"


def test_whoever_may_not_see_telephone_numbers_does_not_see_them_among_the_values(client, cast, batch):
    client.force_login(cast.province_officer)

    page = client.get(url(batch)).content.decode()

    assert "0590000001" not in page and "0590***001" in page


def test_a_file_in_which_no_table_is_found_is_described_by_hand(officer, cast, country, team):
    batch = make_import(cast.commune_officer, country.commune, people_of(headings=("", "", "", "", "")))
    assert "Không thấy danh sách nào trong tệp" in officer.get(batch.get_absolute_url()).content.decode()

    officer.post(url(batch), CORRECTED | {"t0-row": "2"})

    batch.refresh_from_db()
    assert batch.counts["new"] + batch.counts["waiting"] == 3
