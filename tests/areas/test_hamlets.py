from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.roles import Permission
from areas import ancestry, exports, hamlets
from areas.dates import BEGINNING, FOREVER
from areas.forms import HamletForm
from areas.models import Ancestry, Area, Level
from areas.reforms import carry_hamlets
from tests.cast import make_area

REFORM_DAY, LAST_DAY_BEFORE = date(2025, 7, 1), date(2025, 6, 30)


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


def found(country, cast, **fields):
    return hamlets.found(
        **{"commune": country.commune, "kind": "Ấp", "name": "Tân Phú", "by": cast.commune_officer} | fields
    )


def places(hamlet):
    return list(hamlet.placements.values_list("parent", "valid_from", "valid_until").order_by("valid_from"))


def test_the_names_of_permissions_are_those_of_the_role_table():
    assert (hamlets.EDIT, exports.EXPORT) == (Permission.EDIT_AREAS, Permission.EXPORT)


def test_a_hamlet_of_old_stands_in_its_commune_and_has_ancestors_on_all_days(country, cast):
    hamlet = found(country, cast)
    assert (hamlet.level, str(hamlet), hamlet.valid_from) == (Level.HAMLET, "Ấp Tân Phú", BEGINNING)
    assert places(hamlet) == [(country.commune.pk, REFORM_DAY, FOREVER)]
    assert set(Area.objects.above(hamlet, date(2025, 12, 1))) == {
        country.vn,
        country.province,
        country.commune,
        hamlet,
    }
    assert country.old_district in Area.objects.above(hamlet, date(2024, 1, 1))


def test_a_hamlet_founded_later_begins_on_its_day(country, cast):
    hamlet = found(country, cast, since=date(2025, 9, 1))
    assert places(hamlet) == [(country.commune.pk, date(2025, 9, 1), FOREVER)]


def test_a_hamlet_with_a_former_commune_stood_there_before(country, cast):
    hamlet = found(country, cast, former=country.old_town, since=date(2010, 5, 1))
    assert places(hamlet) == [
        (country.old_town.pk, date(2010, 5, 1), LAST_DAY_BEFORE),
        (country.commune.pk, REFORM_DAY, FOREVER),
    ]
    assert country.old_town in Area.objects.above(hamlet, date(2024, 1, 1))


def test_founding_writes_the_ancestry_that_a_whole_rebuild_writes(country, cast):
    found(country, cast, former=country.old_town)
    rows = set(Ancestry.objects.values_list("descendant", "ancestor", "valid_from", "valid_until"))
    assert ancestry.rebuild() == 0
    assert set(Ancestry.objects.values_list("descendant", "ancestor", "valid_from", "valid_until")) == rows


@pytest.mark.parametrize("role", ["commune_leader", "team_member", "foreign_officer", "outsider"])
def test_only_who_may_edit_the_commune_founds_and_amends(country, cast, role):
    with pytest.raises(PermissionDenied):
        found(country, cast, by=getattr(cast, role))
    with pytest.raises(PermissionDenied):
        hamlets.amend(country.hamlet, kind="Ấp", name="9", until=FOREVER, by=getattr(cast, role))
    assert Area.objects.filter(level=Level.HAMLET).count() == 3


@pytest.mark.parametrize("name", ["1", "01"])
def test_a_commune_has_one_hamlet_of_a_kind_and_name(country, cast, name):
    with pytest.raises(ValidationError) as refused:
        found(country, cast, name=name)
    assert refused.value.message_dict["name"] == [
        "Xã Tân Hòa đã có Ấp 1 trong thời gian này. Nhập tên khác, hoặc sửa đơn vị đã có."
    ]


@pytest.mark.parametrize("different", [{"kind": "Khu vực"}, {"name": "Tân Phù"}, {"name": "1A"}])
def test_another_kind_or_name_is_another_hamlet(country, cast, different):
    assert found(country, cast, **{"name": "1"} | different).pk


def test_a_hamlet_that_a_merger_brought_from_another_commune_may_bear_the_same_name(country, cast):
    """Ấp 1 of Tân Hòa (cũ) and ấp 1 of Một Ngàn, both in xã Tân Hòa today."""
    assert found(country, cast, name="1", former=country.old_town).pk
    with pytest.raises(ValidationError):
        found(country, cast, name="1", former=country.old_commune)


def test_a_name_is_free_again_after_its_hamlet_ended(country, cast):
    hamlets.amend(country.hamlet, kind="Ấp", name="1", until=date(2025, 12, 31), by=cast.commune_officer)
    with pytest.raises(ValidationError):
        found(country, cast, name="1", since=date(2025, 12, 31))
    assert found(country, cast, name="1", since=date(2026, 1, 1)).pk


def test_days_must_fit_the_communes(country, cast):
    with pytest.raises(ValidationError, match="Xã Tân Hòa không còn"):
        found(country, cast, former=country.old_commune, since=REFORM_DAY)
    with pytest.raises(ValidationError, match="đã kết thúc"):
        found(country, cast, commune=country.old_town, since=REFORM_DAY, by=cast.administrator)


def test_an_amended_hamlet_keeps_its_places_and_ends(country, cast):
    before = places(country.hamlet)
    hamlets.amend(country.hamlet, kind="Khu vực", name="Tân Bình", until=date(2030, 1, 1), by=cast.commune_officer)
    country.hamlet.refresh_from_db()
    assert str(country.hamlet) == "Khu vực Tân Bình"
    assert (country.hamlet.search_key, country.hamlet.valid_until) == ("tan binh", date(2030, 1, 1))
    assert places(country.hamlet) == before
    assert ancestry.rebuild() == 0


def test_amending_refuses_a_name_in_use_and_an_end_before_the_beginning(country, cast):
    with pytest.raises(ValidationError):
        hamlets.amend(country.hamlet, kind="Ấp", name="2", until=FOREVER, by=cast.commune_officer)
    late = found(country, cast, since=date(2025, 9, 1))
    with pytest.raises(ValidationError):
        hamlets.amend(late, kind="Ấp", name="Tân Phú", until=date(2025, 8, 31), by=cast.commune_officer)


def test_a_hamlet_does_not_end_before_it_came_to_its_commune_of_today(country, cast):
    with pytest.raises(ValidationError, match="từ ngày 01/07/2025"):
        hamlets.amend(country.hamlet, kind="Ấp", name="1", until=date(2025, 6, 1), by=cast.commune_officer)


def test_an_ended_hamlet_does_not_come_back_beside_its_successor(country, cast):
    change = {"kind": "Ấp", "name": "1", "by": cast.commune_officer}
    hamlets.amend(country.hamlet, until=date(2025, 12, 31), **change)
    found(country, cast, name="1", since=date(2026, 1, 1))
    with pytest.raises(ValidationError):
        hamlets.amend(country.hamlet, until=FOREVER, **change)
    assert hamlets.amend(country.hamlet, until=date(2025, 12, 30), **change).ends


def test_one_of_two_namesakes_from_a_merger_can_end_without_being_renamed(country, cast):
    twin = make_area(Level.HAMLET, "Ấp", "1", country.old_town)
    carry_hamlets(country.reform)
    ancestry.rebuild()
    assert hamlets.amend(twin, kind="Ấp", name="1", until=date(2026, 1, 1), by=cast.commune_officer).ends


def test_an_officer_adds_a_hamlet_and_lands_on_its_page(officer, country):
    address = reverse("areas:hamlet_create", args=[country.commune.pk])
    assert officer.get(address).status_code == 200
    fields = {"kind": "Ấp", "name": " ấp  Tân  Phú ", "since": "01/09/2025", "former": ""}
    response = officer.post(address, fields, follow=True)
    hamlet = Area.objects.get(name="Tân Phú")
    assert response.redirect_chain == [(hamlet.get_absolute_url(), 302)]
    assert "Đã thêm Ấp Tân Phú." in response.content.decode()
    assert hamlet.valid_from == date(2025, 9, 1)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Ấp"}, None),
        ({"name": "x" * 121}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"kind": "Quận"}, "kind"),
        ({"since": "32/01/2025"}, "since"),
        ({"since": "1850-01-01"}, "since"),
        ({"since": "2025-07-01", "former": "old"}, "since"),
        ({"former": "foreign"}, "former"),
        ({"name": "1"}, "name"),
    ],
)
def test_a_form_with_a_mistake_comes_back_with_a_sentence(officer, country, fields, field):
    former = {"old": country.old_town.pk, "foreign": country.foreign_commune.pk}
    sent = {"kind": "Ấp", "name": "Tân Phú"} | fields
    sent["former"] = former.get(sent.get("former"), "")
    response = officer.post(reverse("areas:hamlet_create", args=[country.commune.pk]), sent)
    if field is None:
        assert response.status_code == 302
        return
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert Area.objects.filter(level=Level.HAMLET).count() == 3


def test_the_form_offers_the_communes_that_this_one_was_made_of(country):
    offered = HamletForm(commune=country.commune).fields["former"].queryset
    assert {str(unit) for unit in offered} == {"Thị trấn Một Ngàn", "Xã Tân Hòa"}
    assert "former" not in HamletForm(commune=country.foreign_commune).fields


def test_a_ward_is_offered_the_kinds_of_towns_first(country):
    country.commune.kind = "Phường"
    assert HamletForm(commune=country.commune).fields["kind"].choices[0] == ("Khóm", "Khóm")
    assert HamletForm(commune=country.foreign_commune).fields["kind"].choices[0] == ("Ấp", "Ấp")


def test_no_hamlet_is_added_to_an_ended_commune_or_to_a_province(officer, client, cast, country):
    client.force_login(cast.administrator)
    for area in (country.old_town, country.province, country.hamlet):
        assert client.get(reverse("areas:hamlet_create", args=[area.pk])).status_code == 404


def test_an_officer_corrects_a_hamlet(officer, country):
    address = reverse("areas:hamlet_edit", args=[country.hamlet.pk])
    assert officer.get(address).context["form"].initial == {"kind": "Ấp", "name": "1", "until": None}
    response = officer.post(address, {"kind": "Khu vực", "name": "1", "until": "2026-12-31"})
    assert response.status_code == 302
    country.hamlet.refresh_from_db()
    assert (country.hamlet.kind, country.hamlet.valid_until) == ("Khu vực", date(2026, 12, 31))


def test_a_correction_with_a_mistake_keeps_what_was_typed(officer, country):
    address = reverse("areas:hamlet_edit", args=[country.hamlet.pk])
    response = officer.post(address, {"kind": "Ấp", "name": "2", "until": ""})
    assert response.status_code == 422
    assert response.context["form"]["name"].value() == "2"
    assert "Xã Tân Hòa đã có Ấp 2" in response.content.decode()


def test_only_hamlets_are_corrected_here(client, cast, country):
    client.force_login(cast.administrator)
    assert client.get(reverse("areas:hamlet_edit", args=[country.commune.pk])).status_code == 404


@pytest.mark.parametrize(
    ("role", "buttons"), [("commune_officer", True), ("commune_leader", False), ("foreign_officer", False)]
)
def test_the_page_of_a_commune_offers_the_button_to_who_may(client, cast, country, role, buttons):
    client.force_login(getattr(cast, role))
    body = client.get(country.commune.get_absolute_url()).content.decode()
    assert (reverse("areas:hamlet_create", args=[country.commune.pk]) in body) is buttons
    assert (reverse("areas:statistic_create", args=[country.commune.pk]) in body) is buttons
