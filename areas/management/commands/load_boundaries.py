import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date

from areas.boundaries import loading
from areas.boundaries.reading import BadBoundaries, read_file

SHOWN = 20


class Command(BaseCommand):
    help = "Nạp ranh giới đơn vị từ tệp GeoJSON hoặc TopoJSON (WGS 84). Chỉ xem trước, trừ khi có --commit."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--code", default="", help="thuộc tính chứa mã đơn vị; không có thì tự tìm")
        parser.add_argument("--on", metavar="YYYY-MM-DD", help="mã theo đơn vị có hiệu lực ngày này; mặc định hôm nay")
        parser.add_argument("--source", default="", help="nguồn dữ liệu, ghi kèm bản đồ; mặc định tên tệp")
        parser.add_argument("--commit", action="store_true", help="ghi vào cơ sở dữ liệu")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, **options):
        path = Path(options["file"])
        day = parse_date(options["on"]) if options["on"] else timezone.localdate()
        if day is None:
            raise CommandError(f"Không đọc được ngày “{options['on']}”; viết như 2025-07-01.")
        try:
            outlines = read_file(path.read_bytes())
            found = loading.plan(
                outlines, day=day, code_field=options["code"], source=(options["source"] or path.name)[:200]
            )
        except OSError as error:
            raise CommandError(f"Không mở được {path}: {error.strerror}.") from error
        except BadBoundaries as error:
            raise CommandError(str(error)) from error
        if options["commit"]:
            loading.save(found)
        self.report(found, committed=options["commit"], as_json=options["json"])

    def report(self, found: loading.Plan, *, committed: bool, as_json: bool) -> None:
        if as_json:
            told = {"code": found.code_field, "shapes": len(found.shapes), "replaced": found.replaced}
            told |= {"unknown": found.unknown, "missing": found.missing, "warnings": found.warnings}
            self.stdout.write(json.dumps(told | {"committed": committed}, ensure_ascii=False))
            return
        said = f"{len(found.shapes)} ranh giới theo thuộc tính “{found.code_field}”, thay {found.replaced} bản cũ."
        self.stdout.write(said)
        self.tell("vùng không khớp mã nào (vùng thứ …: mã)", found.unknown)
        self.tell("đơn vị cùng cấp trên không có trong tệp", found.missing)
        for warning in found.warnings:
            self.stdout.write(f"Lưu ý: {warning}")
        self.stdout.write("Đã ghi." if committed else "Mới xem trước, chưa ghi. Thêm --commit để ghi.")

    def tell(self, label: str, names: list[str]) -> None:
        if names:
            rest = f" … và {len(names) - SHOWN} nữa" if len(names) > SHOWN else ""
            self.stdout.write(f"{len(names)} {label}: {'; '.join(names[:SHOWN])}{rest}.")
