"""Two officers who give targets at the same moment, in real threads with connections of their own."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection, transaction
from django.urls import reverse

from reports.models import Target
from reports.rollup import Period
from reports.targets.plan import Meanwhile, Wanted, give
from tests.reports.pages import words
from tests.reports.targets import QUARTER
from tests.reports.targets import give as given

pytestmark = pytest.mark.django_db(transaction=True)
SPAN = Period(**QUARTER)


def wanted(area, indicator, value, instead=None, whole=None):
    """`instead` and `whole` are targets that were seen in force."""
    keys = {"instead": instead and instead.pk, "cascaded_from": whole and whole.pk}
    return Wanted(area.pk, indicator, SPAN, value, **keys)


def late(call, *first, by):
    """What the call comes to that had looked at the page before `first` was given, and waits until it is."""

    def run():
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            give(first, by=by)
            waiting = pool.submit(run)
            sleep(0.5)  # the late one has read the page and stands before the lock
            assert not waiting.done()
        return waiting.result()


def in_force():
    return dict(Target.objects.current().values_list("area__name", "value"))


@pytest.mark.parametrize("before", [None, 300])
def test_who_saves_the_grid_too_late_is_told_and_keeps_what_was_typed(client, cast, country, indicators, before):
    app = indicators["app_ho"]
    seen = given(country.commune, app, before) if before else None
    client.force_login(cast.province_officer)
    address = f"{reverse('reports:target_grid')}?area={country.province.pk}&span=2026-q4&i=app_ho"
    typed = {f"c-{country.commune.pk}-{app.pk}": "400", "seen": f"0,{seen.pk}" if seen else "0"}

    faster = wanted(country.commune, app, 350, seen)
    answer = late(lambda: client.post(address, typed), faster, by=cast.province_officer)

    body = answer.content.decode()
    assert (answer.status_code, in_force()) == (422, {"Tân Hòa": 350})
    assert "Người province_officer vừa đặt 350." in words(body)
    assert 'value="400"' in body


def test_who_divides_a_whole_that_was_just_changed_is_told_and_keeps_the_parts(client, cast, country, indicators):
    app = indicators["app_ho"]
    whole = given(country.commune, app, 100)
    client.force_login(cast.commune_officer)
    address = f"{reverse('reports:target_cascade')}?area={country.commune.pk}&span=2026-q4&indicator=app_ho"
    typed = {f"c-{country.hamlet.pk}": "60", "seen": f"0,{whole.pk}", "save": ""}

    faster = wanted(country.commune, app, 150, whole)
    answer = late(lambda: client.post(address, typed), faster, by=cast.administrator)

    body = answer.content.decode()
    assert (answer.status_code, in_force()) == (422, {"Tân Hòa": 150})
    assert "Người administrator vừa đổi mức chung thành 150." in words(body)
    assert 'value="60"' in body


def test_parts_of_a_whole_are_not_given_over_what_somebody_just_gave(cast, country, indicators):
    app = indicators["app_ho"]
    whole = given(country.commune, app, 100)
    part = wanted(country.hamlet, app, 60, whole=whole)

    def try_to_give():
        with pytest.raises(Meanwhile):
            give([part], by=cast.commune_officer)
        return True

    assert late(try_to_give, wanted(country.hamlet, app, 70), by=cast.administrator)
    assert in_force() == {"Tân Hòa": 100, "1": 70}
