"""Every message that a person meets is Vietnamese, those of the libraries too."""

import re
from datetime import timedelta
from pathlib import Path

import polib
import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince

CATALOGUE = Path(__file__).resolve().parent.parent / "locale" / "vi" / "LC_MESSAGES" / "django.po"


def placeholders(text):
    return sorted(set(re.findall(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}", text)))


def test_a_translation_keeps_the_placeholders_of_its_source():
    for entry in polib.pofile(str(CATALOGUE)):
        translated = entry.msgstr or entry.msgstr_plural[0]
        assert placeholders(translated) == placeholders(entry.msgid_plural or entry.msgid), entry.msgid


@pytest.mark.django_db
def test_a_wrong_password_is_told_in_vietnamese(client):
    get_user_model().objects.create_user("canbo", password="đúng-mật-khẩu-2026")
    page = client.post(reverse("account_login"), {"login": "canbo", "password": "sai"}).content.decode()
    assert "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra rồi nhập lại." in page


def test_the_length_of_a_password_is_told_in_vietnamese():
    with pytest.raises(ValidationError) as error:
        validate_password("ngắn-9x")
    assert error.value.messages == ["Mật khẩu quá ngắn. Cần ít nhất 10 ký tự."]


def test_forms_and_spans_of_time_speak_vietnamese():
    with pytest.raises(ValidationError) as error:
        forms.UUIDField().clean("x")
    assert error.value.messages == ["Mã định danh không hợp lệ."]
    assert timesince(timezone.now() - timedelta(days=15)).replace("\xa0", " ") == "2 tuần, 1 ngày"
