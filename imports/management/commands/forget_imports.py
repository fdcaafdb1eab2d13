from django.core.management.base import BaseCommand

from imports.forget import forget_old


class Command(BaseCommand):
    help = "Deletes the files of imports, and what was understood of them, 90 days after their last change."

    def handle(self, **options):
        self.stdout.write(f"{forget_old()}")
