import json

from django.core.management.base import BaseCommand

from areas import official


class Command(BaseCommand):
    help = "Nạp các đơn vị hành chính chính thức trước và từ 01/07/2025; chạy lại không đổi gì."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, **options):
        changed = official.load()
        if options["json"]:
            self.stdout.write(json.dumps(changed))
        elif any(changed.values()):
            self.stdout.write(
                f"Đã nạp {changed['areas']} đơn vị, {changed['placements']} vị trí, "
                f"{changed['successions']} kế thừa; lập {changed['ancestry']} quan hệ trên dưới."
            )
        else:
            self.stdout.write("Địa bàn đã đủ, không có gì thay đổi.")
