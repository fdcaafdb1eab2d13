"""What other rooms follow."""

from django.dispatch import Signal

ancestry_changed = Signal()
"""Sent within the transaction: `units` hold other places than before, `places` are held by others (primary keys)."""
