"""Reading a page of figures as a person does: rows by name, cells with their text and link."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.asked import Asked
from reports.grounds import gathered
from visits.models import Contribution

FREE = {"from": "2024-01-01", "to": "2026-12-31"}
MAPS = ("recorded", "today", "2024-01-01")
ROW = re.compile(r'<tr role="row"[^>]*>(.*?)</tr>', re.S)
CELL = re.compile(r"<t[hd]\b([^>]*)>(.*?)</t[hd]>", re.S)
LINK = re.compile(r'<a [^>]*?href="([^"]+)"')
NOTE = re.compile(r'<span class="cell-note[^>]*>.*?</span>', re.S)


@dataclass(frozen=True)
class Cell:
    text: str
    url: str
    label: str

    @property
    def number(self):
        """None for a missing figure."""
        return None if self.text == "—" else float(self.text.replace(".", "").replace(",", "."))


def ask(client, user, view="reports:dashboard", **parameters):
    """The page that answers the question in `parameters` to `user`."""
    client.force_login(user)
    return client.get(f"{reverse(view)}?{urlencode(parameters, doseq=True)}")


def queries(client, address: str) -> int:
    """How many queries the page takes, the second time it is asked for."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def rows(answer) -> dict[str, list[Cell]]:
    """Name of the row -> its other cells; the header row is left out."""
    found = {}
    for row in ROW.findall(answer.content.decode()):
        cells = [_cell(*cell) for cell in CELL.findall(row)]
        if 'scope="col"' not in row:
            found[cells[0].text] = cells[1:]
    return found


def figures(answer) -> dict[str, dict[str, float | None]]:
    """Name of the row -> its figures by the words above them, without the day of the last record."""
    return {name: {cell.label: cell.number for cell in cells[:-1]} for name, cells in rows(answer).items()}


def links(answer) -> dict[str, str]:
    """Words of each link -> its address."""
    found = re.findall(r"<a\b([^>]*)>(.*?)</a>", answer.content.decode(), re.S)
    return {words(text): unescape(re.search(r'href="([^"]*)"', tag)[1]) for tag, text in found}


def counted(client, url: str) -> list[int]:
    """The column "Tính" of a "vì sao" page and of all pages that follow it."""
    found = []
    while url:
        answer = client.get(url)
        body = answer.content.decode()
        found += [int(number.replace(".", "")) for number in re.findall(r'data-label="Tính"><b>(-?[\d.]+)</b>', body)]
        following = re.search(r'<a href="([^"]+)" rel="next"', body)
        url = unescape(following[1]).split("#")[0] if following else ""
    return found


def behind(area, indicator, *, period, lens):
    """The contributions in a figure, those that counted nothing included."""
    asked = Asked(area, indicator, period, lens)
    return gathered(Contribution.objects.filter(indicator=asked.counted), asked.grounds)


def _cell(tag: str, html: str) -> Cell:
    link, label = LINK.search(html), re.search(r'data-label="([^"]*)"', tag)
    return Cell(words(NOTE.sub("", html)), unescape(link[1]) if link else "", label[1] if label else "")
