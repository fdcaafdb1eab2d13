from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from reports.links import secret as secrets
from reports.models import SharedLink
from tests.reports import campaigns, targets
from tests.scope import Case


def hamlet(w, place):
    return {"area": w.hamlet.pk if place == "own" else w.foreign_hamlet.pk}


def figure(w, place):
    return hamlet(w, place) | {"indicator": "app_ho"}


def team(w, place):
    return {"indicator": "app_ho", "team": w.team.pk if place == "own" else w.foreign_team.pk, "area": w.hamlet.pk}


def link(w, place):
    """A link as the office of the area made it."""
    area, maker = (w.hamlet, "commune_officer") if place == "own" else (w.foreign_hamlet, "foreign_officer")
    return SharedLink.objects.get_or_create(
        area=area,
        digest=secrets.digest_of(f"{place:-<43}"),
        defaults={
            "query": "from=2026-01-01&to=2026-12-31&map=recorded&by=&i=app_ho",
            "title": "Chủ tịch UBND xã",
            "created_by": User.objects.get(username=maker),
            "expires_at": timezone.now() + timedelta(days=7),
        },
    )[0]


def secret(w, place):
    """Whoever has the secret of a link reads its figures, of whatever area."""
    link(w, place)
    return {"secret": f"{place:-<43}"}


CASES = [
    Case("reports:dashboard"),
    Case("reports:dashboard", query=hamlet),
    Case("reports:team_facts", query=hamlet, ok=302),
    Case("reports:activity"),
    Case("reports:activity", query=lambda w, place: hamlet(w, place) | {"rows": "recording"}),
    Case(
        "reports:activity_export",
        query=lambda w, place: hamlet(w, place) | {"rows": "silent", "_export": "csv"},
        permission=Permission.EXPORT,
    ),
    Case("reports:indicator"),
    Case("reports:indicator", query=figure),
    Case("reports:compare"),
    Case("reports:compare", query=hamlet),
    Case("reports:why"),
    Case("reports:why", query=figure),
    Case("reports:why", query=team),
    Case(
        "reports:dashboard_export",
        query=lambda w, place: hamlet(w, place) | {"_export": "csv"},
        permission=Permission.EXPORT,
    ),
    Case(
        "reports:dashboard_export",
        query=lambda w, place: hamlet(w, place) | {"_export": "pdf"},
        permission=Permission.EXPORT,
    ),
    Case(
        "reports:compare_export",
        query=lambda w, place: hamlet(w, place) | {"_export": "csv"},
        permission=Permission.EXPORT,
    ),
    Case(
        "reports:indicator_export",
        query=lambda w, place: hamlet(w, place) | {"_export": "csv"},
        permission=Permission.EXPORT,
    ),
    Case("reports:link_list", permission=Permission.SHARE_FIGURES),
    Case("reports:link_new", query=hamlet, permission=Permission.SHARE_FIGURES),
    Case(
        "reports:link_new",
        query=hamlet,
        permission=Permission.SHARE_FIGURES,
        method="post",
        data=lambda w, place: {"title": "Chủ tịch UBND xã", "days": "7"},
        ok=302,
    ),
    Case("reports:link_made", kwargs=lambda w, place: {"pk": link(w, place).pk}, permission=Permission.SHARE_FIGURES),
    Case(
        "reports:link_revoke",
        kwargs=lambda w, place: {"pk": link(w, place).pk},
        permission=Permission.SHARE_FIGURES,
        method="post",
        ok=302,
    ),
    Case("reports:link_open", kwargs=secret, foreign=200, public=True),
]
CASES += [*campaigns.CASES, *targets.CASES]
