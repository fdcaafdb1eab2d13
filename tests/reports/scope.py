from accounts.roles import Permission
from tests.scope import Case


def hamlet(w, place):
    return {"area": w.hamlet.pk if place == "own" else w.foreign_hamlet.pk}


def figure(w, place):
    return hamlet(w, place) | {"indicator": "app_ho"}


def team(w, place):
    return {"indicator": "app_ho", "team": w.team.pk if place == "own" else w.foreign_team.pk, "area": w.hamlet.pk}


CASES = [
    Case("reports:dashboard"),
    Case("reports:dashboard", query=hamlet),
    Case("reports:why"),
    Case("reports:why", query=figure),
    Case("reports:why", query=team),
    Case(
        "reports:dashboard_export",
        query=lambda w, place: hamlet(w, place) | {"_export": "csv"},
        permission=Permission.EXPORT,
    ),
]
