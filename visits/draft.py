"""What a visit says before it is filed, whether a phone sent it or a form on the site."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from uuid import UUID

from django.utils import timezone


@dataclass(frozen=True, kw_only=True)
class Draft:
    """`results` holds what was counted, by indicator code. A 0 says "nothing", as its absence does: it is left out."""

    visit_id: UUID
    household_id: UUID
    visited_at: datetime
    outcome: str
    people: int
    results: Mapping[str, int]
    note: str

    @cached_property
    def day(self) -> date:
        return timezone.localdate(self.visited_at)

    def content(self) -> dict:
        """The whole draft as plain JSON, the same for everything that means the same."""
        return {
            "id": str(self.visit_id),
            "household": str(self.household_id),
            "visited_at": self.visited_at.astimezone(UTC).isoformat(),
            "outcome": self.outcome,
            "people": self.people,
            "results": dict(self.results),
            "note": self.note,
        }

    @cached_property
    def digest(self) -> str:
        """What tells a repeat from another content under one id.

        Phones send again after months and releases: a change here turns repeats into conflicts.
        """
        text = json.dumps(self.content(), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
