"""A unit contests a figure; somebody above answers."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from reports.models import Appeal
from tests.cast import make_user
from tests.reports.campaigns import appeal_of, contested, make_campaign
from tests.reports.pages import links, words

LIST, NEW = reverse("reports:appeal_list"), reverse("reports:appeal_create")


def test_an_appeal_keeps_the_figure_as_the_server_told_it(client, cast, world, country):
    client.force_login(cast.team_leader)
    campaign = make_campaign(country.commune)
    asked = contested(world, "own") | {"campaign": campaign.pk}

    answer = client.post(f"{NEW}?{urlencode(asked)}", {"text": "Thiếu 1 hộ.", "shown": "9"})

    appeal = Appeal.objects.get()
    assert answer["Location"] == appeal.get_absolute_url()
    assert (appeal.area, appeal.indicator.code, appeal.campaign) == (country.hamlet, "app_ho", campaign)
    assert (appeal.shown, appeal.made_by) == ("1", cast.team_leader)
    page = client.get(answer["Location"])
    assert client.get(page.context["why"]).context["number"] == "1"
    assert "Kỳ 01/10/2026 – 31/12/2026" in words(page.content.decode())


def test_each_figure_leads_to_its_appeal(client, cast, world):
    client.force_login(cast.team_leader)
    figure = client.get(reverse("reports:why"), contested(world, "own"))

    form = client.get(links(figure)["Số này sai? Gửi kiến nghị"])

    assert form.context["shown"] == figure.context["number"] == "1"


def test_an_appeal_says_what_is_wrong(client, cast, world):
    client.force_login(cast.team_leader)
    asked = contested(world, "own")

    answer = client.post(f"{NEW}?area={asked['area']}&indicator=app_ho", {"text": " "})

    assert (answer.status_code, Appeal.objects.exists()) == (422, False)


def test_a_number_of_an_identity_paper_is_kept_neither_in_an_appeal_nor_in_its_answer(client, cast, world):
    client.force_login(cast.team_leader)
    told = "Thiếu hộ có CCCD 000190000011 ở ấp."
    client.post(f"{NEW}?{urlencode(contested(world, 'own'))}", {"text": told})
    answer(client, cast.commune_officer, Appeal.objects.get(), answer=told)

    appeal = Appeal.objects.get()
    assert (appeal.text, appeal.answer) == ("Thiếu hộ có (đã bỏ số giấy tờ) ở ấp.",) * 2


@pytest.mark.parametrize("wrong", [{"indicator": "mars"}, {"indicator": ""}, {"from": "mars"}, {"rest": "mars"}])
def test_no_other_figure_is_contested_in_place_of_one_that_cannot_be_read(client, cast, world, wrong):
    client.force_login(cast.team_leader)
    asked = urlencode(contested(world, "own") | wrong)

    page = client.post(f"{NEW}?{asked}", {"text": "Thiếu 1 hộ."}, follow=True)

    assert "Địa chỉ này không nói rõ số liệu nào" in words(page.content.decode())
    assert not Appeal.objects.exists()


def test_the_figure_shown_in_place_of_an_unknown_one_is_the_one_contested(client, cast, world):
    client.force_login(cast.team_leader)
    figure = client.get(reverse("reports:why"), contested(world, "own") | {"indicator": "mars"})

    form = client.get(links(figure)["Số này sai? Gửi kiến nghị"])

    assert form.context["asked"].indicator == figure.context["indicator"]


def answer(client, user, appeal, **said):
    client.force_login(user)
    data = {"outcome": "corrected", "answer": "Đã bổ sung phiếu của ấp."} | said
    return client.post(reverse("reports:appeal_answer", args=[appeal.pk]), data, follow=True)


def test_somebody_above_answers_once(client, cast, world):
    appeal = appeal_of(world, "own")

    first = answer(client, cast.commune_officer, appeal)
    second = answer(client, cast.province_officer, appeal, answer="Khác")

    assert "Đã trả lời kiến nghị." in first.content.decode()
    assert "vừa được người khác trả lời" in second.content.decode()
    appeal.refresh_from_db()
    assert (appeal.outcome, appeal.answered_by) == ("corrected", cast.commune_officer)
    client.force_login(cast.team_member)
    assert "Đã bổ sung phiếu của ấp." in client.get(appeal.get_absolute_url()).content.decode()


def test_a_unit_does_not_answer_its_own_appeal(client, cast, world, country):
    appeal = appeal_of(world, "own")
    Appeal.objects.update(area=country.commune)
    colleague = make_user("colleague", "commune_officer", country.commune)

    assert answer(client, colleague, appeal).status_code == 403
    assert answer(client, cast.province_leader, appeal).status_code == 403
    assert answer(client, cast.province_officer, appeal).status_code == 200
    appeal.refresh_from_db()
    assert appeal.answered_by == cast.province_officer


def test_an_answer_needs_a_result_and_a_reason(client, cast, world):
    appeal = appeal_of(world, "own")

    found = answer(client, cast.commune_officer, appeal, answer="")

    assert found.status_code == 422
    appeal.refresh_from_db()
    assert appeal.answered_at is None


def test_the_list_is_narrowed_ordered_and_exported(client, cast, world):
    appeal_of(world, "own")
    appeal_of(world, "foreign")
    client.force_login(cast.commune_officer)

    assert [row.record.area for row in client.get(LIST).context["table"].page.object_list] == [world.hamlet]
    assert "Không có kiến nghị nào" in words(client.get(LIST, {"state": "kept"}).content.decode())
    assert len(client.get(LIST, {"q": "kien nghi", "sort": "-area"}).context["table"].rows) == 1
    rows = client.get(LIST, {"_export": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "Kiến nghị của Ấp 1" in rows[1]


@pytest.mark.parametrize("n", [1, 5])
def test_queries_of_the_list_do_not_grow(client, cast, world, django_assert_num_queries, n):
    appeal = appeal_of(world, "own")
    for _number in range(n - 1):
        appeal.pk = None
        appeal.save()
    client.force_login(cast.commune_officer)
    with django_assert_num_queries(7):
        client.get(LIST)
