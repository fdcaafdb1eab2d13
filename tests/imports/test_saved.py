"""After the preview: saved, found again, undone, forgotten."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from imports.models import KEPT, Content, Import
from teams.models import Membership
from tests.imports.files import PEOPLE, make_import, saved_import


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


@pytest.fixture
def saved(cast, country, team):
    return saved_import(cast.commune_officer, country.commune)


def url(name, batch):
    return reverse(f"imports:import_{name}", args=[batch.pk])


def test_saving_puts_the_persons_into_their_team(officer, saved, team):
    page = officer.get(saved.get_absolute_url()).content.decode()

    assert "Đã lưu: 3 người mới, 0 thay đổi." in page
    assert reverse("teams:team_list") in page and "Xem các tổ" in page
    names = team.memberships.values_list("member__full_name", flat=True)
    assert {person[1] for person in PEOPLE} < set(names)


def test_the_same_file_again_changes_nothing(officer, cast, country, saved):
    again = make_import(cast.commune_officer, country.commune)

    assert again.counts["unchanged"] == 3
    page = officer.get(again.get_absolute_url()).content.decode()
    assert "Đúng tệp này đã được lưu lúc" in page and saved.get_absolute_url() in page
    assert "Mọi dòng đã có trong hệ thống, không có gì để lưu." in page


def test_an_import_is_undone_as_a_whole_after_a_question(officer, saved, team):
    page = officer.get(url("undo", saved)).content.decode()
    assert "3 người đã thêm sẽ bị xóa" in page and team.memberships.count() == 5

    officer.post(url("undo", saved))

    saved.refresh_from_db()
    assert (saved.state, saved.undone_by.username) == ("undone", "commune_officer")
    assert team.memberships.count() == 2


def test_an_import_that_something_depends_on_says_what_and_stays(officer, saved, team):
    changed = Membership.objects.get(member__full_name="Lê Thị Bưởi")
    changed.role = Membership.Role.MEMBER
    changed.save()

    answer = officer.get(url("undo", saved))
    officer.post(url("undo", saved))

    saved.refresh_from_db()
    assert "Chưa hoàn tác được" in answer.content.decode() and answer.context["dependents"]
    assert (saved.state, team.memberships.count()) == ("saved", 5)


def test_the_history_is_narrowed_by_list_state_person_and_name(officer, cast, country, saved):
    make_import(cast.administrator, country.commune, name="bao-cao.xlsx")

    def found(**choice):
        page = officer.get(reverse("imports:import_list"), choice)
        return {batch.file_name for batch in page.context["table"].data.data}

    assert found() == {"danh-sach.xlsx", "bao-cao.xlsx"}
    assert found(state="saved") == found(by=cast.commune_officer.pk) == {"danh-sach.xlsx"}
    assert found(q="bao") == {"bao-cao.xlsx"}
    sent = f"{timezone.localtime(saved.created_at):%H:%M %d/%m/%Y}"
    assert sent in officer.get(reverse("imports:import_list"), {"q": "danh"}).content.decode()
    assert found(kind="hamlets") == found(kind="no-such") == found(by="9" * 20) == found(by="9" * 4400) == set()


def test_an_import_into_another_commune_is_not_in_the_history(officer, cast, country, foreign_team):
    make_import(cast.foreign_officer, country.foreign_commune)

    assert not officer.get(reverse("imports:import_list")).context["table"].data.data.exists()


@pytest.mark.parametrize("n", [1, 5])
def test_queries_do_not_grow_with_the_history(officer, cast, country, django_assert_num_queries, n):
    batches = [
        Import(kind="members", by=cast.commune_officer, area=country.commune, as_of="2026-01-15", file_name=f"{k}")
        for k in range(n)
    ]
    Import.objects.bulk_create(batches)

    with django_assert_num_queries(QUERIES):
        officer.get(reverse("imports:import_list"))


QUERIES = 10


def test_the_content_is_deleted_ninety_days_after_the_last_change(officer, saved, capsys):
    Import.objects.filter(pk=saved.pk).update(heartbeat=timezone.now() - KEPT - timedelta(hours=1))

    call_command("forget_imports")

    assert not Content.objects.exists()
    page = officer.get(saved.get_absolute_url()).content.decode()
    assert "Nội dung tệp đã xóa sau 90 ngày" in page and "Hoàn tác lần nhập này" not in page
    assert officer.get(url("undo", saved)).url == saved.get_absolute_url()


def test_the_history_asks_for_no_filter_before_there_is_something_to_find(officer, cast, country):
    address = reverse("imports:import_list")
    assert "Chọn một danh sách ở trên để bắt đầu." in (page := officer.get(address).content.decode())
    assert 'name="state"' not in page

    make_import(cast.commune_officer, country.commune)
    assert 'name="state"' in officer.get(address).content.decode()
    assert "Không có lần nhập nào như vậy" in officer.get(address, {"q": "lạ"}).content.decode()
