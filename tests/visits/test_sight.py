import pytest

from visits.models import Household, Visit, sight


@pytest.mark.parametrize("most", [0, 5000])
@pytest.mark.parametrize("role", ["team_member", "commune_officer", "administrator", "outsider"])
def test_a_long_list_shows_what_the_scope_shows(
    monkeypatch, cast, country, household, foreign_household, visit, foreign_visit, role, most
):
    monkeypatch.setattr(sight, "MOST_NAMED", most)
    Household.objects.create(area=country.other_hamlet, head_name="Võ Minh Bé")
    user = getattr(cast, role)
    for model in (Household, Visit):
        assert set(model.objects.listed_for(user)) == set(model.objects.visible_to(user))
