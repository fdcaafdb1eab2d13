"""Photos of activities: kept once, drawn anew, shown where the visit is shown, gone when somebody takes them away."""

import hashlib
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image, ImageChops, ImageOps

from tests.visits.phone import make_item, send
from visits.models import Photo
from visits.photos.picture import LARGEST, NotAPhoto, redraw

SEND = "/visits/photos/"


def draw(size=(640, 480), **more) -> bytes:
    """Noise, which compresses badly."""
    file = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(file, "JPEG", quality=95, **more)
    return file.getvalue()


def with_place() -> bytes:
    """As a camera writes it: taken lying, with the place."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Máy ảnh của bà Mẫu"  # turn right by 90 degrees; maker
    exif.get_ifd(0x8825)[1] = "N"
    return draw((640, 480), exif=exif)


@pytest.fixture
def member(client, cast, team, indicators):
    client.force_login(cast.team_member)
    return cast.team_member


@pytest.fixture
def visit_id(member, household):
    item = make_item(household)
    assert send([item], member) == ["accepted"]
    return item["id"]


def post(client, visit, photo=None, data=None, **more):
    headers = {"X-Visit": str(visit), "X-Photo": str(photo or uuid4())} | more
    return client.post(SEND, data if data is not None else draw(), content_type="image/jpeg", headers=headers)


def status(answer):
    assert answer.status_code == 200
    return answer.json()["receipt"]["status"]


def test_a_photo_is_kept_once_however_often_it_is_sent(client, visit_id):
    photo, data = uuid4(), draw()
    assert [status(post(client, visit_id, photo, data)) for _time in range(3)] == ["accepted", "already", "already"]
    assert Photo.objects.get().digest == hashlib.sha256(data).hexdigest()


def test_another_photo_under_a_known_id_is_refused(client, visit_id):
    photo = uuid4()
    assert status(post(client, visit_id, photo)) == "accepted"
    assert status(post(client, visit_id, photo)) == "rejected"


def test_nothing_of_what_the_camera_wrote_is_kept(client, visit_id):
    data = with_place()
    assert b"Exif" in data
    post(client, visit_id, data=data)

    kept = bytes(Photo.objects.get().content)

    assert b"Exif" not in kept
    assert Image.open(BytesIO(kept)).size == (480, 640)  # upright


def test_a_photo_with_broken_words_of_the_camera_is_a_photo(client, visit_id):
    data = with_place()
    maker = data.index(b"\x01\x0f\x00\x02")
    broken = data[:maker] + b"\x01\x01" + data[maker + 2 :]  # words where a number has to stand

    assert status(post(client, visit_id, data=broken)) == "accepted"
    assert Image.open(BytesIO(bytes(Photo.objects.get().content))).size == (480, 640)


@pytest.mark.parametrize("held", range(1, 9))
def test_a_photo_is_upright_however_the_phone_was_held(held):
    exif = Image.Exif()
    exif[0x0112] = held
    file = BytesIO()
    Image.linear_gradient("L").resize((64, 32)).save(file, "JPEG", exif=exif)

    drawn, right = Image.open(BytesIO(redraw(file.getvalue()))), ImageOps.exif_transpose(Image.open(file))

    assert drawn.size == right.size
    assert max(ImageChops.difference(drawn.convert("L"), right).getextrema()) < 9


@pytest.mark.parametrize("size", [(4000, 3000), (1600, 1200)])
def test_what_is_kept_is_small(size):
    drawn = redraw(draw(size))
    assert len(drawn) <= LARGEST
    assert max(Image.open(BytesIO(drawn)).size) <= 1280


def png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (9, 9)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"x", b"<svg/>", draw()[:900], png()], ids=["nothing", "x", "svg", "half", "png"]
)
def test_what_is_no_whole_jpeg_is_refused(data):
    with pytest.raises(NotAPhoto):
        redraw(data)


def test_a_small_file_that_claims_to_be_huge_is_not_opened():
    data = draw((16, 16)).replace(b"\x00\x10\x00\x10\x03", b"\xff\xff\xff\xff\x03")
    with pytest.raises(NotAPhoto, match="quá lớn"):
        redraw(data)


def test_a_broken_photo_is_rejected_with_what_to_do(client, visit_id):
    receipt = post(client, visit_id, data=b"no photo").json()["receipt"]
    assert (receipt["status"], "chụp lại" in receipt["reason"]) == ("rejected", True)


def test_unknown_and_foreign_visits_get_the_same_words(client, member, foreign_visit):
    answers = [post(client, key).json()["receipt"] for key in (foreign_visit.pk, uuid4())]
    assert {answer["status"] for answer in answers} == {"rejected"}
    assert len({answer["reason"] for answer in answers}) == 1


def test_a_photo_of_a_visit_that_waits_for_a_decision_is_kept_for_whoever_decides(client, cast, member):
    item = make_item(uuid4())
    assert send([item], member) == ["review"]
    assert status(post(client, item["id"])) == "accepted"
    address = f"/visits/photos/{Photo.objects.get().pk}/"

    assert client.get(address).status_code == 404  # the member does not decide
    client.force_login(cast.commune_officer)
    assert client.get(address)["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(("sent", "code"), [({"X-Photo": ""}, 400), ({"X-Visit": "7"}, 400)])
def test_a_photo_without_ids_is_no_photo(client, visit_id, sent, code):
    assert post(client, visit_id, **sent).status_code == code


@pytest.mark.parametrize("size", [0, 2_000_000, 4_000_000])
def test_an_empty_or_huge_body_is_refused(client, visit_id, size):
    assert post(client, visit_id, data=b"x" * size).status_code == 413


def test_a_visit_takes_five_photos(client, visit_id):
    assert [status(post(client, visit_id)) for _time in range(6)] == ["accepted"] * 5 + ["rejected"]


def test_the_page_of_the_visit_shows_it_and_its_sender_takes_it_away(client, member, visit_id):
    photo, data = uuid4(), draw()
    post(client, visit_id, photo, data)
    assert f"/visits/photos/{photo}/" in client.get(f"/visits/{visit_id}/").content.decode()

    client.post(f"/visits/photos/{photo}/remove/", {"reason": "Có người không muốn"})

    kept = Photo.objects.get()
    assert (bytes(kept.content), kept.removed_by, kept.removal_reason) == (b"", member, "Có người không muốn")
    assert client.get(f"/visits/photos/{photo}/").status_code == 404
    assert "Có người không muốn" in client.get(f"/visits/{visit_id}/").content.decode()
    assert status(post(client, visit_id, photo, data)) == "already"  # and it does not come back


@pytest.mark.parametrize("count", [1, 4])
def test_showing_photos_asks_the_database_no_more_for_more(client, visit_id, django_assert_max_num_queries, count):
    for _photo in range(count):
        post(client, visit_id)
    with django_assert_max_num_queries(22):
        client.get(f"/visits/{visit_id}/")
