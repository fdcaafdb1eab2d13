"""The unit that a line of figures is about, as it was in the days that the figures are of."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from imports import verdicts
from imports.found import Found
from imports.kinds import Field, Question
from imports.placemap import Place
from imports.placenames import read_place
from imports.places import Places
from imports.rows import Row

UNIT = Field(
    "unit",
    _("Đơn vị"),
    (
        "đơn vị",
        "tên đơn vị",
        "đơn vị hành chính",
        "tên đơn vị hành chính",
        "địa bàn",
        "ấp",
        "tên ấp",
        "thôn",
        "ấp, khu vực",
        "tên ấp, khu vực",
        "khu vực",
        "xã, phường, ấp",
    ),
    required=True,
    example="Ấp Tân Phú",
    help=_("Tên hoặc mã của xã, phường, ấp, khu vực."),
)
CODE = Field("code", "", ("mã", "mã đơn vị", "mã đvhc", "mã số", "mã xã", "mã đơn vị hành chính"))


class Units:
    """Finds units on the maps of many days; each map is read once."""

    def __init__(self, question: Question, addresses: verdicts.Addresses):
        self.question, self.addresses = question, addresses
        self._maps: dict[date, Places] = {}

    def settle(self, row: Row, first: date, last: date) -> Place | None:
        """The unit that the row names, alive on some day from `first` to `last`: figures of a commune that ended do
        not belong to the one that took it. Without an answer the row waits, or is left out."""
        day = min(last, self.question.as_of)
        if day not in self._maps:
            self._maps[day] = Places(replace(self.question, as_of=day))
        places = self._maps[day]
        found = _named(row.values, places)
        cell = self.addresses.of(row, "unit", "code", "commune")
        living = [place for place in found.named if place.valid_from <= last and place.valid_until >= first]
        if found.area and found.area in found.named:
            return found.area
        if len(living) == 1 and places.may(living[0]):
            return living[0]
        if found.area:
            verdicts.wait(row, "unit_of_another_time", cell, place=found.text, now=found.area, year=last.year)
        else:
            verdicts.placed(row, found, cell)
        return None


def _named(told: dict, places: Places) -> Found:
    if told["code"]:
        return places.unit(told["code"])
    commune = places.commune(told["commune"]) if told["commune"] else None
    if told["former_commune"]:
        commune = places.commune(told["former_commune"], former=True, into=commune)
    is_hamlet = commune and read_place(told["unit"]).keys != read_place(commune.text).keys
    return places.hamlet(told["unit"], commune) if is_hamlet else places.unit(told["unit"])
