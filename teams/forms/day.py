"""Days in forms: the browser's own picker, and a day that may be left open."""

from datetime import date

from django import forms


def day_input(**attrs) -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", **attrs}, format="%Y-%m-%d")


class OpenDayField(forms.DateField):
    """A day that is never missing in the database: left empty, it is `open_day` (areas.dates)."""

    def __init__(self, *, open_day: date, **kwargs):
        super().__init__(required=False, widget=day_input(), **kwargs)
        self.open_day = open_day

    def clean(self, value):
        return super().clean(value) or self.open_day

    def prepare_value(self, value):
        return None if value == self.open_day else super().prepare_value(value)

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)
