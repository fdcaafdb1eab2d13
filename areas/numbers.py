"""Numbers as a person reads them."""

from django.utils.formats import number_format


def with_decimals(value: float, places: int) -> str:
    """Rounded to so many decimals; number_format alone would cut the others off."""
    return number_format(round(value, places), decimal_pos=places)
