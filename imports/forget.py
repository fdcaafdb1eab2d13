"""The personal part of an import goes when it is old (Luật 91/2025/QH15: no longer than the purpose needs)."""

from django.utils import timezone

from imports.models import KEPT, Content


def forget_old() -> int:
    """Delete what was kept of files whose import has not changed for long; how many there were."""
    old = Content.objects.filter(owner__heartbeat__lt=timezone.now() - KEPT)
    return old.delete()[0]
