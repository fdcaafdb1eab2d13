"""A whole divided among the units below: a proposal by households, what a person keeps, and what is left over."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from areas.models import Area, AreaStatistic
from reports.figures import figure
from reports.models import Target
from reports.rollup import Period
from reports.targets import typed
from reports.targets.amounts import Amounts
from reports.targets.grid import names_of
from reports.targets.plan import Wanted, changeable, in_force_at, in_view, seen_in
from reports.targets.shares import shares, whole_units
from visits.models import Indicator

SAME = "same"  # the percentage of the whole for each unit


@dataclass
class Share:
    """One unit: `weight` to divide by, `text` proposed or typed, `is_kept` when a person fixed it."""

    unit: Area
    name: str
    weight: int | None
    present: Target | None
    is_free: bool
    text: str = ""
    shown: str = ""  # what was proposed when the page was sent
    is_kept: bool = False
    is_sent: bool = False
    error: str = ""
    amount: Decimal | None = None
    value: tuple[Decimal, str] | None = None

    @property
    def key(self) -> str:
        return f"c-{self.unit.pk}"

    @property
    def instead(self) -> int | None:
        return self.present.pk if self.present else None

    @property
    def weight_text(self) -> str:
        return figure(self.weight)

    @property
    def present_text(self) -> str:
        return typed.write(self.present.value, self.present.basis) if self.present else "—"


class Cascade:
    """`by` is a statistic (Target.Statistic) or SAME."""

    def __init__(self, whole: Target, units: list[Area], by: str, user: User):
        self.whole, self.indicator = whole, whole.indicator
        self.is_ratio = self.indicator.kind == Indicator.Kind.RATIO
        self.can_be_same = whole.basis == Target.Basis.PERCENT
        self.by = SAME if self.is_ratio or (by == SAME and self.can_be_same) else _statistic(by)
        span = Period(whole.start, whole.end)
        held = {target.area_id: target for target in in_force_at(units, [self.indicator], span)}
        units_free, targets_free = changeable(user, [unit.pk for unit in units], held.values())
        figures = _figures(units, whole.end.year)
        self.figures = figures
        names = names_of(units, user)
        self.lines = [
            Share(
                unit,
                names[unit.pk],
                getattr(figures.get(unit.pk), self.weight_name, None),
                held.get(unit.pk),
                unit.pk in units_free and (unit.pk not in held or held[unit.pk].pk in targets_free),
            )
            for unit in units
        ]
        amount = Amounts([whole], {self.indicator.pk: self.indicator}).of([whole])
        exact = None if amount is None or self.is_ratio else round(amount.amount, 4)
        self.total = None if exact is None else whole_units(exact)
        self.is_rounded = exact != self.total
        self.errors: list[str] = []
        for line in self.lines:
            if line.present and not line.is_free:
                line.text = line.present_text
                self._read(line)

    @property
    def weight_name(self) -> str:
        return Target.Statistic.HOUSEHOLDS if self.by == SAME else self.by

    @property
    def weightless(self) -> list[Area]:
        return [line.unit for line in self.lines if line.is_free and not line.weight] if self.by != SAME else []

    @property
    def given(self) -> Decimal | None:
        """To all units together, as it stands on the page; None where a unit's amount is not known, or for rates."""
        amounts = [line.amount for line in self.lines if line.text]
        return None if self.is_ratio or None in amounts else sum(amounts, Decimal(0))

    @property
    def rest(self) -> int | None:
        """Of the whole, below 0 when they were given more; what percentages leave of one unit is none."""
        return None if self.given is None or self.total is None else int(self.total - self.given)

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """(box, unit, what is wrong with it)"""
        return [(line.key, line.name, line.error) for line in self.lines if line.is_free and line.error]

    def propose(self) -> None:
        """Fill in what is not kept, so that all parts together are the whole. A unit without households to divide by
        keeps what it was given."""
        open_lines = [line for line in self.lines if line.is_free and not line.is_kept]
        if self.by == SAME:
            for line in open_lines:
                line.text = typed.write(self.whole.value, self.whole.basis)
        else:
            for line in open_lines:
                line.text = line.present_text if line.present and not line.weight else ""
                self._read(line)
            self._divide([line for line in open_lines if line.weight])
        for line in open_lines:
            line.shown = line.text
            self._read(line)

    @property
    def seen(self) -> str:
        """The whole and the targets in force on the page, to be sent back with what is typed."""
        return in_view([self.whole, *(line.present for line in self.lines if line.present)])

    def check(self, sent: Mapping[str, str]) -> None:
        """What somebody else changed since the page was shown gets an error; what was typed stays."""
        seen = seen_in(sent.get("seen", ""))
        if seen is None:
            return
        if self.whole.pk not in seen:
            words = {
                "who": self.whole.set_by or _("Người khác"),
                "whole": typed.write(self.whole.value, self.whole.basis),
            }
            self.errors.append(
                _("%(who)s vừa đổi mức chung thành %(whole)s. Xem lại số chia rồi lưu lần nữa.") % words
            )
        known = Target.objects.filter(
            pk__in=seen, indicator=self.indicator, start=self.whole.start, end=self.whole.end
        )
        stood = dict(known.values_list("area", "pk"))
        for line in self.lines:
            if line.key in sent and stood.get(line.unit.pk) != line.instead:
                line.error = _("Mức đang áp dụng vừa đổi. Xem lại rồi lưu lần nữa nếu vẫn muốn giao số này.")
                self.errors = self.errors or [_("Có nơi vừa được người khác đổi mức, xem chữ đỏ trong bảng.")]

    def read(self, sent: Mapping[str, str]) -> None:
        """Take what was typed; what differs from the proposal, or was ticked, is kept."""
        for line in self.lines:
            if line.is_free and line.key in sent:
                line.text, line.is_sent = sent[line.key].strip()[:40], True
                line.shown = sent.get(f"p-{line.unit.pk}", "")
                line.is_kept = f"k-{line.unit.pk}" in sent or line.text != line.shown
                self._read(line)
        if any(line.error for line in self.lines):
            self.errors.append(_("Chưa giao gì: có ô cần sửa."))

    def wanted(self) -> list[Wanted]:
        """A part for each box; the target of a unit whose box is empty is withdrawn."""
        span, percent = Period(self.whole.start, self.whole.end), Target.Basis.PERCENT
        told = {"span": span, "counting": self.whole.counting, "cascaded_from": self.whole.pk}
        return [
            Wanted(
                line.unit.pk,
                self.indicator,
                value=line.value[0] if line.value else None,
                basis=line.value[1] if line.value else Target.Basis.AMOUNT,
                statistic=self.whole.statistic if line.value and line.value[1] == percent else "",
                source=self.whole.source,
                instead=line.instead,
                **told,
            )
            for line in self.lines
            if line.is_sent
        ]

    def _divide(self, lines: list[Share]) -> None:
        if self.total is None:
            self.errors.append(
                _(
                    "Chưa có số liệu “%(of)s” của %(area)s, nên chưa biết mức chung là bao nhiêu để chia. "
                    "Nhập số liệu địa bàn trước, hoặc giao “Cùng một phần trăm”."
                )
                % {"of": self.whole.get_statistic_display().lower(), "area": self.whole.area}
            )
            return
        if not lines:
            return
        kept = sum((line.amount or 0 for line in self.lines if line not in lines and line.text), Decimal(0))
        left = whole_units(self.total - kept)
        if left < 0:
            self.errors.append(
                _("Các số giữ lại cộng lại đã vượt mức chung %(n)s. Giảm bớt, hoặc bỏ giữ.") % {"n": figure(-left)}
            )
        for line, part in zip(lines, shares(max(left, 0), [line.weight for line in lines]), strict=True):
            line.text = typed.write(Decimal(part), Target.Basis.AMOUNT)

    def _read(self, line: Share) -> None:
        line.value, line.amount, line.error = None, None, ""
        if not line.text:
            return
        try:
            value, basis = line.value = typed.read(line.text, self.indicator)
        except ValidationError as error:
            line.error = " ".join(error.messages)
            return
        if basis == Target.Basis.AMOUNT:
            line.amount = value
        elif not self.is_ratio:
            statistic = line.present.statistic if line.present and not line.is_free else self.whole.statistic
            known = getattr(self.figures.get(line.unit.pk), statistic, None) if statistic else None
            line.amount = None if known is None else round(value * known / 100, 2)


def _statistic(by: str) -> str:
    return by if by in Target.Statistic.values else Target.Statistic.HOUSEHOLDS


def _figures(units: list[Area], year: int) -> dict[int, AreaStatistic]:
    """The newest of each unit that are not younger than the year."""
    rows = AreaStatistic.objects.filter(area__in=[unit.pk for unit in units], year__lte=year).order_by("year")
    return {row.area_id: row for row in rows}
