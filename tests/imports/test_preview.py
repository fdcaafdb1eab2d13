"""The page of an import that waits: tabs, problems, decisions, and who sees telephone numbers."""

import pytest
from django.urls import reverse

from accounts.models import AccessRecord
from imports import jobs
from imports.models import Import
from tests.imports.files import HEADINGS, PEOPLE, make_import, people_of, saved_import, table, workbook

BAD = (4, "Đỗ Văn Ếch", "năm nào", "Thành viên", "0590000004")


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


@pytest.fixture
def batch(cast, country, team):
    return make_import(cast.commune_officer, country.commune, people_of(people=[*PEOPLE, BAD]))


def show(client, batch, **query):
    return client.get(batch.get_absolute_url(), query)


def decide(client, batch, **data):
    client.post(reverse("imports:import_decide", args=[batch.pk]), data)
    batch.refresh_from_db()
    return batch.counts


def test_the_tabs_hold_every_line_of_the_file(officer, batch):
    numbers = [number for _key, _label, number, _shown in show(officer, batch).context["tabs"]]

    assert numbers == [1, 3, 0, 0, 3]
    assert sum(numbers) == batch.counts["rows"]


def test_a_line_with_a_bad_cell_waits_and_says_where_and_what_to_do(officer, batch):
    page = show(officer, batch, tab="waiting").content.decode()

    assert "Đỗ Văn Ếch" in page and "Ô C7" in page and "năm nào" in page


def test_a_waiting_line_is_left_out_and_taken_back(officer, batch):
    key = "Ấp 1!7"
    assert decide(officer, batch, **{f"d:{key}": "skip"})["skipped"] == 1
    assert "Đỗ Văn Ếch" in show(officer, batch, tab="ignored").content.decode()

    assert decide(officer, batch, take_back=key)["waiting"] == 1


def test_a_change_can_be_refused_line_by_line(officer, cast, country, team):
    saved_import(cast.commune_officer, country.commune)
    later = [(number, name, 1970, *rest) for number, name, _year, *rest in PEOPLE]
    batch = make_import(cast.commune_officer, country.commune, people_of(people=later))
    assert batch.counts["changed"] == 3

    counts = decide(officer, batch, tab="changed", **{"d:Ấp 1!4": "skip"})

    assert (counts["changed"], counts["skipped"]) == (2, 1)


def test_a_waiting_line_is_taken_with_its_bad_cell_empty(officer, batch):
    counts = decide(officer, batch, **{"d:Ấp 1!7": "accept"})

    assert (counts["new"], counts["waiting"]) == (4, 0)


def test_all_waiting_lines_are_left_out_at_once(officer, batch):
    counts = decide(officer, batch, skip_all="1")

    assert (counts["skipped"], counts["waiting"]) == (1, 0)


def test_a_choice_that_was_not_offered_is_not_taken(officer, batch):
    counts = decide(officer, batch, **{"d:Ấp 1!7": "new", "d:Ấp 1!4": "skip", "d:nothing": "skip"})

    assert counts["waiting"] == 1 and counts["skipped"] == 0


def test_lines_of_a_place_nobody_knows_are_decided_with_one_choice(officer, cast, country):
    rows = [(n, f"Võ Thị {name}", 1970, "Thành viên", f"059000010{n}") for n, name in enumerate("ABC")]
    foreign = make_import(cast.commune_officer, country.commune, people_of("Ấp Vĩnh Lạc xã Vĩnh Gia", rows))
    [(name, _text, choices, number)] = show(officer, foreign, tab="waiting").context["preview"].questions

    assert number == 3
    assert "skip" in dict(choices)
    assert decide(officer, foreign, **{name: "skip"})["skipped"] == 3
    assert decide(officer, foreign, forget="1")["waiting"] == 3


def test_only_the_sender_and_those_with_the_right_see_telephone_numbers(client, cast, batch):
    seen = {}
    for user in (cast.commune_officer, cast.province_officer, cast.administrator):
        client.force_login(user)
        seen[user.username] = "0590000001" in show(client, batch, tab="new").content.decode()

    assert seen == {"commune_officer": True, "province_officer": False, "administrator": True}


def test_a_kept_number_is_half_hidden_for_who_may_not_see_it_although_the_file_is_theirs(client, cast, country):
    saved_import(cast.commune_officer, country.commune)
    other = [(1, "Lê Thị Bưởi", 1985, "Tổ trưởng", "0590000099")]
    batch = make_import(cast.province_officer, country.province, people_of("Ấp 1 xã Tân Hòa", other))
    assert batch.counts["changed"] == 1
    client.force_login(cast.province_officer)

    page = show(client, batch, tab="changed").content.decode()

    assert "0590000099" in page and "0590000001" not in page


def test_what_another_tab_changed_meanwhile_is_not_saved_unseen(officer, batch):
    seen = batch.run
    decide(officer, batch, skip_all="1")

    officer.post(reverse("imports:import_save", args=[batch.pk]), {"run": seen})
    batch.refresh_from_db()
    assert batch.state == "ready"

    officer.post(reverse("imports:import_save", args=[batch.pk]), {"run": batch.run})
    batch.refresh_from_db()
    assert batch.state == "saved"


def test_of_two_tabs_that_decide_at_once_only_one_does(cast, batch):
    first, second = (Import.objects.get(pk=batch.pk) for _tab in range(2))

    assert jobs.start(first, "check", by=cast.commune_officer, decisions={"Ấp 1!7": "skip"})
    assert not jobs.start(second, "check", by=cast.commune_officer, decisions={})


def test_so_many_questions_are_asked_as_a_form_takes(officer, cast, country):
    head = [*HEADINGS, "Xã"]
    rows = [[n, f"Võ Thị {chr(65 + n % 26)}", 1970, None, None, f"Xã Vĩnh Gia {n}"] for n in range(60)]
    batch = make_import(cast.commune_officer, country.commune, table(head, rows))
    page = show(officer, batch, tab="waiting")

    assert len(page.context["preview"].questions) == 50
    assert "Còn 10 câu hỏi nữa" in page.content.decode()


def test_opening_a_list_with_telephone_numbers_is_noted(officer, batch, cast):
    show(officer, batch, tab="new")

    record = AccessRecord.objects.get()
    assert (record.user, record.row_count) == (cast.commune_officer, 3)


def test_the_marked_workbook_is_noted_as_an_export_and_not_for_those_without_the_right(client, cast, batch):
    address = reverse("imports:import_marked", args=[batch.pk])
    client.force_login(cast.province_officer)
    assert client.get(address).status_code == 403
    client.force_login(cast.commune_officer)

    assert client.get(address).status_code == 200
    assert AccessRecord.objects.get().action == AccessRecord.Action.EXPORT


def test_a_hidden_sheet_is_taken_only_when_a_person_says_so(officer, cast, country):
    data = workbook(("Ấp 1", PEOPLE[:1]), ("Ấp 2", PEOPLE[1:]), hidden=("Ấp 2",))
    batch = make_import(cast.commune_officer, country.commune, data)
    assert batch.counts["new"] == 1
    assert "Trang tính ẩn chưa nhập: Ấp 2" in show(officer, batch).content.decode()

    address = reverse("imports:import_options", args=[batch.pk])
    officer.post(address, {"as_of": "2026-01-15", "hidden_sheets": "on"})

    batch.refresh_from_db()
    assert batch.counts["new"] == 3


def test_a_dropped_file_leaves_nothing_of_its_content(officer, batch):
    officer.post(reverse("imports:import_drop", args=[batch.pk]))

    batch = Import.objects.get()
    assert batch.state == "dropped" and not hasattr(batch, "content")
    assert "Tệp này đã được bỏ" in show(officer, batch).content.decode()


@pytest.mark.parametrize("n", [2, 30])
def test_queries_do_not_grow_with_the_lines(officer, cast, country, django_assert_num_queries, n):
    people = [
        (k, f"Võ Thị {chr(65 + k % 26)}{chr(97 + k // 26)}", 1970, "Thành viên", f"05900001{k:02}") for k in range(n)
    ]
    batch = make_import(cast.commune_officer, country.commune, people_of(people=people))
    show(officer, batch, tab="new")

    with django_assert_num_queries(QUERIES):
        show(officer, batch, tab="new")


QUERIES = 8
