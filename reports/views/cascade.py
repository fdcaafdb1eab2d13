from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Permission
from areas.models import Area
from reports.figures import figure
from reports.kin import called
from reports.models import Target
from reports.periods import title
from reports.targets import terms, typed
from reports.targets.asked import Asked, crumbs, read
from reports.targets.cascade import SAME, Cascade
from reports.targets.grid import units_of
from reports.targets.plan import Meanwhile, give

NAMED = 3  # units whose denominators are missing


def target_cascade(request):
    """Divide the target of an area among the units below it: proposed, adjusted, saved."""
    asked, _errors = read(request)
    if asked is None:
        return render(request, "reports/no_area.html")
    request.user.require(Permission.SET_TARGETS, asked.area)
    whole = _whole(asked, request.GET.get("indicator", ""))
    if whole is None:
        messages.info(request, _("Chưa giao chỉ tiêu này cho địa bàn. Đặt mức chung trước, rồi chia."))
        return redirect(asked.address())
    units = units_of(asked.area, asked.span, timezone.localdate())
    cascade = Cascade(whole, units, request.GET.get("by", ""), request.user)
    cascade.read(request.POST)
    if "save" in request.POST:
        cascade = _given(request, asked, cascade)
        if cascade is None:
            return redirect(asked.address())
    elif not cascade.errors:
        cascade.propose()
    status = 422 if cascade.errors and request.method == "POST" else 200
    return render(request, "reports/target_cascade.html", _frame(request, asked, cascade), status=status)


def _given(request, asked: Asked, cascade: Cascade) -> Cascade | None:
    """None when the parts are given now; else what tells why they are not, as things stand now."""
    try:
        return None if _saved(request, cascade) else cascade
    except Meanwhile as error:
        whole = _whole(asked, cascade.indicator.code) or cascade.whole
        again = Cascade(whole, [line.unit for line in cascade.lines], cascade.by, request.user)
        again.read(request.POST)
        again.check(request.POST)
        again.errors.append(str(error))
        return again


def _whole(asked: Asked, code: str) -> Target | None:
    if code not in {indicator.code for indicator in asked.catalogue}:
        raise Http404
    held = Target.objects.current().filter(area=asked.area, indicator__code=code)
    held = held.filter(start=asked.span.start, end=asked.span.end)
    return held.select_related("indicator", "indicator__numerator", "area", "set_by").first()


def _saved(request, cascade: Cascade) -> bool:
    """Whether the parts are given now; otherwise the cascade tells why. Meanwhile when somebody was faster."""
    cascade.check(request.POST)
    if cascade.errors:
        return False
    count = give(cascade.wanted(), by=request.user)
    rest = cascade.rest
    if not count:
        messages.info(request, _("Không có mức nào thay đổi."))
    elif rest:
        words = {"count": count, "n": figure(abs(rest))}
        sentence = (
            _("Đã lưu mức của %(count)s đơn vị, còn %(n)s của mức chung chưa giao cho nơi nào.")
            if rest > 0
            else _("Đã lưu mức của %(count)s đơn vị, cộng lại vượt mức chung %(n)s.")
        )
        messages.warning(request, sentence % words)
    else:
        messages.success(request, _("Đã lưu mức của %(count)s đơn vị.") % {"count": count})
    return True


def _frame(request, asked: Asked, cascade: Cascade) -> dict:
    here = {"i": None, "indicator": cascade.indicator.code}
    ways = [] if cascade.is_ratio else [*Target.Statistic.choices]
    if cascade.can_be_same and not cascade.is_ratio:
        ways.append((SAME, _("Cùng một phần trăm")))
    whole = cascade.whole
    return {
        "asked": asked,
        "cascade": cascade,
        "indicator": cascade.indicator,
        "name": called(asked.area, timezone.localdate()),
        "span": terms.in_words(asked.span),
        "crumbs": crumbs(asked, request.user, title(asked.span), _("Chia cho bên dưới")),
        "ways": [
            (asked.address("reports:target_cascade", by=by, **here), label, by == cascade.by) for by, label in ways
        ],
        "here": asked.address("reports:target_cascade", by=cascade.by, **here),
        "back": asked.address(),
        "whole": typed.write(whole.value, whole.basis),
        "total_note": _total_note(cascade),
        "given": figure(cascade.given),
        "rest_text": _rest(cascade),
        "weight_label": Target.Statistic(cascade.weight_name).label,
        "weightless": _named(cascade.weightless),
        "statistics_url": _statistics_url(request, asked, cascade),
    }


def _statistics_url(request, asked: Asked, cascade: Cascade) -> str:
    """Where missing denominators come from; "" when none is, or this user may not enter it."""
    lacks = cascade.weightless or (cascade.total is None and not cascade.is_ratio)
    may = lacks and request.user.may(Permission.EDIT_AREAS, asked.area)
    return reverse("imports:import_upload", args=["statistics"], query={"area": asked.area.pk}) if may else ""


def _named(units: list[Area]) -> str:
    """The first ones, and how many more."""
    names, more = ", ".join(str(unit) for unit in units[:NAMED]), len(units) - NAMED
    return _("%(names)s và %(n)s nơi khác") % {"names": names, "n": figure(more)} if more > 0 else names


def _total_note(cascade: Cascade) -> str:
    """What a percentage comes to in whole units."""
    whole = cascade.whole
    if whole.basis != Target.Basis.PERCENT or cascade.is_ratio:
        return str(cascade.indicator.unit)
    if cascade.total is None:
        return _("của %(of)s, chưa có mẫu số") % {"of": whole.get_statistic_display().lower()}
    words = {"n": figure(cascade.total), "unit": cascade.indicator.unit, "of": whole.get_statistic_display().lower()}
    if cascade.is_rounded:
        return _("của %(of)s = %(n)s %(unit)s (làm tròn lên)") % words
    return _("của %(of)s = %(n)s %(unit)s") % words


def _rest(cascade: Cascade) -> str:
    if cascade.rest is None:
        return figure(None)
    if cascade.rest == 0:
        return _("0 – khớp")
    return (_("còn %(n)s") if cascade.rest > 0 else _("quá %(n)s")) % {"n": figure(abs(cascade.rest))}
