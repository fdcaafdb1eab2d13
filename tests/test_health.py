"""GET /healthz, and what every answer carries."""

import pytest
from django.db import DatabaseError, connection


@pytest.mark.django_db
def test_healthz_answers_anyone(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_healthz_says_when_the_database_does_not_answer(client):
    def refuse(*args):
        raise DatabaseError("no connection")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"status": "database unavailable"})


@pytest.mark.django_db
def test_every_answer_forbids_inline_code_and_frames(client):
    response = client.get("/healthz")
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
