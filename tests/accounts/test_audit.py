from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.audit import record_export, record_view
from accounts.models import AccessRecord


@pytest.fixture
def request_of(rf, cast):
    def make(address, user=cast.commune_officer):
        request = rf.get(address)
        request.user = user
        return request

    return make


def test_each_export_is_recorded(request_of):
    for _time in range(2):
        record_export(request_of("/teams/?q=a"), "Tổ", 12)

    record = AccessRecord.objects.first()
    assert AccessRecord.objects.count() == 2
    assert (record.subject, record.url, record.row_count) == ("Tổ", "/teams/?q=a", 12)


def test_a_view_is_recorded_once_a_day_for_each_person_and_address(request_of, cast):
    record_view(request_of("/members/?phones=1"), "Thành viên", 25)
    record_view(request_of("/members/?phones=1"), "Thành viên", 25)
    assert AccessRecord.objects.count() == 1

    record_view(request_of("/members/?phones=1&page=2"), "Thành viên", 25)
    record_view(request_of("/members/?phones=1", cast.team_leader), "Thành viên", 25)
    assert AccessRecord.objects.count() == 3

    AccessRecord.objects.update(at=timezone.now() - timedelta(days=1))
    record_view(request_of("/members/?phones=1"), "Thành viên", 25)
    assert AccessRecord.objects.count() == 4


def test_a_very_long_address_is_cut_not_refused(request_of):
    assert len(record_export(request_of("/teams/?q=" + "a" * 900), "Tổ", 0).url) == 500
