"""Cần chú ý: what somebody has to look at, in sentences that say why, each leading to the place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.models import User
from areas.dates import BEGINNING
from reports.activity import SILENT_AFTER, Reach
from reports.activity_rows import Rows, to_rows
from reports.board import Board
from reports.figures import counted_until, figure
from reports.forms import State
from reports.gauge import gauge
from reports.indicator.question import indicator_url
from reports.lens import RECORDED
from reports.lines import Line
from reports.narrowing import FAR_BEHIND, LAGGING, is_quiet
from reports.question import Question
from reports.targets.pace import Pace
from reports.waiting import MOST_COUNTED, review_url, waiting_for_review
from visits.models import Indicator

NAMED = 3  # units in one sentence
DROP = 0.7  # of the same days of the period before; less is worth a sentence
LITTLE = 0.03  # of what should be reached by now; lacking less is told by the tile alone
SMALL = 20  # below it a drop is chance
AT_MOST = 8
ORDER = [Pace.LATE.value, Pace.BEHIND.value, "info"]


@dataclass(frozen=True)
class Concern:
    """`state` is late, behind or info; `reason` says why, `label` what is behind `url`."""

    state: str
    text: str
    reason: str
    url: str
    label: str


def concerns(board: Board, question: Question, user: User) -> list[Concern]:
    """The gravest first, AT_MOST of them."""
    waiting = waiting_for_review(question, user)
    found = [
        *_indicators(board, question),
        *_drops(board, question),
        *_laggards(board, question),
        *_quiet(board, question),
        *_never(board, question),
        *(_teams(board.reach, question, waiting) if board.reach else ()),
        *_reviews(question, user, waiting),
    ]
    return _by_gravity(found)[:AT_MOST]


def concerns_of_teams(reach: Reach, question: Question, user: User) -> list[Concern]:
    """Those of a board that leaves its teams for later."""
    return _by_gravity(_teams(reach, question, waiting_for_review(question, user) if reach.silent else 0))


def _by_gravity(found: Iterable[Concern]) -> list[Concern]:
    return sorted(found, key=lambda concern: ORDER.index(concern.state))


def _indicators(board: Board, question: Question) -> Iterator[Concern]:
    """Indicators that lag, with the units that lack most."""
    for indicator in dict.fromkeys([tile.indicator for tile in board.tiles] + board.columns):
        progress = board.total.progress.get(indicator.code)
        if progress is None or progress.pace not in LAGGING or progress.gap <= LITTLE * progress.expected:
            continue
        shown = gauge(progress, indicator, question.today)
        words = {"name": indicator.short_name, "reached": shown.reached, "due": shown.due, "gap": shown.gap}
        state = Pace.BEHIND if progress.pace == Pace.BEHIND else Pace.LATE
        said = _("%(name)s: đã đạt %(reached)s, %(due)s – còn thiếu %(gap)s.")
        if progress.actual is None:
            said = _("%(name)s: chưa có số liệu, %(due)s.")
        yield Concern(
            state.value,
            said % words,
            _lacking(board, indicator, question),
            indicator_url(question, indicator),
            _("Xem đơn vị nào thiếu và vì sao"),
        )


def _lacking(board: Board, indicator: Indicator, question: Question) -> str:
    code = indicator.code
    lines = [line for line in board.whole if code in line.progress and line.progress[code].gap]
    if not lines or board.window:
        return ""
    lines.sort(key=lambda line: -line.progress[code].gap)
    gaps = [(line.name, gauge(line.progress[code], indicator, question.today).gap) for line in lines[:NAMED]]
    return _("Thiếu nhiều nhất: %(units)s.") % {"units": ", ".join(f"{name} ({gap})" for name, gap in gaps)}


def _drops(board: Board, question: Question) -> Iterator[Concern]:
    """Headline figures far below the period before."""
    for tile in board.tiles:
        now, before = board.total.values[tile.indicator.code], board.before[tile.indicator.code]
        if not before or before < SMALL or (now or 0) >= DROP * before or tile.indicator.kind == Indicator.Kind.RATIO:
            continue
        words = {
            "name": tile.indicator.short_name,
            "share": number_format(round(100 - 100 * (now or 0) / before)),
            "now": figure(now),
            "before": figure(before),
        }
        yield Concern(
            Pace.BEHIND.value,
            _("%(name)s giảm %(share)s %% so với kỳ trước.") % words,
            _("Kỳ này %(now)s, cùng số ngày của kỳ trước %(before)s.") % words,
            tile.url,
            _("Xem vì sao"),
        )


def _laggards(board: Board, question: Question) -> Iterator[Concern]:
    """Units far behind in one of several columns, those far behind in most of them first."""
    given = [line for line in board.whole if line.area and line.standing(board.columns)]
    if board.window or len({code for line in given for code in line.progress}) < 2:
        return
    counts = [(sum(p.pace in FAR_BEHIND for p in line.standing(board.columns)), line.name) for line in given]
    late = sorted((count for count in counts if count[0]), key=lambda count: -count[0])
    if not late:
        return
    most = [_("%(name)s (%(n)s chỉ tiêu)") % {"name": name, "n": n} for n, name in late[:NAMED]]
    yield Concern(
        Pace.LATE.value if 2 * len(late) > len(given) else Pace.BEHIND.value,
        _("%(n)s/%(all)s đơn vị có mức giao rất chậm ở ít nhất một chỉ tiêu.")
        % {"n": number_format(len(late)), "all": number_format(len(given))},
        _("Nhiều nhất: %(units)s.") % {"units": ", ".join(most)},
        _lines(question, State.LATE),
        _("Xem các đơn vị rất chậm"),
    )


def _quiet(board: Board, question: Question) -> Iterator[Concern]:
    """Units from which nothing came for a while."""
    quiet = [line for line in board.whole if line.area and is_quiet(line, question)]
    if board.window or not quiet:
        return
    quiet.sort(key=lambda line: line.day)
    day = f"{min(question.period.end, question.today):%d/%m/%Y}"
    yield Concern(
        Pace.LATE.value,
        _("%(n)s đơn vị không ghi nhận gì trong %(days)s ngày đến %(day)s.")
        % {"n": number_format(len(quiet)), "days": SILENT_AFTER.days, "day": day},
        _("Lâu nhất: %(units)s.") % {"units": ", ".join(_since(line) for line in quiet[:NAMED])},
        _lines(question, State.QUIET, sort="last"),
        _("Xem theo lần ghi gần nhất"),
    )


def _never(board: Board, question: Question) -> Iterator[Concern]:
    """Units from which nothing ever came; as recorded, new ones begin without what came from the old ones."""
    never = [line for line in board.whole if line.area and not line.day]
    if board.window or not never:
        return
    reason = _("Trong đó có %(units)s.") % {"units": ", ".join(line.name for line in never[:NAMED])}
    if question.lens.key == RECORDED and any(line.area.valid_from > BEGINNING for line in never):
        reason += " " + _("Số liệu của các đơn vị cũ có trên bản đồ hôm nay.")
    yield Concern(
        Pace.BEHIND.value if len(never) < len(board.whole) else Pace.LATE.value,
        _("%(n)s/%(all)s đơn vị chưa ghi nhận lần nào.")
        % {"n": number_format(len(never)), "all": number_format(len(board.whole))},
        reason,
        _lines(question, State.NEVER),
        _("Xem các đơn vị chưa ghi nhận lần nào"),
    )


def _lines(question: Question, state: State, sort: str = "") -> str:
    """The lines of the table of which a sentence tells."""
    return question.plain(by=question.by, show="", state=state.value, sort=sort).address() + "#units"


def _since(line: Line) -> str:
    return _("%(name)s (từ %(day)s)") % {"name": line.name, "day": f"{line.day:%d/%m/%Y}"}


def _teams(reach: Reach, question: Question, waiting: int) -> Iterator[Concern]:
    """Teams that stand and record nothing, unless it waits for review; places without a team."""
    if reach.silent:
        yield _silent_teams(reach, question, waiting)
    if reach.bare:
        words = {"bare": number_format(reach.bare), "hamlets": number_format(reach.hamlets)}
        yield Concern(
            Pace.BEHIND.value,
            _("%(bare)s/%(hamlets)s ấp, khu vực chưa có tổ.") % words,
            _("Việc ở đó chưa ai nhận."),
            to_rows(question.area.pk, reach.days, question.lens, Rows.BARE),
            _("Xem nơi chưa có tổ"),
        )


def _silent_teams(reach: Reach, question: Question, waiting: int) -> Concern:
    words = {
        "n": number_format(reach.silent),
        "all": number_format(reach.teams),
        "days": SILENT_AFTER.days,
        "active": number_format(reach.active),
        "day": f"{reach.days.end:%d/%m/%Y}",
        "waiting": counted_until(waiting, MOST_COUNTED),
    }
    at_work = _("Trong cả kỳ có %(active)s tổ hoạt động.") if reach.active else _("Cả kỳ chưa tổ nào hoạt động.")
    if waiting:
        at_work += " " + _("Tổ chỉ có lượt thăm đang chờ xem lại (trong kỳ %(waiting)s lượt) cũng tính là im lặng.")
    return Concern(
        Pace.LATE.value if reach.silent > reach.teams / 2 else Pace.BEHIND.value,
        _("%(n)s/%(all)s tổ im lặng: %(days)s ngày đến %(day)s không có ghi nhận nào được xác nhận.") % words,
        at_work % words,
        to_rows(question.area.pk, reach.days, question.lens, Rows.SILENT),
        _("Xem các tổ im lặng"),
    )


def _reviews(question: Question, user: User, number: int) -> Iterator[Concern]:
    """Visits that count only after somebody has looked."""
    if not number:
        return
    words = _("Hơn %(n)s lượt thăm trong kỳ đang chờ xem lại, nên chưa được tính.")
    if number <= MOST_COUNTED:
        words = _("%(n)s lượt thăm trong kỳ đang chờ xem lại, nên chưa được tính.")
    yield Concern(
        "info",
        words % {"n": number_format(min(number, MOST_COUNTED))},
        _("Số liệu sẽ tăng khi có người xác nhận."),
        review_url(user, question.area),
        _("Xem lại các lượt thăm"),
    )
