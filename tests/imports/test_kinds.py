"""Every kind of list takes the same road through the pages."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from areas.models import Area, AreaStatistic, Level
from imports.kinds import KINDS
from imports.models import Import
from tests.imports.files import table
from visits.models import Household

LISTS = {
    "households": (("Ấp", "Họ tên chủ hộ", "Số nhân khẩu"), [("Ấp 1", "Ngô Thị Mẫu", 3), ("Ấp 2", "Lý Văn Thử", 5)]),
    "hamlets": (("STT", "Tên ấp", "Số hộ"), [(1, "Ấp Bàu Sen", 120), (2, "Ấp Rạch Gốc", 80)]),
    "statistics": (("Tên ấp", "Năm", "Số hộ"), [("Ấp 1", 2025, 120), ("Ấp 2", 2025, 80)]),
    "accounts": (
        ("Họ và tên", "Tên đăng nhập", "Vai trò", "Địa bàn"),
        [("Ngô Thị Mẫu", "mau.tan.hoa", "Tổ trưởng", "Ấp 1"), ("Lý Văn Thử", "thu.tan.hoa", "Thành viên tổ", "Ấp 2")],
    ),
}
HELD = {
    "households": lambda: Household.objects.count(),
    "hamlets": lambda: Area.objects.filter(level=Level.HAMLET).count(),
    "statistics": lambda: AreaStatistic.objects.count(),
    "accounts": lambda: User.objects.count(),
}


SENDERS = {"accounts": "administrator"}


@pytest.fixture
def sender(client, cast, kind):
    """Whoever may send such a list."""
    client.force_login(getattr(cast, SENDERS.get(kind, "commune_officer")))
    return client


def send(client, kind, area, data):
    file = SimpleUploadedFile("danh-sach.xlsx", data)
    client.post(reverse("imports:import_upload", args=[kind]) + f"?area={area.pk}", {
        "area": area.pk, "as_of": "2026-01-15", "file": file,
    })  # fmt: skip
    return Import.objects.latest("created_at")


@pytest.mark.parametrize("kind", sorted(LISTS))
def test_a_list_of_each_kind_is_understood_saved_known_again_and_undone(sender, country, kind):
    headings, rows = LISTS[kind]
    data, before = table(headings, rows), HELD[kind]()
    batch = send(sender, kind, country.commune, data)
    assert (batch.counts["new"], batch.counts["waiting"]) == (2, 0)
    assert rows[0][kind == "hamlets"].removeprefix("Ấp ") in sender.get(batch.get_absolute_url()).content.decode()

    sender.post(reverse("imports:import_save", args=[batch.pk]))
    assert HELD[kind]() == before + 2
    assert send(sender, kind, country.commune, data).counts["unchanged"] == 2

    sender.post(reverse("imports:import_undo", args=[batch.pk]))
    assert HELD[kind]() == before


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_blank_workbook_of_each_kind_holds_no_line_to_save(sender, country, kind):
    blank = sender.get(reverse("imports:import_template", args=[kind])).content
    assert load_workbook(BytesIO(blank)).worksheets

    batch = send(sender, kind, country.commune, blank)

    assert batch.counts["rows"] == batch.counts["ignored"]
    assert "Không thấy danh sách nào trong tệp" in sender.get(batch.get_absolute_url()).content.decode()
