"""The frame of every page: Vietnamese, marked where one is, with error pages of our own and nothing inline."""

import gzip
import re
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.staff import open_admin_site

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(r"""<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*["']|javascript:""", re.IGNORECASE)


@pytest.fixture
def officer(db):
    return get_user_model().objects.create_user("canbo", password="đúng-mật-khẩu-2026", full_name="Lê Thị Ngọc Lan")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_writes_script_or_style_inline(template):
    markup = re.sub(r"{%\s*comment.*?endcomment\s*%}", "", template.read_text(), flags=re.DOTALL)
    assert INLINE.findall(markup) == []


def test_no_template_is_longer_than_140_lines():
    assert [path.name for path in TEMPLATES if len(path.read_text().splitlines()) > 140] == []


@pytest.mark.django_db
def test_the_sign_in_page_is_vietnamese_and_has_one_heading(client):
    page = client.get(reverse("account_login")).content.decode()
    assert '<html lang="vi"' in page
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == ["Đăng nhập"]
    assert not re.search(r"Sign In|Username|Password|Remember|Forgot", re.sub(r"<[^>]+>", "", page))


@pytest.mark.django_db
def test_a_page_that_does_not_exist_answers_with_our_own_page(client):
    response = client.get("/khong-co-trang-nay/")
    assert response.status_code == 404
    assert "Không tìm thấy trang" in response.content.decode()


def test_the_page_for_our_own_errors_needs_no_request():
    assert "Hệ thống gặp lỗi" in render_to_string("500.html")


def test_the_frame_names_who_is_signed_in_and_how_to_leave(client, officer):
    client.force_login(officer)
    page = client.get(reverse("account_change_password")).content.decode()
    assert "Lê Thị Ngọc Lan" in page
    assert f'<form method="post" action="{reverse("account_logout")}"' in page


def test_only_administrators_of_today_see_the_way_to_administration(client, cast):
    open_admin_site(cast.administrator)
    client.force_login(cast.administrator)
    assert f'href="{reverse("admin:index")}"' in client.get(reverse("accounts:profile")).content.decode()

    cast.administrator.posts.update(valid_until=date(2025, 12, 31))
    assert f'href="{reverse("admin:index")}"' not in client.get(reverse("accounts:profile")).content.decode()


def test_the_page_one_is_on_is_marked_in_the_menu(client, officer):
    client.force_login(officer)
    page = client.get(reverse("account_change_password")).content.decode()
    marked = re.findall(r'<a [^>]*?href="([^"]+)"[^>]*aria-current="page"', page)
    assert marked == [reverse("account_change_password")]


def test_pages_travel_compressed_and_other_answers_as_they_are(client, officer):
    client.force_login(officer)
    page, other = (client.get(address, headers={"accept-encoding": "gzip"}) for address in ("/areas/", "/healthz"))

    assert (page["Content-Encoding"], "Content-Encoding" in other) == ("gzip", False)
    assert "Accept-Encoding" in page["Vary"]
    assert len(page.content) < len(gzip.decompress(page.content)) / 2
    assert 'lang="vi"' in gzip.decompress(page.content).decode()
