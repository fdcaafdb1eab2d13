"""Opening a campaign, its rules, freezing it, and what may not be done any more."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from areas.models import AreaStatistic
from reports.league import appeals, freezing
from reports.league.campaigns import Frozen, NotMistaken, remove, write_rules
from reports.models import Appeal, Campaign, Standing
from tests.cast import at, make_team, make_user
from tests.reports.campaigns import END, appeal_of, make_campaign, typed
from tests.reports.pages import links, words
from tests.visits.test_ledger import make_activity

NEW = reverse("reports:campaign_create")


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


def test_an_officer_opens_a_campaign_of_the_own_commune(officer, country, indicators):
    second = {"rules-1-indicator": indicators["dvc_ho_so"].pk, "rules-1-per": "residents", "rules-1-weight": "3"}

    answer = officer.post(NEW, typed(**second, note="Hỏi bà Lan, CCCD 093190001234."))

    campaign = Campaign.objects.get()
    assert campaign.note == "Hỏi bà Lan, (đã bỏ số giấy tờ)."
    assert answer["Location"] == campaign.get_absolute_url()
    assert (campaign.area, campaign.created_by.username) == (country.commune, "commune_officer")
    rules = campaign.indicators.values_list("indicator__code", "per", "weight")
    assert set(rules) == {("app_ho", "households", 2), ("dvc_ho_so", "residents", 3)}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"rules-0-per": ""}, "Xếp theo số tuyệt đối chỉ cho biết đơn vị nào lớn"),
        ({"rules-0-indicator": ""}, "Chọn ít nhất một chỉ tiêu"),
        ({"end": "2026-09-01"}, "Ngày kết thúc không được sớm hơn ngày bắt đầu."),
        ({"end": "2028-01-01"}, "dài nhất một năm"),
        ({"rules-0-weight": "0"}, "1"),
        ({"start": "9999-12-31", "end": "9999-12-31"}, "Chọn ngày từ 01/01/2000 đến 31/12/2100."),
        ({"units": "9" * 20}, "“99999999999999999999” không có trong danh sách được chọn."),
    ],
)
def test_what_makes_no_league_is_refused_with_a_sentence_and_kept(officer, indicators, wrong, sentence):
    answer = officer.post(NEW, typed(**wrong))

    body = answer.content.decode()
    assert (answer.status_code, Campaign.objects.exists()) == (422, False)
    assert sentence in words(body)
    assert 'value="60 ngày đêm"' in body


def test_a_mistake_in_a_rule_is_told_on_top_and_leads_to_its_box(officer, indicators):
    page = officer.post(NEW, typed(**{"rules-0-weight": "0"}))
    assert links(page)["Trọng số"] == "#id_rules-0-weight"


def test_a_name_of_a_unit_is_no_markup_of_the_form(officer, country):
    country.commune.name = "<b>Tân Hòa</b>"
    country.commune.save()

    assert "<b>Tân Hòa</b>" not in officer.get(NEW).content.decode()


def test_one_indicator_counts_once(officer, indicators):
    again = {"rules-1-indicator": indicators["app_ho"].pk, "rules-1-per": "households", "rules-1-weight": "1"}
    assert "được chọn hai lần" in officer.post(NEW, typed(**again)).content.decode()


def test_stocks_and_figures_of_other_agencies_cannot_be_chosen(officer, indicators):
    indicators["dvc_ho_so"].source = "agency"
    indicators["dvc_ho_so"].save()

    offered = officer.get(NEW).context["rules"].forms[0].fields["indicator"].queryset

    assert {"zalo_thanh_vien", "dvc_ho_so"} & {indicator.code for indicator in offered} == set()
    assert "ty_le_ho_app" in {indicator.code for indicator in offered}


def test_rules_changed_on_the_way_are_told_on_the_page(officer, country, indicators):
    today = timezone.localdate()
    campaign = make_campaign(country.commune, [indicators["app_ho"]], start=today, end=today + timedelta(days=9))
    edit = reverse("reports:campaign_edit", args=[campaign.pk])
    same = {"start": today.isoformat(), "end": campaign.end.isoformat()}

    officer.post(edit, typed(**same, **{"rules-0-weight": "1", "name": "Tên khác"}))
    assert "Đã sửa thể lệ" not in officer.get(campaign.get_absolute_url()).content.decode()
    officer.post(edit, typed(**same, **{"rules-0-weight": "5"}))
    assert "Đã sửa thể lệ" in officer.get(campaign.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("role", "sees"), [("team_member", True), ("province_officer", True), ("foreign_officer", False)]
)
def test_whoever_takes_part_sees_the_campaign(client, cast, country, indicators, role, sees):
    campaign = make_campaign(country.province, [indicators["app_ho"]])
    client.force_login(getattr(cast, role))
    assert client.get(campaign.get_absolute_url()).status_code == (200 if sees else 404)
    assert (campaign.name in client.get(reverse("reports:campaign_list")).content.decode()) == sees


def test_only_chosen_units_see_the_campaign(client, cast, country, indicators):
    campaign = make_campaign(country.commune, [indicators["app_ho"]], units=[country.other_hamlet])
    assert campaign in Campaign.objects.visible_to(make_user("to2", "team_leader", country.other_hamlet))
    assert campaign not in Campaign.objects.visible_to(cast.team_member)
    assert campaign in Campaign.objects.visible_to(cast.commune_officer)


def test_a_hamlet_is_not_told_the_names_of_the_others(client, cast, country, indicators):
    campaign = make_campaign(country.commune, [indicators["app_ho"]], units=[country.hamlet, country.other_hamlet])
    client.force_login(cast.team_member)
    assert "Tham gia: Ấp 1 và 1 nơi khác" in words(client.get(campaign.get_absolute_url()).content.decode())


def test_a_campaign_of_a_former_province_is_seen_by_whoever_was_in_it(cast, country, indicators):
    days = {"start": date(2024, 1, 1), "end": date(2024, 3, 1)}
    campaign = make_campaign(country.old_province, [indicators["app_ho"]], **days)
    assert campaign in Campaign.objects.visible_to(cast.team_member)
    assert campaign not in Campaign.objects.visible_to(cast.foreign_officer)


@pytest.fixture
def over(country, team, indicators):
    """A campaign of last year with one line."""
    AreaStatistic.objects.create(area=country.hamlet, year=2025, households=100, source="thử")
    make_activity(country.hamlet, date(2025, 11, 5), {indicators["dvc_ho_so"]: 30}, team)
    days = {"start": date(2025, 10, 1), "end": date(2025, 12, 31)}
    return make_campaign(country.commune, [indicators["dvc_ho_so"]], **days)


def freeze(client, campaign) -> str:
    return words(client.post(reverse("reports:campaign_freeze", args=[campaign.pk]), follow=True).content.decode())


def test_a_frozen_table_is_not_changed_by_what_arrives_later(officer, country, over, team, indicators):
    assert "Đã chốt 1 thứ hạng" in freeze(officer, over)

    make_activity(country.hamlet, date(2025, 11, 6), {indicators["dvc_ho_so"]: 30}, team)

    assert Standing.objects.get(place=1).figures["dvc_ho_so"]["amount"] == 30
    answer = officer.get(reverse("reports:campaign_line", args=[over.pk, "teams", team.pk]))
    assert [cell["amount"] for cell in answer.context["cells"]] == ["30"]
    assert "đã chốt bảng lúc" in words(answer.content.decode())


def test_who_had_no_place_and_why_is_kept_with_the_frozen_table(officer, country, over, indicators):
    silent = make_team(country.hamlet, "Tổ thanh niên")
    freeze(officer, over)
    make_activity(country.hamlet, date(2025, 11, 6), {indicators["dvc_ho_so"]: 90}, silent)

    body = words(officer.get(reverse("reports:campaign_league", args=[over.pk, "teams"])).content.decode())
    line = words(officer.get(reverse("reports:campaign_line", args=[over.pk, "teams", silent.pk])).content.decode())

    assert "Chưa xếp hạng: 1" in body
    assert "1 chưa có số liệu trong đợt Tổ thanh niên Xã Tân Hòa" in body
    assert "chưa có số liệu trong đợt" in line


def test_a_table_without_any_place_is_not_frozen(officer, country, over, indicators):
    AreaStatistic.objects.all().delete()
    assert "Chưa xếp hạng được ai nên chưa chốt." in freeze(officer, over)
    assert Campaign.objects.get().frozen_at is None


def test_a_running_campaign_is_not_frozen(officer, country, indicators):
    campaign = make_campaign(country.commune, [indicators["app_ho"]], end=timezone.localdate() + timedelta(days=1))
    assert "khi đợt đã kết thúc" in freeze(officer, campaign)
    assert Campaign.objects.get().frozen_at is None


def test_a_frozen_campaign_keeps_its_rules_and_is_not_deleted(officer, over):
    freeze(officer, over)

    officer.post(reverse("reports:campaign_edit", args=[over.pk]), typed())
    officer.post(reverse("reports:campaign_delete", args=[over.pk]))

    over.refresh_from_db()
    assert over.start == date(2025, 10, 1)
    assert over.indicators.get().indicator.code == "dvc_ho_so"


def test_rules_that_were_typed_while_somebody_froze_the_tables_come_too_late(officer, over):
    opened = Campaign.objects.get()
    freeze(officer, over)

    with pytest.raises(Frozen):
        write_rules(opened, [], [], changed=True)

    over.refresh_from_db()
    assert over.frozen_at
    assert over.indicators.count() == 1


@pytest.mark.parametrize("meanwhile", ["freezes", "contests"])
def test_a_campaign_that_somebody_freezes_or_contests_meanwhile_is_not_deleted(officer, over, world, meanwhile):
    opened = Campaign.objects.get()
    if meanwhile == "freezes":
        freeze(officer, over)
    else:
        appeal = appeal_of(world, "own")
        appeal.campaign = over
        appeals.send(appeal)

    with pytest.raises(NotMistaken):
        remove(opened)
    assert Campaign.objects.exists()


def test_no_appeal_hangs_in_the_air_when_its_campaign_was_deleted_meanwhile(over, country, cast, indicators):
    told = {"area": country.hamlet, "indicator": indicators["app_ho"], "made_by": cast.team_leader}
    remove(Campaign.objects.get())

    with pytest.raises(appeals.Gone):
        appeals.send(Appeal(campaign=over, text="…", shown="1", **told))


def test_it_is_frozen_anew_only_when_an_appeal_was_corrected_since(officer, country, over, world, cast, indicators):
    freeze(officer, over)
    make_activity(country.hamlet, date(2025, 11, 6), {indicators["dvc_ho_so"]: 12}, world.team)
    assert "Chỉ chốt lại khi" in freeze(officer, over)

    appeal = appeal_of(world, "own")
    Appeal.objects.filter(pk=appeal.pk).update(
        campaign=over, outcome="corrected", answered_at=timezone.now(), answered_by=cast.province_officer
    )
    freeze(officer, over)
    assert Standing.objects.get(place=1).figures["dvc_ho_so"]["amount"] == 42


def test_a_table_frozen_anew_tells_who_froze_it_before_and_what_moved(officer, country, over, cast, indicators):
    first = make_team(country.hamlet, "Tổ thanh niên")
    freezing.freeze(over, by=cast.province_officer, at=at(2026, 1, 3))
    make_activity(country.hamlet, date(2025, 11, 6), {indicators["dvc_ho_so"]: 90}, first)
    appeal = {"area": country.hamlet, "indicator": indicators["dvc_ho_so"], "made_by": cast.team_leader}
    Appeal.objects.create(
        **appeal,
        campaign=over,
        text="…",
        shown="30",
        outcome="corrected",
        answer="Đã sửa.",
        answered_at=at(2026, 1, 5),
    )
    freeze(officer, over)

    body = words(officer.get(over.get_absolute_url()).content.decode())
    assert "Bảng đã chốt 2 lần:" in body
    assert "Người commune_officer: 2 hạng khác lần chốt trước" in body
    assert [(one.by, one.moved) for one in over.freezings.all()] == [
        (cast.commune_officer, 2),
        (cast.province_officer, None),
    ]


def test_late_facts_count_until_the_table_is_frozen(over, cast, team, country, indicators):
    make_activity(country.hamlet, over.end, {indicators["dvc_ho_so"]: 5}, team)
    freezing.freeze(over, by=cast.commune_officer, at=at(2026, 1, 3))
    assert Standing.objects.get(place=1).figures["dvc_ho_so"]["amount"] == 35


def test_the_list_is_narrowed_ordered_and_exported(officer, country, indicators):
    make_campaign(country.commune, [indicators["app_ho"]], name="Đợt cũ", start=date(2025, 8, 1), end=date(2025, 9, 1))
    make_campaign(country.province, [indicators["app_ho"]], name="Đợt mới", end=END)
    address = reverse("reports:campaign_list")

    def names(**query):
        return [row.record.name for row in officer.get(address, query).context["table"].page.object_list]

    assert names() == ["Đợt mới", "Đợt cũ"]
    assert names(sort="start") == ["Đợt cũ", "Đợt mới"]
    assert names(state="over") == ["Đợt cũ"]
    assert names(q="can tho") == ["Đợt mới"]
    rows = officer.get(address, {"_export": "csv", "sort": "-start"}).content.decode("utf-8-sig").splitlines()
    assert rows[1] == "Đợt mới,Thành phố Cần Thơ,01/10/2026,31/12/2026,app_ho,Đang diễn ra"


@pytest.mark.parametrize("n", [1, 5])
def test_queries_of_the_list_do_not_grow(officer, country, indicators, django_assert_num_queries, n):
    for number in range(n):
        make_campaign(country.commune, [indicators["app_ho"], indicators["dvc_ho_so"]], name=f"Đợt {number}")
    with django_assert_num_queries(8):
        officer.get(reverse("reports:campaign_list"))
