"""The country over its provinces: hamlets everywhere, two years of monthly totals.

python -m bench reports.nation HAMLETS TIMES    fills the database of DATABASE_URL anew, measures the country's pages
"""

from time import perf_counter

from django.core.management import call_command
from django.utils import timezone

from areas.models import Area, Level
from bench.reports import facts, pages, targets, world
from visits.models import MonthlyTotal

MONTHS = 24


def main(hamlets: str, times: str) -> dict:
    begun = perf_counter()
    call_command("flush", interactive=False, verbosity=0)
    world.lay_out()
    facts.months([hamlet.pk for hamlet in world.found(world.former_communes(), int(hamlets))], MONTHS)
    offices = Area.objects.on(timezone.localdate()).filter(level__in=[Level.COUNTRY, Level.PROVINCE])
    targets.give(offices, world.HOUSEHOLDS_A_HAMLET)
    built = perf_counter() - begun
    return pages.main(times, "^(vì sao: )?country") | {"rows": MonthlyTotal.objects.count(), "seconds": built}
