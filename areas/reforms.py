"""What a reform of communes does to the hamlets below: they live on, only their place changes."""

from django.db import transaction

from areas.dates import ONE_DAY
from areas.models import Level, Placement, Reform, Succession


@transaction.atomic
def carry_hamlets(reform: Reform) -> int:
    """Place the hamlets of every unit that went whole into another under that one; return how many moved.

    Hamlets of a split unit stay where they are until a person says which part they went to; their figures
    meanwhile show at the lowest unit that holds all parts. Whoever was placed anew on the very day by hand
    stays there; a placement that ended with its commune is carried on too. The caller rebuilds the ancestry.
    """
    day = reform.effective_on
    heirs = dict(reform.successions.filter(extent=Succession.Extent.WHOLE).values_list("old", "new"))
    left_behind = Placement.objects.filter(
        area__level=Level.HAMLET,
        area__valid_until__gte=day,
        parent__in=Succession.objects.filter(reform=reform, extent=Succession.Extent.WHOLE).values("old"),
        valid_from__lt=day,
        valid_until__gte=day - ONE_DAY,
    ).exclude(area__placements__valid_from=day)
    moved = [
        Placement(area_id=area, parent_id=heirs[parent], valid_from=day, valid_until=until if until >= day else end)
        for area, parent, until, end in left_behind.values_list("area", "parent", "valid_until", "area__valid_until")
    ]
    Placement.objects.bulk_create(moved, batch_size=2000)
    hamlets = Placement.objects.filter(area__level=Level.HAMLET)
    if hamlets.filter(valid_from=day).exists():  # else nothing to ask PostgreSQL, which without statistics asks long
        overtaken = hamlets.filter(valid_from__lt=day, valid_until__gte=day)
        overtaken.filter(area__in=hamlets.filter(valid_from=day).values("area")).update(valid_until=day - ONE_DAY)
    return len(moved)
