import logging
import re
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessRecord
from areas import ancestry
from areas.models import AreaStatistic
from reports.links import secret as secrets
from reports.models import LinkOpening, SharedLink
from tests.cast import at, make_area, make_visit
from tests.reports.pages import links, words
from tests.reports.targets import give
from tests.visits.test_ledger import make_activity
from visits.models import Household, Indicator

LAST_YEAR = {"from": "2025-07-01", "to": "2025-12-31", "map": "recorded", "by": "hamlet"}
NEW = reverse("reports:link_new")


def make_link(cast, country, codes=("dvc_ho_so",), *, area=None, by_whom=None, **parameters):
    """The address of a link by the commune's officer, of the commune unless another area is named."""
    query = urlencode({**LAST_YEAR, **parameters, "i": codes}, doseq=True)
    by = by_whom or cast.commune_officer
    _link, secret = secrets.make(area or country.commune, query, by=by, title="Chủ tịch UBND xã", days=7)
    return reverse("reports:link_open", args=[secret])


def dossiers(hamlet, indicators, count, when=None, **more):
    household = Household.objects.create(area=hamlet, head_name="Ngô Văn Bên", phone="0900000444", size=4)
    results = {indicators["dvc_ho_so"]: count} | {indicators[code]: value for code, value in more.items()}
    return make_visit(household, when=when or at(2025, 9, 5), results=results)


@pytest.fixture
def hamlets(country, indicators):
    """Ấp 1 to 4 with 40, 3, 25 and 7 dossiers of last autumn; ấp 3 has the fewest households, then ấp 4."""
    more = [make_area(4, "Ấp", name, country.commune) for name in ("3", "4")]
    ancestry.rebuild()
    found = [country.hamlet, country.other_hamlet, *more]
    for hamlet, count, households in zip(found, (40, 3, 25, 7), (300, 200, 100, 150), strict=True):
        dossiers(hamlet, indicators, count)
        AreaStatistic.objects.create(area=hamlet, year=2025, households=households, source="thử")
    return found


def rows(answer) -> dict[str, list[str]]:
    """Name of each line -> its figures; what is not told is "không nêu"."""
    found = re.findall(r'<tr role="row">\s*<th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', answer.content.decode(), re.S)
    cell = re.compile(r"<td[^>]*>(.*?)</td>", re.S)
    name = re.compile(r"<span.*", re.S)
    return {
        name.sub("", head): [words(text).removeprefix("… ") for text in cell.findall(rest)] for head, rest in found
    }


def test_a_leader_reads_the_figures_without_an_account(client, cast, country, hamlets):
    answer = client.get(make_link(cast, country))

    assert answer.status_code == 200
    assert rows(answer) == {
        "Ấp 1": ["40"],
        "Ấp 2": ["không nêu"],
        "Ấp 3": ["không nêu"],
        "Ấp 4": ["7"],
        "Tổng: Xã Tân Hòa": ["75"],
    }


def test_the_goal_of_the_area_stands_beside_its_figure(client, cast, country, indicators, hamlets):
    give(country.commune, indicators["dvc_ho_so"], 150, start=date(2025, 7, 1), end=date(2025, 12, 31))

    body = words(client.get(make_link(cast, country)).content.decode())

    assert "dvc_ho_so 75 hồ sơ Rất chậm 150 mức giao" in body


def test_a_goal_over_other_days_does_not_tell_a_small_number(client, cast, country, indicators, hamlets):
    """75 in the period and 78 since the year began: the three of spring stay untold."""
    give(country.commune, indicators["dvc_ho_so"], 150, start=date(2025, 1, 1), end=date(2025, 12, 31))
    dossiers(hamlets[0], indicators, 3, when=at(2025, 6, 30))

    assert "mức giao" not in client.get(make_link(cast, country, map=str(timezone.localdate()))).content.decode()


def test_a_goal_over_other_days_tells_about_what_was_reached_in_them(client, cast, country, indicators, hamlets):
    """75 in the period and 98 since the year began, of 150."""
    give(country.commune, indicators["dvc_ho_so"], 150, start=date(2025, 1, 1), end=date(2025, 12, 31))
    dossiers(hamlets[0], indicators, 23, when=at(2025, 6, 30))

    body = words(client.get(make_link(cast, country, map=str(timezone.localdate()))).content.decode())

    assert "150 mức giao Năm 2025 · đến nay khoảng 95" in body


@pytest.mark.parametrize(("before", "stands"), [(3, False), (30, True)])
def test_a_bar_does_not_tell_how_few_there_were_at_its_start(
    client, cast, country, indicators, hamlets, before, stands
):
    span = {"start": date(2025, 7, 1), "end": date(2026, 6, 30)}
    give(country.commune, indicators["dvc_ho_so"], 150, so_far=True, **span)
    dossiers(hamlets[0], indicators, before, when=at(2025, 5, 5))
    dossiers(hamlets[0], indicators, 20, when=at(2025, 7, 20))
    autumn = {"from": "2025-08-15", "map": str(timezone.localdate())}

    assert ("mức giao" in client.get(make_link(cast, country, **autumn)).content.decode()) == stands


def test_a_goal_over_days_of_another_link_is_not_told(client, cast, country, indicators, hamlets):
    """What both links tell, taken from what counts towards the goal, would tell what the other one hides."""
    give(country.commune, indicators["dvc_ho_so"], 150, start=date(2025, 1, 1), end=date(2025, 12, 31))
    dossiers(hamlets[0], indicators, 23, when=at(2025, 6, 30))
    own = {"map": str(timezone.localdate())}
    make_link(cast, country, **own | {"from": "2025-04-01", "to": "2025-06-30"})

    assert "mức giao" not in client.get(make_link(cast, country, **own)).content.decode()


@pytest.mark.parametrize(("households", "stands"), [(100, False), (2000, True)])
def test_a_share_over_other_days_does_not_tell_a_small_number(
    client, cast, country, indicators, hamlets, households, stands
):
    """Ten of a hundred in the period and twelve since the year began: of two thousand the bar tells no two."""
    for number in range(12):
        dossiers(hamlets[0], indicators, 1, when=at(2025, 9 if number < 10 else 3, 5), app_ho=1)
    AreaStatistic.objects.create(area=country.commune, year=2025, households=households, source="thử")
    give(country.commune, indicators["ty_le_ho_app"], 70, start=date(2025, 1, 1), end=date(2025, 12, 31))

    answer = client.get(make_link(cast, country, ["ty_le_ho_app"], map=str(timezone.localdate())))

    assert ("mức giao" in answer.content.decode()) == stands


def test_the_page_is_sealed_and_names_nobody(client, cast, country, hamlets):
    answer = client.get(make_link(cast, country))

    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies
    body = answer.content.decode()
    assert [
        word for word in ("Ngô Văn Bên", "0900000444", "Chủ tịch", "commune_officer", "<form") if word in body
    ] == []
    assert re.findall(r'href="([^"]+)"', body) == ["/static/app.css", "/static/favicon.svg"]


def test_the_page_is_the_same_for_whoever_opens_it(client, cast, country, hamlets):
    address = make_link(cast, country)

    def opened() -> str:
        return re.sub(r"Mở lúc \d\d:\d\d", "", client.get(address).content.decode())

    anonymous = opened()
    client.force_login(cast.administrator)
    assert opened() == anonymous


def test_a_ratio_made_of_a_hidden_number_is_hidden(client, cast, country, indicators, hamlets):
    for hamlet, count in zip(hamlets, (9, 2, 0, 12), strict=True):
        for _number in range(count):
            dossiers(hamlet, indicators, 1, app_ho=1)

    found = rows(client.get(make_link(cast, country, ["ty_le_ho_app"])))

    assert {name: cells[0] for name, cells in found.items()} == {
        "Ấp 1": "3",
        "Ấp 2": "không nêu",
        "Ấp 4": "không nêu",
        "Tổng: Xã Tân Hòa": "—",
    }


def test_a_share_does_not_tell_that_three_households_have_not(client, cast, country, indicators, hamlets):
    AreaStatistic.objects.filter(area=country.hamlet).update(households=12)
    for hamlet in hamlets:
        for _number in range(9):
            dossiers(hamlet, indicators, 1, app_ho=1)

    found = rows(client.get(make_link(cast, country, ["ty_le_ho_app"])))

    assert found["Ấp 1"] == found["Ấp 3"] == ["không nêu"]
    assert found["Ấp 4"] == ["6"]


def test_a_share_that_anybody_works_out_needs_no_column(client, cast, country, indicators, hamlets):
    """117 of 120 households have it, and the 120 are published."""
    AreaStatistic.objects.filter(area=hamlets[0]).update(households=120)
    for hamlet, count in zip(hamlets, (117, 20, 20, 20), strict=True):
        make_activity(hamlet, date(2025, 9, 5), {indicators["app_ho"]: count})

    assert rows(client.get(make_link(cast, country, ["app_ho"])))["Ấp 1"] == ["không nêu"]


def test_figures_that_still_move_are_rounded(client, cast, country, indicators, hamlets):
    """Opened twice, the page must not tell that one more household was counted in between."""
    today = timezone.localdate()
    this_year = {"from": f"{today.year}-01-01", "to": f"{today.year}-12-31"}
    for hamlet, count in zip(hamlets, (41, 6, 29, 7), strict=True):
        dossiers(hamlet, indicators, count, when=timezone.now() - timedelta(minutes=5))
    address = make_link(cast, country, **this_year)
    before = rows(client.get(address))
    dossiers(hamlets[0], indicators, 1, when=timezone.now() - timedelta(minutes=5))

    assert before["Ấp 1"] == ["40"] and before["Tổng: Xã Tân Hòa"] == ["80"]
    assert rows(client.get(address)) == before


@pytest.mark.parametrize("ended", ["revoked", "expired", "left", "inactive", "unknown", "short"])
def test_what_ended_answers_like_what_never_was(client, cast, country, hamlets, ended):
    address = make_link(cast, country)
    link, maker = SharedLink.objects.get(), cast.commune_officer
    if ended == "revoked":
        secrets.revoke(link, by=maker)
    elif ended == "expired":
        SharedLink.objects.update(expires_at=timezone.now())
    elif ended == "left":
        maker.posts.update(valid_until=timezone.localdate() - timedelta(days=1))
    elif ended == "inactive":
        type(maker).objects.filter(pk=maker.pk).update(is_active=False)
    else:
        address = reverse("reports:link_open", args=["x" * (43 if ended == "unknown" else 5)])

    answer = client.get(address)

    assert answer.status_code == 404
    assert "Liên kết không còn xem được" in answer.content.decode()
    assert "Tân Hòa" not in answer.content.decode()
    assert answer["Referrer-Policy"] == "no-referrer" and not answer.cookies
    assert not LinkOpening.objects.exists()


def test_a_link_shows_no_more_than_its_maker_may_share(client, cast, country, hamlets):
    """The officer now works in another commune: the link ends, though the area is still there."""
    address = make_link(cast, country)
    cast.commune_officer.posts.update(area=country.foreign_commune)

    assert client.get(address).status_code == 404


def test_each_opening_is_counted_by_day(client, cast, country, hamlets):
    address = make_link(cast, country)
    client.get(address)
    client.get(address)

    opening = LinkOpening.objects.get()
    assert (opening.day, opening.times) == (timezone.localdate(), 2)
    client.force_login(cast.commune_officer)
    assert "2 lần" in words(client.get(reverse("reports:link_list")).content.decode())


def test_only_a_digest_of_the_secret_is_kept_and_none_is_logged(client, cast, country, hamlets, caplog):
    address = make_link(cast, country)
    secret = address.split("/")[-2]

    assert secret not in str(SharedLink.objects.values().get())
    hide = next(filter for handler in logging.getLogger("django").handlers for filter in handler.filters)
    record = logging.makeLogRecord({"msg": "%s: %s", "args": ("Not Found", address)})
    assert hide.filter(record) and record.getMessage() == "Not Found: /s/…/"


def test_an_officer_makes_a_link_and_sees_its_address_once(client, cast, country, hamlets):
    client.force_login(cast.commune_officer)
    asked = urlencode({"from": "2025-07-01", "to": "2025-12-31", "map": "today", "i": "dvc_ho_so"})

    answer = client.post(f"{NEW}?{asked}", {"title": "Chủ tịch UBND xã", "days": "30"}, follow=True)

    address = re.search(r'value="http://testserver(/s/[^"]+)"', answer.content.decode())[1]
    link = SharedLink.objects.get()
    assert link.query == f"from=2025-07-01&to=2025-12-31&map={timezone.localdate()}&by=hamlet&i=dvc_ho_so"
    assert AccessRecord.objects.get().subject == "Liên kết xem số liệu Xã Tân Hòa"
    assert address not in str(AccessRecord.objects.values().get())
    client.logout()
    assert rows(client.get(address))["Ấp 1"] == ["40"]


def test_its_address_is_told_once_and_a_reload_makes_no_second_link(client, cast, country, hamlets):
    client.force_login(cast.commune_officer)
    answer = client.post(f"{NEW}?{urlencode(LAST_YEAR)}", {"title": "Bí thư", "days": "7"})
    made, cookie = answer["Location"], answer.cookies["link_secret"]
    assert (cookie["path"], cookie["httponly"], cookie["max-age"]) == (made, True, 300)

    client.force_login(cast.province_officer)  # at the same computer
    assert not client.get(made).context["address"]
    client.cookies["link_secret"] = cookie.value
    client.force_login(cast.commune_officer)
    first, again = client.get(made), client.get(made)

    assert first.context["address"].endswith(f"/s/{cookie.value}/")
    assert not again.context["address"]
    assert "Địa chỉ chỉ hiện một lần" in words(again.content.decode())
    assert SharedLink.objects.count() == 1


def test_the_form_shows_what_its_reader_will_see(client, cast, country, hamlets):
    client.force_login(cast.commune_officer)
    answer = client.get(f"{NEW}?{urlencode(LAST_YEAR | {'i': 'dvc_ho_so'})}")

    assert rows(answer)["Ấp 2"] == ["không nêu"]


def test_a_link_may_ask_for_more_indicators_than_fit_into_an_ordinary_column(client, cast, country, hamlets):
    codes = [f"chi_tieu_them_so_{number}" for number in range(120)]
    Indicator.objects.bulk_create(
        Indicator(code=code, name=code, short_name=code, kind="flow", unit="lượt", position=900 + n)
        for n, code in enumerate(codes)
    )
    client.force_login(cast.commune_officer)

    asked = urlencode(LAST_YEAR | {"i": codes}, doseq=True)
    answer = client.post(f"{NEW}?{asked}", {"title": "Bí thư", "days": "7"}, follow=True)

    assert len(SharedLink.objects.get().query) > 2000
    assert client.get(answer.context["address"]).context["shown"].columns[-1].code == codes[-1]


def test_typed_values_stay_when_something_is_missing(client, cast, country, hamlets):
    client.force_login(cast.commune_officer)
    answer = client.post(f"{NEW}?{urlencode(LAST_YEAR)}", {"title": "", "days": "7"})

    assert answer.status_code == 422
    assert "Ghi liên kết này dành cho ai" in answer.content.decode()
    assert not SharedLink.objects.exists()


def test_a_table_too_long_to_read_is_no_link(client, cast, country, hamlets, monkeypatch):
    monkeypatch.setattr("reports.views.links.MOST_LINES", 3)
    client.force_login(cast.commune_officer)

    answer = client.post(f"{NEW}?{urlencode(LAST_YEAR)}", {"title": "Bí thư", "days": "7"})

    assert answer.status_code == 422
    assert "Bảng này có 4 đơn vị; một liên kết hiện nhiều nhất 3" in answer.content.decode()
    assert not SharedLink.objects.exists()


@pytest.mark.parametrize(
    ("other", "refused"),
    [
        ({}, False),
        ({"from": "2025-07-01", "to": "2025-09-30"}, True),
        ({"map": "2025-12-31"}, True),
        ({"from": "2025-01-01", "to": "2025-06-30"}, False),
    ],
)
def test_two_tables_that_tell_what_each_hides_are_not_shared_at_once(client, cast, country, hamlets, other, refused):
    make_link(cast, country)
    client.force_login(cast.commune_officer)

    answer = client.post(
        f"{NEW}?{urlencode(LAST_YEAR | {'map': 'recorded'} | other)}", {"title": "Bí thư", "days": "7"}
    )

    assert (answer.status_code == 422) == refused
    assert ("Thu hồi liên kết đó trước" in answer.content.decode()) == refused
    assert not refused or LAST_YEAR.items() <= dict(parse_qsl(links(answer)["Mở bảng của liên kết ấy"])).items()


def test_a_revoked_link_says_who_ended_it(client, cast, country, hamlets):
    address = make_link(cast, country)
    client.force_login(cast.province_officer)

    client.post(reverse("reports:link_revoke", args=[SharedLink.objects.get().pk]))

    assert client.get(address).status_code == 404
    assert "Người province_officer" in words(client.get(reverse("reports:link_list")).content.decode())


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_asks_as_often_for_many_links_as_for_one(
    client, cast, country, hamlets, count, django_assert_num_queries
):
    for _number in range(count):
        make_link(cast, country)
    client.force_login(cast.commune_officer)
    client.get(reverse("reports:link_list"))

    with django_assert_num_queries(6):
        client.get(reverse("reports:link_list"))


@pytest.mark.parametrize("count", [1, 4])
def test_opening_asks_as_often_for_many_units_as_for_one(
    client, cast, country, indicators, hamlets, count, django_assert_num_queries
):
    for number in range(count):
        dossiers(make_area(4, "Ấp", f"Mới {number}", country.commune), indicators, 9)
    ancestry.rebuild()
    address = make_link(cast, country, ["dvc_ho_so", "ty_le_ho_app"])
    client.get(address)

    with django_assert_num_queries(18):
        client.get(address)


def test_days_of_last_year_are_over(db):
    """The tests above read exact figures of a period that has ended."""
    assert date(2025, 12, 31) + timedelta(days=7) < timezone.localdate()
