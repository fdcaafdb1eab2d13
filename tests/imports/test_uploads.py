"""A request that is larger than any list: the view may say so, and nothing of it was stored."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from imports import uploads


@pytest.fixture
def store(settings, tmp_path, monkeypatch):
    """Where files of an upload lie, with small limits."""
    monkeypatch.setattr(uploads, "LARGEST", 5_000)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    return tmp_path


def sent(size):
    return RequestFactory().post("/", {"as_of": "2026-01-15", "file": SimpleUploadedFile("ds.xlsx", bytes(size))})


def test_a_request_within_the_limit_keeps_its_file(store):
    request = sent(4_000)
    assert (request.FILES["file"].size, uploads.too_large(request)) == (4_000, False)
    assert len(list(store.iterdir())) == 1
    request.close()


def test_a_larger_one_keeps_its_fields_only_and_nothing_is_stored(store):
    request = sent(6_000)
    assert (dict(request.POST), dict(request.FILES)) == ({"as_of": ["2026-01-15"]}, {})
    assert uploads.too_large(request)
    assert list(store.iterdir()) == []


@pytest.mark.parametrize("length", ["", "x", "-1"])
def test_a_request_without_a_sound_length_is_not_called_large(length):
    assert not uploads.too_large(RequestFactory().get("/", CONTENT_LENGTH=length))
