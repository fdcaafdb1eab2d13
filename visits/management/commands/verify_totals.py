import json

from django.core.management.base import BaseCommand, CommandError

from visits import ledger

SHOWN = 50


class Command(BaseCommand):
    help = "Đếm lại mọi đóng góp và tổng tháng từ các lượt thăm và hoạt động; thoát với mã 1 nếu có khác biệt."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
        parser.add_argument("--repair", action="store_true", help="đếm lại và ghi lại toàn bộ trước khi so")

    def handle(self, **options):
        if options["repair"]:
            ledger.repair()
        found = self._found()
        if options["json"]:
            self.stdout.write(json.dumps({"differences": found}, ensure_ascii=False))
        else:
            for line in found[:SHOWN]:
                self.stdout.write(line)
        if found:
            raise CommandError(f"Có {len(found)} khác biệt. Chạy lại với --repair để đếm và ghi lại.", returncode=1)
        if not options["json"]:
            self.stdout.write("Sổ đúng: 0 khác biệt.")

    def _found(self) -> list[str]:
        """Where a person waits, it tells how far it is: of millions of facts this takes minutes."""
        found, is_watched = [], self.stderr.isatty()
        for step in ledger.verifying():
            found += step.found
            if is_watched:
                told = f"Đã đếm lại {_number(step.done)}/{_number(step.number)} {step.what}"
                self.stderr.write(f"\r{told:60}", str, ending="")
        if is_watched:
            self.stderr.write(f"\r{'':60}\r", str, ending="")
        return found


def _number(number: int) -> str:
    return f"{number:,}".replace(",", ".")
