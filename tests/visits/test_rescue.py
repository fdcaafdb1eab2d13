"""Rescue files: what a broken or lost phone held reaches the server by hand, once, in the name of its member."""

import json
import stat
from base64 import b64encode
from io import BytesIO
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.cast import at, make_visit
from tests.visits.phone import make_found, make_item, stored
from tests.visits.rescued import make_file, seal
from visits.models import HeldItem, Household, Photo, RescueImport, Visit
from visits.rescue import key

URL = "/visits/rescue/"


@pytest.fixture
def officer(client, cast, team):
    client.force_login(cast.commune_officer)
    return cast.commune_officer


def bring(client, data, **more):
    return client.post(URL, {"file": SimpleUploadedFile("cuu-ho.json", data)}, **more)


def statuses() -> list[str]:
    return [receipt["status"] for receipt in RescueImport.objects.first().receipts]


def test_visits_are_filed_in_the_name_of_the_member(client, cast, officer, household, indicators):
    item = make_item(household)

    body = bring(client, make_file(cast.team_member, [item]), follow=True).content.decode()

    visit = Visit.objects.get(pk=item["id"])
    assert (visit.created_by, visit.status, visit.household) == (cast.team_member, "accepted", household)
    batch = RescueImport.objects.get()
    assert (batch.member, batch.imported_by, batch.made_at) == (cast.team_member, officer, at(2026, 8, 6, 10))
    assert "Trần Thị Mẫu" in body
    assert "Đã nhận" in body


def test_the_same_file_twice_changes_nothing(client, cast, officer, household, indicators):
    data = make_file(cast.team_member, [make_item(household), make_item(household, outcome="nowhere")])
    bring(client, data)
    before = stored()

    bring(client, data)

    assert stored() == before
    assert statuses() == ["already", "rejected"]


def test_what_the_phone_sends_later_is_known(client, cast, officer, household, indicators):
    item = make_item(household)
    bring(client, make_file(cast.team_member, [item]))
    client.force_login(cast.team_member)

    sent = client.post("/visits/sync/", {"visits": [item]}, content_type="application/json").json()

    assert [receipt["status"] for receipt in sent["receipts"]] == ["already"]


def test_photos_come_after_their_visits_and_each_has_its_receipt(client, cast, officer, household, indicators):
    item, file = make_item(household), BytesIO()
    Image.new("RGB", (40, 30)).save(file, "JPEG")
    photo = {"id": str(uuid4()), "visit": item["id"], "data": b64encode(file.getvalue()).decode()}
    broken = [photo | {"id": str(uuid4()), "data": "%%"}, {"id": "7"}, 7]
    data = make_file(cast.team_member, [item], photos=[photo, *broken])

    body = bring(client, data, follow=True).content.decode()

    assert statuses() == ["accepted", "accepted", "rejected", "rejected", "rejected"]
    assert (Photo.objects.get().sent_by, f"/visits/photos/{photo['id']}/" in body) == (cast.team_member, True)
    bring(client, data)
    assert statuses()[:2] == ["already", "already"]


def test_a_household_found_on_the_spot_comes_before_its_visits(client, cast, country, officer, indicators):
    found = make_found(country.hamlet)
    visits = [make_item(found["id"], results={}, people=0) for _number in range(3)]

    bring(client, make_file(cast.team_member, visits, [found]))

    assert statuses() == ["accepted"] * 4
    assert Household.objects.get(pk=found["id"]).visits.count() == 3


def test_many_visits_go_in_batches_and_each_has_its_receipt(client, cast, country, officer, indicators):
    found = make_found(country.hamlet)
    visits = [make_item(found["id"], results={}) for _number in range(401)]

    bring(client, make_file(cast.team_member, visits, [found]))

    assert statuses() == ["accepted"] * 402


def test_conflicts_and_what_cannot_be_filed_wait_at_the_desk(client, cast, officer, household, indicators):
    known = make_visit(household, by=cast.team_member)
    items = [make_item(household, id=str(known.pk)), make_item("77aa77aa-7777-4777-8777-777777777777")]

    body = bring(client, make_file(cast.team_member, items), follow=True).content.decode()

    assert statuses() == ["conflict", "review"]
    for held in HeldItem.objects.all():
        assert held.sent_by == cast.team_member
        assert f"/visits/desk/{held.pk}/" in body


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "không phải tệp cứu hộ"),
        (b"\xff\xd8 a photo", "không phải tệp cứu hộ"),
        (b"[" * 100_000, "không phải tệp cứu hộ"),
        (b"[]", "không phải tệp cứu hộ"),
        (b'{"format": "tocnscd-rescue-1", "key": "another"}', "máy chủ khác"),
    ],
)
def test_a_foreign_file_is_refused_with_a_sentence(client, officer, data, sentence):
    answer = bring(client, data)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not RescueImport.objects.exists()


@pytest.mark.parametrize("part", ["wrapped", "iv", "data"])
@pytest.mark.parametrize("value", ["AAAA", "%", None, 7])
def test_a_broken_file_is_refused_with_a_sentence(client, cast, officer, household, part, value):
    answer = bring(client, make_file(cast.team_member, [make_item(household)], **{part: value}))

    assert answer.status_code == 422
    assert "Tệp bị hỏng" in answer.content.decode()
    assert not Visit.objects.exists()


@pytest.mark.parametrize("content", [[], {"visits": 7}, {"visits": [], "households": None}, "x"])
def test_a_strange_content_is_refused_with_a_sentence(client, cast, officer, content):
    assert "Tệp bị hỏng" in bring(client, seal(content, key.for_phone(cast.team_member))).content.decode()


def test_nobody_writes_in_the_name_of_another_without_a_ticket(client, cast, officer, household):
    given = key.for_phone(cast.team_member)
    forged = given["ticket"].replace(str(cast.team_member.pk), str(cast.team_leader.pk), 1)

    for ticket in (forged, None, 7, ""):
        answer = bring(client, seal({"ticket": ticket, "visits": [make_item(household)]}, given))
        assert "của tài khoản nào" in answer.content.decode()
    assert not Visit.objects.exists()


def test_the_file_of_a_member_elsewhere_is_refused(client, cast, officer, foreign_team, foreign_household):
    answer = bring(client, make_file(cast.foreign_officer, [make_item(foreign_household)]))

    assert "ngoài địa bàn" in answer.content.decode()
    assert not Visit.objects.exists()


def test_a_file_of_a_whole_film_is_refused(client, officer):
    assert "20 MB" in bring(client, b"0" * (20 * 1024 * 1024 + 1)).content.decode()
    assert bring(client, b"0" * (25 * 1024 * 1024)).status_code == 413


def test_the_file_says_nothing_to_whoever_finds_it(cast, household):
    data = make_file(cast.team_member, [make_item(household, note="Bà Mẫu ở nhà")])

    assert set(json.loads(data)) == {"format", "key", "wrapped", "iv", "data"}
    assert [word for word in (str(household.pk), "team_member", "note") if word in data.decode()] == []


def test_the_key_is_made_once_for_its_owner_alone(tmp_path, settings):
    settings.RESCUE_KEY_FILE = tmp_path / "rescue_key.pem"
    first = key.key_id()
    key._load.cache_clear()

    assert key.key_id() == first
    assert stat.S_IMODE(settings.RESCUE_KEY_FILE.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["rescue_key.pem"]


def test_the_environment_may_give_the_key(tmp_path, settings):
    made = key._saved(tmp_path / "key.pem").decode()
    ids = set()
    for text in (made, made.replace("\n", "\\n")):
        settings.RESCUE_KEY = text
        ids.add(key.key_id())

    assert len(ids) == 1
    settings.RESCUE_KEY = "not a key"
    with pytest.raises(ImproperlyConfigured, match="RESCUE_KEY"):
        key.key_id()


def test_a_phone_takes_the_key_along(client, cast, team, household):
    client.force_login(cast.team_member)

    said = client.get("/visits/field/").json()["rescue"]

    assert said["id"] == key.key_id()
    assert key.user_of(said["ticket"]) == cast.team_member.pk
    assert "PRIVATE" not in json.dumps(said)


def test_the_key_is_not_in_git():
    assert settings.RESCUE_KEY_FILE.parent == settings.VAR_DIR
