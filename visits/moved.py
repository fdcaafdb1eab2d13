"""Moved totals made anew, when a reform or a correction changes what units hold."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Q
from django.dispatch import receiver

from areas.dates import BEGINNING, FOREVER
from areas.lots import in_lots
from areas.models import Area, Level
from areas.signals import ancestry_changed
from visits import ledger
from visits.models import MonthlyTotal, MovedDay, MovedTotal

UNITS_A_STATEMENT = 200
MONTHS = """
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
DAYS = """
INSERT INTO visits_movedday (area_id, indicator_id, day, quantity, facts)
SELECT area_id, indicator_id, day, SUM(sign * quantity), SUM(sign)
FROM (
    SELECT unit.id AS area_id, fact.indicator_id, fact.day, fact.quantity, 1 AS sign
    FROM areas_area unit
    JOIN areas_ancestry held ON held.ancestor_id = unit.id
        AND held.valid_from <= unit.valid_until AND held.valid_until >= unit.valid_until
    JOIN visits_contribution fact ON fact.area_id = held.descendant_id
        AND fact.day NOT BETWEEN held.valid_from AND held.valid_until
    WHERE unit.level <= {lowest} AND unit.id IN ({units})
    UNION ALL
    SELECT unit.id, fact.indicator_id, fact.day, fact.quantity, -1
    FROM areas_area unit
    JOIN areas_ancestry held ON held.ancestor_id = unit.id
        AND NOT (held.valid_from <= unit.valid_until AND held.valid_until >= unit.valid_until)
    JOIN visits_contribution fact ON fact.area_id = held.descendant_id
        AND fact.day BETWEEN held.valid_from AND held.valid_until
    WHERE unit.level <= {lowest} AND unit.id IN ({units})
) AS placed
GROUP BY area_id, indicator_id, day
HAVING SUM(sign * quantity) <> 0 OR SUM(sign) <> 0
"""


@receiver(ancestry_changed)
def follow(*, units: set[int], places: set[int], **_signal) -> None:
    """These units hold other places than before: nothing moves where nobody ever recorded anything."""
    with transaction.atomic():
        ledger.hold()  # who is counting goes by the old map, and ends first
        if MonthlyTotal.objects.filter(area__among=places).exists():
            rebuild(units)


def rebuild(units: Iterable[int] | None = None) -> None:
    """Make the moved totals of these units anew, or of all."""
    stale = {} if units is None else {"area__among": list(units)}
    for model in (MovedTotal, MovedDay):
        model.objects.filter(**stale).delete()
    with connection.cursor() as cursor:
        for keys in in_lots(_changed(units), UNITS_A_STATEMENT):
            words = {"units": ", ".join(map(str, keys)), "lowest": Level.COMMUNE.value}
            for statement in (MONTHS, DAYS):
                cursor.execute(statement.format(**words))


def _changed(units: Iterable[int] | None) -> list[int]:
    """Those that did not hold the same for all time; the country always holds everything."""
    found = Area.objects.filter(Q(held_since__gt=BEGINNING) | Q(valid_until__lt=FOREVER), level__gt=Level.COUNTRY)
    if units is not None:
        found = found.filter(pk__among=list(units))
    return list(found.order_by("pk").values_list("pk", flat=True))
