import pytest

from teams.composition import gaps
from teams.models import Membership


@pytest.mark.parametrize(
    ("roles", "sentences"),
    [
        (["leader", "deputy", "member"], []),
        (["leader", "member", "member"], ["Tổ thiếu tổ phó."]),
        (["leader", "leader", "deputy"], ["Tổ có 2 tổ trưởng; chỉ nên có một."]),
        ([], ["Tổ chưa có tổ trưởng.", "Tổ thiếu tổ phó.", "Tổ có 0 người, nên có ít nhất 3."]),
    ],
)
def test_a_team_is_told_what_it_lacks(roles, sentences):
    assert gaps([Membership(role=role) for role in roles]) == sentences
