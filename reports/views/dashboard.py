from collections.abc import Iterable

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Permission
from reports import board as boards
from reports import pickers
from reports.attention import concerns
from reports.display import dress, fill, fill_reach, place_of, reach_facts, tops
from reports.forms import BY_TEAM, State
from reports.kin import called
from reports.lens import RECORDED, TODAY
from reports.notices import notice_for
from reports.periods import days, title
from reports.question import Question, read
from reports.views.pictures import pictures
from reports.ways import ways_down
from reports.window import window

NAMES_AT_MOST = 300
FILE = "reports:dashboard_export"
FILES = {"xlsx": gettext_lazy("Excel"), "pdf": gettext_lazy("PDF"), "csv": gettext_lazy("CSV")}


def dashboard(request):
    """Figures of an area and of the units below it, for a period, on a map."""
    question, form = read(request)
    if question is None:
        return render(request, "reports/no_area.html")
    context = frame(request, question) | {"errors": form.sentences, "form": form}
    if context["notice"] is None or context["notice"].answers:
        context |= answer(request, question, context["errors"])
    return render(request, "reports/dashboard.html", context)


def frame(request, question: Question) -> dict:
    """What stands around the figures: title, path, pickers."""
    periods, campaigns = pickers.periods(question), pickers.campaigns(question, request.user)
    return {
        "question": question,
        "name": called(question.area, question.today),
        "place": place_of(question),
        "crumbs": pickers.crumbs(question, request.user),
        "title": title(question.period),
        "days": days(question.period),
        "notice": notice_for(question, request.user),
        "own": pickers.own(question, request.user),
        "periods": periods,
        "campaigns": campaigns,
        "campaign": next((choice.label for choice in campaigns if choice.current), ""),
        "other_days": not any(choice.current for choice in periods),
        "neighbours": pickers.neighbours(question),
        "maps": pickers.maps(question),
        "map_day": None if question.lens.key in (RECORDED, TODAY) else question.lens.day,
        "map_name": pickers.map_name(question.lens),
        "map_sentence": pickers.map_sentence(question.lens),
        "share_url": question.plain(by=question.by).address("reports:link_new"),
        "hidden_period": pickers.hidden(question, "period", "from", "to"),
        "hidden_map": pickers.hidden(question, "map", "by"),
        "hidden_columns": pickers.hidden(question, "i", "sort"),
    }


def answer(request, question: Question, errors: list[str]) -> dict:
    """The figures themselves."""
    found = ways_down(question.area, period=question.period, lens=question.lens)
    if question.by and question.by not in found:
        errors.append(_("Địa bàn và bản đồ này không chia theo cấp đã chọn; đang xem cấp ngay bên dưới."))
    way = question.by if question.by in found else next(iter(found), BY_TEAM)
    number = request.GET.get("page")
    shown = window(question, way, request.user, number)
    board = boards.build(question, way, request.user, shown, teams_later=True)
    files = exports(request, question, FILE, ("xlsx", "csv", "pdf"))
    return {
        "board": board,
        **_lines(board, number, question),
        "last": pickers.last_record(question, board.total.day),
        "ways": pickers.ways(question, found, way),
        "tables": pickers.tables(question, way),
        "headers": pickers.headers(question, way),
        "states": pickers.states(board),
        "orders": pickers.orders(question, board),
        "hidden_narrowing": pickers.hidden(question, "q", "state", "sort"),
        "silent_url": question.but(state=State.SILENT.value, sort="").address(),
        "unnarrowed": question.but(text="", state="").address(),
        "concerns": concerns(board, question, request.user),
        "further": pickers.further(question),
        "facts": reach_facts(board.reach, pickers.reach_headers(), question) if board.reach else [],
        "reach_labels": pickers.reach_headers().values(),
        "team_facts_url": question.plain().address("reports:team_facts") if board.teams_wait else "",
        "spans": list(dict.fromkeys(tile.span for tile in board.tiles if tile.span)),
        "other_goals": pickers.other_goals(question, board),
        "exports": files[:-1],
        "document_url": files[-1][1] if files else "",
        "compared": days(board.compared),
    } | pictures(request, question, board)


def _lines(board: boards.Board, number: str | None, question: Question) -> dict:
    """One page of the table, and the lines without a figure, with all that a reader sees of them."""
    lines, page = board.lines, board.page(number)
    silent = [line for line in board.silent if line.day]
    never = [line for line in board.silent if not line.day]
    if board.shows_teams:
        fill_reach([*page, *board.others, board.total], pickers.reach_headers(), question)
    else:
        fill(page, board.columns, question, tops(lines, board.columns))
        fill([*board.others, board.total], board.columns, question, {})
    dress([*page, *silent, *never[:NAMES_AT_MOST], board.total], question)
    return {"page": page, "silent": silent, "never": never[:NAMES_AT_MOST], "never_count": len(never)}


def exports(request, question: Question, view: str, kinds: Iterable[str]) -> list[tuple[str, str]]:
    """(label, address) of the files of a page; none without the permission."""
    if not request.user.may(Permission.EXPORT, question.area):
        return []
    return [(FILES[kind], f"{question.address(view)}&_export={kind}") for kind in kinds]
