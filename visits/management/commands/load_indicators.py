from django.core.management.base import BaseCommand

from visits import catalogue


class Command(BaseCommand):
    help = "Nạp danh mục chỉ tiêu; chạy lại chỉ thêm chỉ tiêu còn thiếu, không ghi đè chỉ tiêu đã sửa."

    def handle(self, **options):
        added = catalogue.load()
        self.stdout.write(f"Đã thêm {added} chỉ tiêu." if added else "Danh mục chỉ tiêu đã đủ, không có gì thay đổi.")
