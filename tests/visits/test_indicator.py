from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.cast import at, make_visit
from visits.models import Indicator

LIST = reverse("visits:indicator_list")
NEW = reverse("visits:indicator_create")


def page(indicator):
    return reverse("visits:indicator_detail", args=[indicator.pk])


def edit(indicator):
    return reverse("visits:indicator_edit", args=[indicator.pk])


def answers(indicator=None, **more):
    names = ("name", "short_name", "code", "explanation", "unit", "kind", "source", "position")
    shown = {name: getattr(indicator, name) for name in names} if indicator else {}
    return shown | more


NEW_ONE = {
    "name": "Người dùng bản đồ số",
    "short_name": "Bản đồ số",
    "code": "ban_do_so",
    "explanation": "Mỗi người tính một lần.",
    "unit": "người",
    "kind": "person",
    "source": "teams",
    "position": 300,
}


@pytest.fixture
def officer(client, cast, indicators):
    client.force_login(cast.province_officer)
    return cast.province_officer


def codes(client, **query):
    return {row.record.code for row in client.get(LIST, query).context["table"].paginated_rows}


def test_the_list_is_filtered_by_kind_source_state_and_name(client, officer):
    Indicator.objects.filter(code="app_ho").update(valid_until=date(2024, 6, 30))
    Indicator.objects.filter(code="zalo_thanh_vien").update(source="agency", name="Thành viên nhóm Zalo")
    assert codes(client, kind="household") == {"ho_tiep_can", "app_ho"}
    assert codes(client, source="agency") == {"zalo_thanh_vien"}
    assert codes(client, state="not_in_force") == {"app_ho"}
    assert codes(client, q="nhom zalo") == {"zalo_thanh_vien"}


def test_the_whole_catalogue_stands_on_one_page_and_leads_to_what_was_given(client, officer, indicators):
    assert codes(client) == set(indicators)
    assert reverse("reports:target_grid") in client.get(LIST).content.decode()


def test_the_page_defines_the_indicator_and_says_how_it_adds(client, officer, indicators):
    body = client.get(page(indicators["ty_le_ho_app"])).content.decode()
    assert "Hộ có app trên số hộ." in body
    assert "ở cấp nào, kỳ nào cũng tính lại từ tử số và mẫu số" in body
    assert "Chỉ tiêu app_ho" in body


def test_the_page_tells_which_months_have_facts(client, officer, household, indicators):
    assert "chưa có" in client.get(page(indicators["app_ho"])).content.decode()
    make_visit(household, when=at(2026, 8, 5), results={indicators["app_ho"]: 1})
    assert "từ tháng 08/2026 đến tháng 08/2026" in client.get(page(indicators["app_ho"])).content.decode()


def test_a_new_indicator_is_asked_at_visits_at_once(client, officer):
    assert client.post(NEW, NEW_ONE).status_code == 302
    assert Indicator.objects.asked_at_visits().filter(code="ban_do_so").exists()


def test_empty_days_mean_always(client, officer):
    client.post(NEW, NEW_ONE | {"ends": "2027-12-31"})
    made = Indicator.objects.get(code="ban_do_so")
    assert (made.starts, made.ends) == (None, date(2027, 12, 31))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"code": "Bản đồ"}, "Mã gồm chữ thường không dấu"),
        ({"code": "app_ho"}, "#id_code"),
        ({"kind": "ratio"}, "Tỷ lệ cần"),
        ({"denominator_statistic": "households"}, "Tỷ lệ cần tử số và mẫu số"),
        ({"starts": "2026-01-02", "ends": "2026-01-01"}, "không muộn hơn ngày kết thúc"),
        ({"explanation": ""}, "Cách tính"),
    ],
)
def test_a_wrong_definition_is_named_and_not_saved(client, officer, changed, said):
    answer = client.post(NEW, NEW_ONE | changed)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_kind_of_an_indicator_with_facts_cannot_change(client, officer, household, indicators):
    app = indicators["app_ho"]
    make_visit(household, when=at(2026, 8, 5), results={app: 1})
    answer = client.post(edit(app), answers(app, kind="flow"))
    assert answer.status_code == 422
    assert "đã có số liệu từ 05/08/2026 nên không đổi được loại" in answer.content.decode()


def test_the_kind_of_an_unused_indicator_can_change(client, officer, indicators):
    assert client.post(edit(indicators["app_ho"]), answers(indicators["app_ho"], kind="flow")).status_code == 302


def test_a_part_of_a_ratio_keeps_the_kind_that_the_ratio_needs(client, officer, household, indicators):
    make_visit(household, when=at(2026, 8, 5), results={indicators["app_ho"]: 1})
    ratio = indicators["ty_le_ho_app"]
    assert client.post(edit(ratio), answers(ratio, kind="flow")).status_code == 422


def test_a_part_of_a_ratio_does_not_become_a_ratio(client, officer, indicators):
    ratio = answers(indicators["app_ho"], kind="ratio", numerator=indicators["dvc_ho_so"].pk)
    answer = client.post(edit(indicators["app_ho"]), ratio | {"denominator_statistic": "households"})
    assert answer.status_code == 422
    assert "nên không đổi được" in answer.content.decode()


def test_the_days_cannot_leave_facts_outside(client, officer, household, indicators):
    app = indicators["app_ho"]
    make_visit(household, when=at(2026, 8, 5), results={app: 1})
    assert client.post(edit(app), answers(app, ends="2026-08-04")).status_code == 422
    assert client.post(edit(app), answers(app, starts="2026-08-06")).status_code == 422
    assert client.post(edit(app), answers(app, starts="2026-08-05", ends="2026-08-05")).status_code == 302


def test_what_every_visit_makes_by_itself_keeps_kind_and_days(client, officer, indicators):
    visits = indicators["luot_tham"]
    assert client.post(edit(visits), answers(visits, kind="stock")).status_code == 422
    assert client.post(edit(visits), answers(visits, ends="2027-01-01")).status_code == 422
    assert client.post(edit(visits), answers(visits, name="Lượt đến hộ")).status_code == 302


def test_the_code_stays(client, officer, indicators):
    client.post(edit(indicators["app_ho"]), answers(indicators["app_ho"], code="ma_moi"))
    assert Indicator.objects.filter(code="app_ho").exists()


def test_the_file_holds_the_definitions(client, officer):
    sheet = load_workbook(BytesIO(client.get(LIST, {"_export": "xlsx", "kind": "ratio"}).content)).active
    [row] = sheet.iter_rows(min_row=2, values_only=True)
    assert row[:5] == ("ty_le_ho_app", "Tỷ lệ hộ có app", "Hộ có app trên số hộ.", "%", "Tỷ lệ")
    assert "Số hộ" in row


def test_an_account_without_a_post_sees_no_catalogue(client, cast, indicators):
    client.force_login(cast.outsider)
    assert codes(client) == set()
    assert client.get(page(indicators["app_ho"])).status_code == 404
