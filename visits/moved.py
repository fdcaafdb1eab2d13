"""Moved totals made anew, when a reform or a correction changes what units hold."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import F, Q

from areas.dates import BEGINNING, FOREVER
from areas.lots import in_lots
from areas.models import Ancestry, Level
from visits import ledger
from visits.models import MonthlyTotal, MovedTotal

UNITS_A_STATEMENT = 200
ANEW = """
INSERT INTO visits_movedtotal (area_id, indicator_id, month, quantity, facts)
SELECT area_id, indicator_id, month, SUM(quantity), SUM(facts)
FROM (
    SELECT unit.id AS area_id, total.indicator_id, total.month, own_quantity AS quantity, own_facts AS facts
    FROM areas_area unit
    JOIN areas_ancestry held ON held.ancestor_id = unit.id
        AND held.valid_from <= unit.valid_until AND held.valid_until >= unit.valid_until
    JOIN visits_monthlytotal total ON total.area_id = held.descendant_id AND own_facts > 0
    WHERE unit.id IN ({units})
    UNION ALL
    SELECT area_id, indicator_id, month, -quantity, -facts FROM visits_monthlytotal WHERE area_id IN ({units})
) AS figure
GROUP BY area_id, indicator_id, month
HAVING SUM(quantity) <> 0 OR SUM(facts) <> 0
"""


def follow(*, units: set[int], places: set[int], **_signal) -> None:
    """These units hold other places than before: nothing moves where nobody ever recorded anything."""
    if MonthlyTotal.objects.filter(area__among=places).exists():
        with transaction.atomic():
            ledger.hold()  # who is counting goes by the old map, and ends first
            rebuild(units)


def rebuild(units: Iterable[int] | None = None) -> None:
    """Make the moved totals of these units anew, or of all, out of the totals of months."""
    stale = MovedTotal.objects.all() if units is None else MovedTotal.objects.filter(area__among=units)
    stale.delete()
    with connection.cursor() as cursor:
        for keys in in_lots(_changed(units), UNITS_A_STATEMENT):
            cursor.execute(ANEW.format(units=", ".join(map(str, keys))))


def _changed(units: Iterable[int] | None) -> list[int]:
    """Those that did not hold the same for all time; the country always holds everything."""
    moved = Q(valid_from__gt=BEGINNING) | Q(valid_until__lt=FOREVER)
    held = Ancestry.objects.filter(moved, ancestor__level__gt=Level.COUNTRY).exclude(ancestor=F("descendant"))
    if units is not None:
        held = held.filter(ancestor__among=units)
    return sorted(set(held.values_list("ancestor", flat=True)))
