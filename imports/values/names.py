"""Names of persons as lists have them: with numbers, titles and notes around, in capitals, in old encodings."""

import re
import unicodedata

from imports.legacy import INVISIBLE
from imports.rows import Cell, Issue
from imports.values.cells import content, in_one_line, info, refuse, shown, warn

LONGEST_NAME = 120  # of the column full_name
PLAIN = re.compile(r"[^\W\d_¹²³⁴⁵]+(?: [^\W\d_¹²³⁴⁵]+)+")
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")  # H and Bia in H'Bia; some letters of Êđê carry a mark
NUMBERING = re.compile(r"^(?:[-–+•*·]\s*|\(?\d{1,3}\s*[.)/:–-]+\s*|\d{1,3}\s+|[a-z]\)\s*)+(?=\D)")
SPOKEN = r"ông|bà|anh|chị|thầy|cô|đồng\s+chí|đ\s*[/.]\s*c|đc|mr|mrs|ms"
TITLE = re.compile(rf"^(?:(?:{SPOKEN}|ô|b)\s*[.:/]\s*|(?:{SPOKEN})\s+)(?=\S)", re.I)
ALSO_GIVEN_NAMES = ("anh", "cô")  # Anh Thư may be the whole of a name
NOTE = re.compile(r"\s*[(\[{]([^)\]}]*)[)\]}]?")
ROLES = (
    "tổ|trưởng|phó|bí thư|chủ tịch|cán bộ|công an|công chức|chi|đoàn|hội|giáo viên|nhân viên|thành viên"
    "|ủy viên|uỷ viên|y tế|đảng viên|tt|tp|tv"
)
ROLE_BEHIND = re.compile(rf"\s*(?:,|\s[-–])\s*((?:{ROLES})\b.*)$", re.I)
SIGNS_AROUND = " .,;:-–*…¹²³⁴⁵"
SUSPICIOUS = re.compile(r"[\d@_=<>#%&+;/\\|,?!\"“”~^$]|https?:|\s[-–]\s")
LONG_NUMBER = re.compile(r"(?:\d[\s.-]?){9}")  # perhaps an identity number
NOBODY = frozenset(["khuyết", "chưa có", "không", "không có", "trống", "bỏ trống", "chưa phân công"])


def person_name(cell: Cell, issues: list[Issue]) -> str | None:
    """The name alone, in NFC and title case. Ethnic names keep their form: H'Bia, Y Moan Êñuôl.

    An empty cell gives None without an issue, because the name may stand in another column; "…" is a missing name.
    """
    if _is_plain(cell):
        return cell.value
    before = len(issues)
    value = content(cell, issues)
    name = in_one_line(str(value or ""))
    if name.lower() in NOBODY or not re.search(r"\w", name):
        if len(issues) == before and cell.value not in (None, ""):
            refuse(issues, cell, "name_missing")
        return None
    _say_text(name, cell, issues)
    name = _without_title(_without_notes(name, cell, issues), cell, issues)
    if not isinstance(value, str) or SUSPICIOUS.search(name) or len(name) > LONGEST_NAME or not WORD.search(name):
        refuse(issues, cell, "name_suspicious", secret=bool(LONG_NUMBER.search(str(value))))
        return None
    name = _in_title_case(name, cell, issues)
    if " " not in name:
        warn(issues, cell, "name_single_word")
    return name


def _is_plain(cell: Cell) -> bool:
    """Most names are as they should be."""
    text = cell.value
    return (
        isinstance(text, str)
        and text == cell.raw
        and text.istitle()
        and len(text) <= LONGEST_NAME
        and bool(PLAIN.fullmatch(text))
        and not TITLE.match(text)
        and text.lower() not in NOBODY
    )


def _say_text(name: str, cell: Cell, issues: list[Issue]) -> None:
    raw = cell.raw if isinstance(cell.raw, str) else ""
    if cell.encoding:
        (info if cell.sure else warn)(issues, cell, f"text_{cell.encoding}_converted")
    elif not unicodedata.is_normalized("NFC", raw):
        info(issues, cell, "unicode_normalized")
    if isinstance(cell.value, str) and (name != cell.value or INVISIBLE.search(raw)):
        info(issues, cell, "whitespace_normalized")


def _without_notes(name: str, cell: Cell, issues: list[Issue]) -> str:
    """Without the number before it, remarks in brackets or behind a comma, and signs around."""
    bare = NUMBERING.sub("", name)
    notes = [note.strip() for note in NOTE.findall(bare)]
    rest = NOTE.sub(" ", bare)
    if behind := ROLE_BEHIND.search(rest):
        notes.append(behind[1])
        rest = rest[: behind.start()]
    if not WORD.search(rest):  # all of it stands in brackets
        notes, rest = [], f"* {' '.join(notes)}"
    stripped = in_one_line(rest).strip(SIGNS_AROUND)
    if notes:
        info(issues, cell, "name_note_removed", note="; ".join(notes) if shown(cell) is not None else "…")
    if bare != name or len(stripped) < len(in_one_line(rest)):
        info(issues, cell, "name_signs_removed")
    return stripped


def _without_title(name: str, cell: Cell, issues: list[Issue]) -> str:
    found = TITLE.match(name)
    if not found:
        return name
    title, rest = found[0].strip().lower(), name[found.end() :]
    next_word = rest.split()[0].lower()
    is_family_name = title == "ông" and next_word in ("thị", "văn")  # Ông Thị Hoa
    if is_family_name or (title in ALSO_GIVEN_NAMES and " " not in rest):
        return name
    info(issues, cell, "honorific_removed")
    second = TITLE.match(rest)
    if second and title != "ông" and second[0].strip().lower() != title:  # "Đ/c Bà"; but Ông may be a family name
        rest = rest[second.end() :]
    return rest.strip(SIGNS_AROUND)


def _in_title_case(name: str, cell: Cell, issues: list[Issue]) -> str:
    if cell.encoding == "tcvn3":  # its fonts have no Á: "¸nh" was all one could type
        name = re.sub(r"(?<!\S)[^\x00-\x7f]", lambda first: first[0].upper(), name)
    cased = " ".join(_capitalised(word) for word in name.split())
    if cased != name:
        info(issues, cell, "name_case_normalized")
    return cased


def _capitalised(word: str) -> str:
    """AN and an become An; An, and the parts of H'Bia, are what they are."""
    if word.islower() or (word.isupper() and len(word) > 1):
        return WORD.sub(lambda part: part[0][0].title() + part[0][1:].lower(), word)
    return word
