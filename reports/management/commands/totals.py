import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date

from areas.models import Level
from reports.lens import Lens
from reports.rollup import Period, Table, table
from visits.models import Indicator

LEVELS = {level.name.lower(): level for level in Level}


def day(text: str):
    """An argument YYYY-MM-DD."""
    found = parse_date(text)
    if found is None:
        raise ValueError
    return found


day.__name__ = "ngày YYYY-MM-DD"


class Command(BaseCommand):
    help = "In các chỉ tiêu của một địa bàn, tổng hợp theo đơn vị cấp dưới."

    def add_arguments(self, parser):
        parser.add_argument("--area", required=True, metavar="CODE", help="mã đơn vị trên bản đồ; VN là cả nước")
        parser.add_argument("--by", required=True, choices=LEVELS, help="cấp của các dòng")
        parser.add_argument("--from", required=True, type=day, dest="start", metavar="YYYY-MM-DD")
        parser.add_argument("--to", required=True, type=day, dest="end", metavar="YYYY-MM-DD")
        parser.add_argument("--map", default="recorded", help="recorded, today hoặc YYYY-MM-DD (mặc định recorded)")
        parser.add_argument("--indicator", action="append", metavar="CODE", help="mã chỉ tiêu; lặp lại được")
        parser.add_argument("--json", action="store_true", help="in JSON")

    def handle(self, **options):
        period = Period(options["start"], options["end"])
        if period.start > period.end:
            raise CommandError("--from phải không muộn hơn --to.")
        try:
            lens = Lens.parse(options["map"])
            area = lens.unit(options["area"], period.start, period.end)
        except ValueError as error:
            raise CommandError(str(error)) from error
        indicators = self.indicators(options["indicator"])
        found = table(area, level=LEVELS[options["by"]], period=period, lens=lens, indicators=indicators)
        self.stdout.write(json.dumps(as_json(found), ensure_ascii=False) if options["json"] else as_text(found))

    def indicators(self, codes: list[str] | None) -> list[Indicator]:
        known = Indicator.objects.select_related("numerator", "denominator")
        if not codes:
            return list(known)
        found = {indicator.code: indicator for indicator in known.filter(code__in=codes)}
        unknown = [code for code in codes if code not in found]
        if unknown:
            raise CommandError(f"Không có chỉ tiêu {', '.join(unknown)}. Xem danh mục ở trang Chỉ tiêu.")
        return [found[code] for code in dict.fromkeys(codes)]


def as_json(found: Table) -> dict:
    return {
        "area": {"code": found.area.code, "name": str(found.area)},
        "map": found.lens.key,
        "from": found.period.start.isoformat(),
        "to": found.period.end.isoformat(),
        "rows": [{"code": row.area.code, "name": str(row.area), "values": row.values} for row in found.rows],
        "unallocated": found.unallocated,
        "total": found.total,
    }


def as_text(found: Table) -> str:
    """A table for reading: one line a unit, one column an indicator that has a figure."""
    codes = [code for code, value in found.total.items() if value is not None]
    lines = [("", *codes)]
    lines += [(str(row.area), *(_number(row.values[code]) for code in codes)) for row in found.rows]
    lines.append(("Chưa phân bổ", *(_number(found.unallocated[code]) for code in codes)))
    lines.append((f"Tổng: {found.area}", *(_number(found.total[code]) for code in codes)))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_line(line, widths) for line in lines)


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)])


def _number(value: int | float | None) -> str:
    return "—" if value is None else f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")
