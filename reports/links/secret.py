"""Links by which a leader without an account reads figures: made, found by their secret, ended.

The secret is 256 random bits and stands nowhere but in the address; the database keeps its digest. So nobody can try
addresses out, a copy of the database opens nothing, and no limit is needed that could lock somebody out.
"""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from areas.models import Area
from reports.models import LinkOpening, SharedLink

LIFETIMES = (7, 30, 90)  # days
SECRET_LENGTH = 43  # characters of 32 bytes


def make(area: Area, query: str, *, by: User, title: str, days: int) -> tuple[SharedLink, str]:
    """The link and its secret, which is told this once; `query` as in reports.links.fixed, `days` of LIFETIMES."""
    secret = secrets.token_urlsafe(32)
    link = SharedLink.objects.create(
        digest=digest_of(secret),
        area=area,
        query=query,
        title=title,
        created_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return link, secret


def found(secret: str) -> SharedLink | None:
    """The link, while it is valid and its maker may still share the figures of this area; None otherwise.

    Who lost the post tells nobody anything any more.
    """
    if len(secret) != SECRET_LENGTH:
        return None
    links = SharedLink.objects.valid().with_maker_in_office().filter(digest=digest_of(secret), maker_in_office=True)
    return links.select_related("area", "created_by").first()


@transaction.atomic
def note_opening(link: SharedLink) -> None:
    now = timezone.now()
    today, made = LinkOpening.objects.get_or_create(
        link=link, day=timezone.localdate(now), defaults={"last_at": now, "times": 1}
    )
    if not made:
        LinkOpening.objects.filter(pk=today.pk).update(times=F("times") + 1, last_at=now)


def revoke(link: SharedLink, *, by: User) -> None:
    """End the link at once; one that was revoked keeps who did it first."""
    SharedLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
