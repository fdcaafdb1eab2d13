import json
import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sample import accounts, province
from sample.models import SampleLoad


class Command(BaseCommand):
    help = "Nạp tỉnh mẫu (Hậu Giang, nay thuộc Cần Thơ) và in các tài khoản mẫu; chạy lại không thay đổi gì."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="in các tài khoản dạng JSON")

    def handle(self, **options):
        if settings.PRODUCTION and not os.environ.get("SAMPLE_PASSWORD"):
            raise CommandError(
                _("Máy chủ thật không dùng mật khẩu mẫu công khai. Đặt biến SAMPLE_PASSWORD rồi chạy lại.")
            )
        loaded = SampleLoad.objects.first()
        said = _("Dữ liệu mẫu đã có sẵn (lượt thăm đến hết %(day)s).") if loaded else _("Đã nạp dữ liệu mẫu.")
        if loaded:
            accounts.renew_passwords()
        else:
            loaded = self.load()
        listed = accounts.listed()
        if options["json"]:
            self.stdout.write(json.dumps({"accounts": listed}, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(said % {"day": f"{loaded.through:%d/%m/%Y}"})
            self.stdout.write(as_text(listed))

    def load(self) -> SampleLoad:
        try:
            return province.load()
        except province.Occupied as error:
            raise CommandError(str(error)) from error


def as_text(listed: list[dict[str, str]]) -> str:
    """The accounts as an aligned table."""
    keys = ("username", "role_label", "area_name", "password")
    heads = (_("Tài khoản"), _("Vai trò"), _("Địa bàn"), _("Mật khẩu"))
    lines = [heads, *(tuple(account[key] for key in keys) for account in listed)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
