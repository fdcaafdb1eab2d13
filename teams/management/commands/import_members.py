import json
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.models import Area, Level
from imports import command
from imports.kinds import Question
from teams.sheets.members import Members
from teams.sheets.told import as_dict


class Command(BaseCommand):
    help = "Đọc một danh sách thành viên tổ; chỉ xem trước, trừ khi có --commit."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--commune", help="mã xã có hiệu lực vào ngày --as-of")
        parser.add_argument("--as-of", type=date.fromisoformat, help="danh sách tính đến ngày, YYYY-MM-DD")
        parser.add_argument("--commit", action="store_true", help="lưu các dòng mới và thay đổi")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, *, file: Path, commune, as_of, commit, **options):
        as_of = as_of or timezone.localdate()
        question = Question(as_of, area_of(commune, as_of) if commune else None)
        outcome = command.run(Members(), file, question, commit=commit)
        if options["json"]:
            told = as_dict(outcome.parsed, file.name, question) | {"saved": outcome.saved}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1, default=str))
        else:
            self.stdout.write(command.summary(outcome))


def area_of(code: str, day: date) -> Area:
    """The commune that bears the code on that day; codes are used again for other units."""
    found = Area.objects.on(day).filter(code=code, level=Level.COMMUNE).first()
    if found is None:
        text = _("Không có xã, phường nào mang mã %(code)s vào ngày %(day)s.")
        raise CommandError(text % {"code": code, "day": f"{day:%d/%m/%Y}"})
    return found
