"""Which unit each boundary of a file belongs to, and saving them as a whole."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.boundaries.reading import BadBoundaries, Outline
from areas.boundaries.simplifying import simplified
from areas.models import Area, Level, Placement, Shape
from areas.points import ARCHIPELAGOS

BATCH = 500
NAMED = 20  # of those that are told one by one


@dataclass
class Plan:
    """What loading would do. `unknown`: features whose code no unit bears; `missing`: units of these levels that the
    file leaves out."""

    code_field: str
    shapes: list[Shape]
    replaced: int
    unknown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def plan(outlines: list[Outline], *, day: date, code_field: str = "", source: str) -> Plan:
    """Match by code as in force on `day`; raises BadBoundaries where that cannot be done without guessing."""
    units = {unit.code: unit for unit in Area.objects.on(day).exclude(code="").exclude(level=Level.COUNTRY)}
    name = code_field or _code_field(outlines, units)
    coded = [(str(outline.properties.get(name) or "").strip(), outline) for outline in outlines]
    if code_field and not any(code for code, _outline in coded):
        raise BadBoundaries(_no_field(outlines, code_field))
    twice = sorted(code for code, times in Counter(code for code, _outline in coded if code).items() if times > 1)
    if twice:
        raise BadBoundaries(_("Mã %(codes)s có hai vùng trong tệp. Gộp lại rồi nạp.") % {"codes": _some(twice)})
    known = {units[code].pk: (units[code], outline) for code, outline in coded if code in units}
    if not known:
        raise BadBoundaries(
            _("Không vùng nào mang mã của đơn vị có hiệu lực ngày %(day)s.") % {"day": f"{day:%d/%m/%Y}"}
        )
    now = timezone.now()
    found = Plan(
        code_field=name,
        shapes=[
            Shape(area=unit, polygons=simplified(outline.polygons, unit.level), source=source, loaded_at=now)
            for unit, outline in known.values()
        ],
        replaced=Shape.objects.filter(area__in=known).count(),
        unknown=[f"{outline.number}: {code or '—'}" for code, outline in coded if code not in units],
    )
    _look_for_gaps(found, [unit for unit, _outline in known.values()], day)
    return found


@transaction.atomic
def save(found: Plan) -> None:
    """All shapes or none; those of the same units loaded before go."""
    keys = [shape.area_id for shape in found.shapes]
    for start in range(0, len(keys), BATCH):
        Shape.objects.filter(area__in=keys[start : start + BATCH]).delete()
    Shape.objects.bulk_create(found.shapes, batch_size=BATCH)


def _code_field(outlines: list[Outline], units: dict[str, Area]) -> str:
    """The property that holds a known code in most features; one that does so for none is no answer."""
    hits: Counter[str] = Counter()
    for outline in outlines:
        hits.update(name for name, value in outline.properties.items() if str(value).strip() in units)
    if not hits:
        raise BadBoundaries(_no_field(outlines, ""))
    return sorted(hits, key=lambda name: (-hits[name], name))[0]


def _no_field(outlines: list[Outline], asked: str) -> str:
    names = sorted({name for outline in outlines for name in outline.properties})
    words = {"asked": asked, "names": ", ".join(names[:NAMED]) or "—"}
    if asked:
        return _("Không vùng nào có thuộc tính “%(asked)s”. Các thuộc tính trong tệp: %(names)s.") % words
    return (
        _(
            "Không thuộc tính nào chứa mã đơn vị của Tổng cục Thống kê (01, 31342 …). Các thuộc tính trong tệp: "
            "%(names)s. Thêm cột mã, hoặc chỉ ra bằng --code TÊN."
        )
        % words
    )


def _look_for_gaps(found: Plan, loaded: list[Area], day: date) -> None:
    """Units left out among their siblings, and the islands that a map of the country must not lack."""
    keys = {unit.pk for unit in loaded}
    every = Area.objects.on(day).filter(level__in={unit.level for unit in loaded})
    placed = Placement.objects.on(day).filter(area__in=every.values("pk")).values_list("area", "parent")
    parent_of = dict(placed)
    touched = {parent_of.get(key) for key in keys}
    found.missing = [
        f"{unit.code} {unit}" for unit in every if unit.pk not in keys and parent_of.get(unit.pk) in touched
    ]
    for name in ARCHIPELAGOS:
        if any(name in missing for missing in found.missing):
            text = _("Tệp không có %(name)s; bản đồ cả nước vẫn vẽ quần đảo này bằng một ô riêng.")
            found.warnings.append(text % {"name": name})


def _some(codes: list[str]) -> str:
    return ", ".join(codes[:NAMED]) + (" …" if len(codes) > NAMED else "")
