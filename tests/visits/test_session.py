from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from accounts.models import Post

URL = "/session/"


def test_a_member_hears_who_is_signed_in_and_what_the_posts_allow(client, cast):
    client.force_login(cast.team_member)

    answer = client.get(URL)

    said = answer.json()
    assert said["user"] == {"username": "team_member", "name": "Người team_member"}
    assert said["posts"] == [{"role": "team_member", "role_name": "Thành viên tổ", "area": "Ấp 1"}]
    assert said["permissions"] == ["log_visits", "see_phones"]
    assert abs(datetime.fromisoformat(said["server_time"]) - timezone.now()) < timedelta(minutes=1)
    assert "no-store" in answer["Cache-Control"]


def test_a_post_that_ended_is_not_named(client, cast):
    Post.objects.filter(user=cast.team_member).update(valid_until=timezone.localdate() - timedelta(days=1))
    client.force_login(cast.team_member)

    said = client.get(URL).json()

    assert (said["posts"], said["permissions"]) == ([], [])


def test_signed_out_is_an_answer_in_json_and_no_redirect(client, db):
    answer = client.get(URL)

    assert answer.status_code == 401
    assert answer.json() == {"error": "Chưa đăng nhập. Xin đăng nhập; lượt thăm chưa gửi vẫn còn trên máy."}


def test_the_token_it_gives_opens_the_sync(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.team_member)

    token = client.get(URL).json()["csrf_token"]

    headers = {"X-CSRFToken": token}
    answer = client.post("/visits/sync/", {"visits": []}, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["receipts"]) == (200, [])


def test_it_is_read_only(client, cast):
    client.force_login(cast.team_member)

    assert client.post(URL).status_code == 405
