"""What a visit says before it is filed, whether a phone sent it or a form on the site."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from uuid import UUID

from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Position:
    """Where the phone was: degrees with 4 decimals (some 10 m), and how wrong that may be in metres, if known."""

    lat: float
    lon: float
    accuracy: int | None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """`results` holds what was counted, by indicator code. A 0 says "nothing", as its absence does: it is left out.

    `next_on` is the day for which the next visit was agreed.
    """

    visit_id: UUID
    household_id: UUID
    visited_at: datetime
    outcome: str
    people: int
    results: Mapping[str, int]
    note: str
    next_on: date | None = None
    position: Position | None = None
    note_as_sent: str = ""  # where a number of an identity paper stood in it; kept nowhere

    @cached_property
    def day(self) -> date:
        return timezone.localdate(self.visited_at)

    def content(self) -> dict:
        """The whole draft as plain JSON, the same for everything that means the same.

        What came later stands in it only when it says something, so that older contents keep their digest.
        """
        content = {
            "id": str(self.visit_id),
            "household": str(self.household_id),
            "visited_at": self.visited_at.astimezone(UTC).isoformat(),
            "outcome": self.outcome,
            "people": self.people,
            "results": dict(self.results),
            "note": self.note,
        }
        if self.next_on:
            content["next_on"] = self.next_on.isoformat()
        if self.position:
            content["position"] = asdict(self.position)
        return content

    @cached_property
    def digest(self) -> str:
        """What tells a repeat from another content under one id.

        Phones send again after months and releases: a change here turns repeats into conflicts.
        """
        return digest_of(self.content())

    @cached_property
    def digest_as_sent(self) -> str:
        """The digest that visits have which were filed when such numbers were still kept."""
        return digest_of(self.content() | {"note": self.note_as_sent})


def digest_of(content: dict) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
