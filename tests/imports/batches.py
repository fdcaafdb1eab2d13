"""Imports that wait to be saved, and what their lists say."""

from datetime import date

from imports.keys import ordered_keys
from imports.kinds import Write
from imports.models import Content, Import
from teams.models import Member, Membership, Team

AS_OF = date(2026, 11, 22)


def make_batch(area, by, kind="members", state=Import.State.SAVING) -> Import:
    batch = Import.objects.create(
        kind=kind, by=by, area=area, as_of=AS_OF, file_name="danh-sach.xlsx", digest="0" * 64, state=state
    )
    Content.objects.create(owner=batch, file=b"PK")
    return batch


def new_team(area, number=3, name="Tổ công nghệ số cộng đồng mẫu") -> list[Write]:
    """A new team and its new members."""
    team = Team(area=area, name=name, valid_from=AS_OF)
    people = [
        Member(id=key, full_name=f"Lê Thị Mẫu {n}", birth_year=1980) for n, key in enumerate(ordered_keys(number))
    ]
    for row in (team, *people):
        row.derive_keys()
    services = [Membership(team=team, member=member, valid_from=AS_OF) for member in people]
    return [Write(Team, [team]), Write(Member, people), Write(Membership, services)]


def stored() -> dict[str, list]:
    """Everything that such a list may write, to compare before and after."""
    models = (Team, Member, Membership, Team.history.model, Member.history.model, Membership.history.model)
    return {model.__name__: sorted(map(repr, model.objects.values_list())) for model in models}
