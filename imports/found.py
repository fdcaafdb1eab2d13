"""What a list means by one place: a unit, or why none could be told and which a person may choose from."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from imports.placemap import Place
from imports.rows import Issue, Severity

UNKNOWN, AMBIGUOUS, SPLIT, NOT_YOURS = "place_unknown", "place_ambiguous", "place_split", "place_not_yours"
MISSING = "place_missing"
NEW, SKIP = "new", "skip"
MOST_CHOICES = 50


@dataclass(frozen=True, slots=True)
class Found:
    """The answer for one place. Either `area` is set, or `code` says what is wrong, or `choice` is NEW or SKIP."""

    text: str  # as written
    key: str  # of the decision that settles it, for all rows that say the same
    area: Place | None = None  # the unit that is meant, as it stands on the day of the list
    named: tuple[Place, ...] = ()  # the units that bear the name, former ones too
    candidates: tuple[Place, ...] = ()
    labels: dict[int, str] = field(default_factory=dict)  # of candidates, by key
    code: str = ""  # place_unknown, place_ambiguous, place_split, place_not_yours, place_missing
    choice: str = ""  # what a person decided other than a unit: NEW or SKIP
    where: str = ""  # the unit outside the import's area, or where the name was looked for

    def settled(self, place: Place) -> "Found":
        return replace(self, area=place, named=(place,))

    def foreign(self, place: Place) -> "Found":
        """Named, but not for this import."""
        return replace(self, area=None, code=NOT_YOURS, where=str(place))

    @property
    def choices(self) -> list[list[str]]:
        return [[str(place.pk), self.labels.get(place.pk) or str(place)] for place in self.candidates[:MOST_CHOICES]]

    def issue(self, cell: str | None = None, raw=None, *, new: str = "") -> Issue:
        """Why the row waits. `new` is the label of the choice to found the place, where the list may do that."""
        founding = [[NEW, new]] if new and self.code == UNKNOWN else []
        choices = [*self.choices, *founding, [SKIP, _("Bỏ qua các dòng này")]]
        detail = {"key": self.key, "choices": choices, "place": self.text, "where": self.where}
        return Issue(self.code, Severity.ERROR, cell, raw, detail)
