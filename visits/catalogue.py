"""The indicators that teams themselves produce, and the figures of other agencies that stand beside them.

The list follows the official wordings (Công văn 793/BTTTT-THH, QĐ 411/QĐ-TTg, QĐ 405/QĐ-BKHCN …). An office
may rename, reorder or end an indicator afterwards: loading again only adds what is missing.
"""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from areas.dates import BEGINNING, FOREVER
from visits import ledger
from visits.models import Indicator, Visit

FILE = Path(__file__).parent / "data" / "indicators.csv"
PLAIN = ("code", "name", "short_name", "unit", "kind", "source", "derived", "denominator_statistic", "explanation")


@transaction.atomic
def load() -> int:
    """Add the indicators whose code is not there yet; return how many were added."""
    known = {indicator.code: indicator for indicator in Indicator.objects.all()}
    missing = [row for row in _rows() if row["code"] not in known]
    for row in sorted(missing, key=lambda row: bool(row["numerator"])):  # a ratio comes after its parts
        known[row["code"]] = Indicator.objects.create(**_values(row, known))
    if any(row["derived"] for row in missing):  # visits that were filed before make it too
        ledger.recount(households=Visit.objects.order_by().values_list("household", flat=True).distinct())
    return len(missing)


def _rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _values(row: dict[str, str], known: dict[str, Indicator]) -> dict:
    return {
        **{name: row[name] for name in PLAIN},
        "numerator": known.get(row["numerator"]),
        "denominator": known.get(row["denominator"]),
        "position": int(row["position"]),
        "headline": bool(row["headline"]),
        "valid_from": date.fromisoformat(row["valid_from"]) if row["valid_from"] else BEGINNING,
        "valid_until": date.fromisoformat(row["valid_until"]) if row["valid_until"] else FOREVER,
    }
