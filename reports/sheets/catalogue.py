"""The indicators that a list of targets names, however they are spelled."""

from difflib import get_close_matches

from areas.names import fold
from imports import verdicts
from imports.found import SKIP
from imports.kinds import Question
from imports.rows import Action, Row
from reports.sheets import wide
from reports.targets.measures import AMOUNT, MEASURES
from visits.models import Indicator

SIGN = "%"


class Catalogue:
    """Indicators by code, name and short name, however they are spelled; "% hộ kỹ năng số" and "Hộ kỹ năng số" are
    two of them, which only the sign tells apart."""

    def __init__(self):
        self.known = {i.pk: i for i in Indicator.objects.all()}
        names = [(name, i) for i in self.known.values() for name in (i.code, i.short_name, i.name)]
        self.rates = {fold(name): i for name, i in names if SIGN in name}
        self.by_name = self.rates | {fold(name): i for name, i in names if SIGN not in name}

    def named(self, said: str) -> Indicator | None:
        """Also with its unit in brackets: "Ví điện tử (người)"."""
        for text in (said, wide.BRACKETS.sub(" ", said)):
            found = self.rates.get(fold(text)) if SIGN in text else None
            if found := found or self.by_name.get(fold(text)):
                return found
        return None

    def find(self, row: Row, addresses: verdicts.Addresses, question: Question) -> Indicator | None:
        """Without an answer the row waits, with the indicators of similar names to choose from."""
        said = row.values["indicator"]
        if not said:
            return None
        key = f"indicator:{fold(said)}"
        chosen = question.decisions.get(key, "")
        found = self.named(said) or (self.known.get(int(chosen)) if chosen.isdecimal() else None)
        if found is None and chosen == SKIP:
            row.action = Action.SKIPPED
        elif found is None:
            close = get_close_matches(fold(said), self.by_name, n=6, cutoff=0.4)
            offered = dict.fromkeys(self.by_name[name] for name in close)
            choices = [(i.pk, i.name) for i in offered or self.known.values()]
            cell = addresses.of(row, "indicator")
            verdicts.wait(row, "indicator_unknown", cell, name=said[:80], choices=choices, key=key)
        elif found.kind == Indicator.Kind.RATIO and row.values["measure"] == str(MEASURES[AMOUNT]):
            verdicts.wait(row, "target_of_a_rate", addresses.of(row, "measure", "value"))
        return found
