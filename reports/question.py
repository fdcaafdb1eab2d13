"""The question behind a page of figures: where, when, on which map, which indicators; and how to ask another one."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from areas.models import Area
from reports.forms import QuestionForm
from reports.lens import RECORDED, Lens
from reports.periods import Usual, usual
from reports.rollup import Period
from visits.models import Indicator

AT_MOST = 6  # columns when the office marked no headline indicators


@dataclass(frozen=True)
class Question:
    """`named` is the name of the period (periods.Usual), "" for free days; `by` "" means the level just below.

    `text` and `state` narrow the lines of the table; `show` is what its columns are (forms.Show).
    """

    area: Area
    named: str
    period: Period
    lens: Lens
    by: str
    indicators: tuple[Indicator, ...]
    catalogue: tuple[Indicator, ...]
    sort: str
    today: date
    text: str = ""
    state: str = ""
    show: str = ""

    @cached_property
    def headline(self) -> list[Indicator]:
        """What the office put in front, as far as it was counted in the period."""
        counted = [i for i in self.catalogue if _overlaps(i, self.period)]
        return [i for i in counted if i.headline] or counted[:AT_MOST]

    @cached_property
    def columns(self) -> list[Indicator]:
        return list(self.indicators) or self.headline

    @cached_property
    def wanted(self) -> list[Indicator]:
        """What the board shows, in its table or in front of it."""
        return list(dict.fromkeys([*self.columns, *self.headline]))

    def but(self, **changes) -> "Question":
        """The same question with something else in it; `period` given alone is one of free days."""
        if "period" in changes:
            changes.setdefault("named", "")
        return replace(self, **changes)

    def days(self) -> list[tuple[str, str]]:
        return [("from", self.period.start.isoformat()), ("to", self.period.end.isoformat())]

    def parameters(self) -> list[tuple[str, str]]:
        """What the address carries; defaults are left out."""
        asked = [("area", str(self.area.pk))]
        if not self.named:
            asked += self.days()
        elif self.named != Usual.THIS_MONTH:
            asked.append(("period", self.named))
        if self.lens.key != RECORDED:
            asked.append(("map", self.lens.key))
        narrowing = [
            ("by", self.by),
            ("show", self.show),
            ("q", self.text),
            ("state", self.state),
            ("sort", self.sort),
        ]
        asked += [(name, value) for name, value in narrowing if value]
        return asked + [("i", indicator.code) for indicator in self.indicators]

    def plain(self, **changes) -> "Question":
        """The same question without what narrows and orders the lines of its table."""
        return self.but(**{"by": "", "sort": "", "text": "", "state": "", **changes})

    def address(self, view: str = "reports:dashboard") -> str:
        return f"{reverse(view)}?{urlencode(self.parameters())}"

    def way_down(self) -> str:
        """The same question about another area, whose number takes the place of %s."""
        others = urlencode(self.parameters()[1:]).replace("%", "%%")
        return f"{reverse('reports:dashboard')}?area=%s{others and '&'}{others}"

    def why(self) -> str:
        """The beginning of the address of a "vì sao"; the unit and the indicator come behind it."""
        return f"{reverse('reports:why')}?{urlencode([*self.days(), ('map', self.lens.key)])}"


def own_areas(user: User) -> list[Area]:
    """The areas of the user's posts: those in force before those that ended, the widest first."""
    today = timezone.localdate()
    held = {post.area for post in user.todays_posts}
    return sorted(held, key=lambda area: (not area.in_force(today), area.level, area.sort_key, area.pk))


def asked_area(user: User, key: int | None) -> Area | None:
    """The area in the address, 404 when it is out of sight; without one the widest of the user's own, if any."""
    if key is None:
        return next(iter(own_areas(user)), None)
    return get_object_or_404(Area.objects.visible_to(user), pk=key)


def read(request, form_class=QuestionForm) -> tuple[Question | None, QuestionForm]:
    """The question in the address; None for a user without any area, 404 for an area out of sight."""
    area, form, catalogue = read_address(request, form_class)
    return (question_of(area, form.cleaned_data, catalogue) if area else None), form


def read_address(request, form_class) -> tuple[Area | None, forms.Form, list[Indicator]]:
    """(area, form, catalogue): what the address says, as far as a form with an `area` can read it; no area for a user
    without any, 404 for one out of sight."""
    catalogue = list(Indicator.objects.select_related("numerator", "denominator"))
    form = form_class(request.GET, indicators=catalogue)
    form.is_valid()
    return asked_area(request.user, form.cleaned_data.get("area")), form, catalogue


def question_of(area: Area, asked: dict, catalogue: list[Indicator]) -> Question:
    """The question that the cleaned data of a QuestionForm asks about `area`."""
    today = timezone.localdate()
    days = asked.get("days")
    named = "" if days else asked.get("period") or Usual.THIS_MONTH.value
    codes = asked.get("i", [])
    return Question(
        area=area,
        named=named,
        period=days or usual(named, today),
        lens=asked.get("map") or Lens.parse(RECORDED),
        by=asked.get("by", ""),
        indicators=tuple(i for i in catalogue if i.code in codes),
        catalogue=tuple(catalogue),
        sort=asked.get("sort", ""),
        today=today,
        text=asked.get("q", ""),
        state=asked.get("state", ""),
        show=asked.get("show", ""),
    )


def _overlaps(indicator: Indicator, period: Period) -> bool:
    return indicator.valid_from <= period.end and indicator.valid_until >= period.start
