"""Who may do what with administrative units: communes are public to read, hamlets only inside one's area."""

from accounts.roles import Permission
from areas.models import AreaStatistic
from tests.scope import Case


def hamlet(w, place):
    return {"pk": w.hamlet.pk if place == "own" else w.foreign_hamlet.pk}


def commune(w, place):
    return {"pk": w.commune.pk if place == "own" else w.foreign_commune.pk}


def statistic(w, place):
    area = w.hamlet if place == "own" else w.foreign_hamlet
    return {"pk": AreaStatistic.objects.get_or_create(area=area, year=2024, households=90, source="Công an xã")[0].pk}


NEW_HAMLET = {"kind": "Ấp", "name": "Tân Phú"}
FIGURES = {"year": "2025", "households": "120", "source": "Công an xã"}

CASES = [
    Case("areas:area_tree"),
    Case("areas:area_tree", query=lambda w, place: {"open": commune(w, place)["pk"]}, foreign=200),
    Case("areas:area_search"),
    Case("areas:area_search", query=lambda w, place: {"q": "Vĩnh Lạc" if place == "foreign" else "Tân"}, foreign=200),
    Case("areas:area_detail", hamlet),
    Case("areas:area_detail", commune, foreign=200),
    Case("areas:hamlet_create", commune, permission=Permission.EDIT_AREAS),
    Case(
        "areas:hamlet_create",
        commune,
        permission=Permission.EDIT_AREAS,
        method="post",
        data=lambda w, place: NEW_HAMLET,
        ok=302,
    ),
    Case("areas:hamlet_edit", hamlet, permission=Permission.EDIT_AREAS),
    Case(
        "areas:hamlet_edit",
        hamlet,
        permission=Permission.EDIT_AREAS,
        method="post",
        data=lambda w, place: NEW_HAMLET,
        ok=302,
    ),
    Case("areas:statistic_export", hamlet, query=lambda w, place: {"_export": "csv"}, permission=Permission.EXPORT),
    Case("areas:statistic_create", hamlet, permission=Permission.EDIT_AREAS),
    Case(
        "areas:statistic_create",
        hamlet,
        permission=Permission.EDIT_AREAS,
        method="post",
        data=lambda w, place: FIGURES,
        ok=302,
    ),
    Case("areas:statistic_edit", statistic, permission=Permission.EDIT_AREAS),
    Case(
        "areas:statistic_edit",
        statistic,
        permission=Permission.EDIT_AREAS,
        method="post",
        data=lambda w, place: FIGURES,
        ok=302,
    ),
]
