"""What the lines around the rows of a table say: totals, closing sentences, signatures, sections."""

import re
import unicodedata

from areas.names import HAMLET_KINDS, UNIT_KINDS, fold

ORDINAL = re.compile(r"^\s*(?:[-–+•*]\s*|\(?(?:[IVXLC]+|[A-Z]|[a-z]|\d{1,3})\s*[.)/:–-]+\s*)", re.UNICODE)
ONLY_ORDINAL = re.compile(r"^\(?([IVXLC]+|[A-Za-z]|\d{1,3})[.):]*$")
COUNT_BEHIND = re.compile(
    r"\s*[:;,–-]?\s*\(?\s*(gồm|có|:)?\s*\d+\s*(thành viên|người|đồng chí|đ/c|tv)\s*\)?\s*[.:;]*$", re.I
)
PERSONS = re.compile(r"(\d+)\s*(?:\([^)]*\)\s*)?(?:thành viên|người|đồng chí|đ/c|hội viên|tv\b)", re.I)

CLOSING = re.compile(r"^(an dinh )?(tong cong )?(danh sach|bang) (nai|tren|gom|co)\b|^an dinh\b")
TOTAL = re.compile(r"^(tổng|cộng)\b(?!\s+[a-zà-ỹ]+\s+[a-zà-ỹ]+$)|^(tổng cộng|tổng số|cộng)\b", re.I)
GRAND = re.compile(r"^(tong|cong tat ca|cong toan)\b")
TITLE = re.compile(
    r"\bdanh sach\b|\bphu luc\b|\bto (cong nghe|chuien doi|cnscd)|\bcong hoa xa hoi\b|\buban nhan dan\b|\bubnd\b"
)
FOOTNOTE = re.compile(r"^(\(?\*+\)?|ghi chú\s*:|chú thích|lưu ý|\(\d\)\s)", re.I)
SIGNATURE = re.compile(
    r"^(noi nhan|tm |t m |kt |tl |tuq |q |chu tich|pho chu tich|nguoi (lap|tong hop|thuc hien|kiem|viet|bao cao)"
    r"|lap bang|lap bieu|lanh dao (ubnd|ui ban)|thu truong|can bo lap|da ki|ki ten|ki ghi ro|xac nhan"
    r"|bi thu dang ui|truong phong|nhu tren$|luu vt)"
)
PLACE_AND_DAY = re.compile(r"^[^,]{2,60},\s*ngày\s+[\d.…]*\s*tháng\s+[\d.…]*\s*năm\s+[\d.…]*", re.I)
HAMLET_WORD = "|".join(fold(kind) for kind in HAMLET_KINDS) + "|tdp|kv|kp|k pho"
ORGANISATION = re.compile(
    r"\b(doan thanh nien|doan xa|doan phuong|chi doan|hoi phu nu|hoi nong dan|hoi cuu chien binh|cong an"
    r"|truong (tieu hoc|thcs|thpt|mam non)|mat tran|lien hiep|vnpt|viettel|buu dien)\b"
)
TEAM_WORDS = re.compile(
    r"\bto (cnscd|cnsc|cnsd|cnxd|cds|cdscd|cncd|cong nghe|chuien doi|so cong dong)\b|\bto so \d"
    r"|\bban chi dao\b|\bbcd\b"
)
COMMUNE = re.compile(r"^(ubnd )?(xa|phuong|thi tran|dac khu) \S")
PLACE_WORDS = re.compile(rf"^(to |cum )?({HAMLET_WORD}|{'|'.join(fold(kind) for kind in UNIT_KINDS)}) ")


def without_ordinal(text: str) -> str:
    """ "II. Tổ CNSCĐ ấp Long Hòa A (5 người):" -> "Tổ CNSCĐ ấp Long Hòa A"."""
    text = ORDINAL.sub("", text.strip())
    return COUNT_BEHIND.sub("", text).strip(" :;.–-")


def is_ordinal(text: str) -> bool:
    return bool(ONLY_ORDINAL.match(text))


def is_closing(text: str) -> bool:
    return bool(CLOSING.match(fold(text)))


def is_total(text: str) -> bool:
    """ "Cộng: 05 thành viên", "TỔNG CỘNG"; not Tống Văn An nor Công Thị Ba, whose tones differ."""
    return bool(TOTAL.match(unicodedata.normalize("NFC", text).strip()))


def is_grand_total(text: str) -> bool:
    return bool(GRAND.match(fold(text)))


def is_footnote(text: str) -> bool:
    return bool(FOOTNOTE.match(text.strip()))


def is_signature(text: str) -> bool:
    plain = text.strip(" -–(.").strip()
    return bool(SIGNATURE.match(fold(plain) + " ") or PLACE_AND_DAY.match(plain))


def names_a_place(text: str) -> bool:
    """Whether a line of its own is the heading of a section: a team, a hamlet, a commune or an organisation."""
    key = fold(without_ordinal(text))
    return bool(TEAM_WORDS.search(key) or PLACE_WORDS.match(key) or ORGANISATION.search(key))


def names_a_commune(text: str) -> bool:
    """Whether the line is a commune and nothing else: "Xã Hòa An", "UBND phường Ngã Bảy"."""
    return bool(COMMUNE.match(fold(text)))


def persons_told(texts: list[str]) -> tuple[int | None, int]:
    """(how many persons a total or closing line says that there are, in which column); None when it does not say."""
    for column, text in enumerate(texts):
        if found := PERSONS.search(text):
            return int(found[1]), column
    numbers = [(int(text), column) for column, text in enumerate(texts) if re.fullmatch(r"\d{1,5}", text)]
    return numbers[0] if len(numbers) == 1 else (None, 0)


def with_hamlet_word(text: str) -> str:
    """ "A. Hòa Bình" as the name of a sheet or in a column of hamlets is "Ấp Hòa Bình"."""
    return re.sub(r"^\s*[AẤ]\s*\.\s*(?=\S)", "Ấp ", unicodedata.normalize("NFC", text))


def is_title(text: str) -> bool:
    """Whether a line stands above a list rather than below one."""
    return bool(TITLE.search(fold(text)))


def are_column_numbers(texts: list[str]) -> bool:
    """ "(1) | (2) | (3)", "A | B | 1 | 2": the row under a header that numbers its columns."""
    filled = [re.sub(r"^\((.*)\)$", r"\1", text) for text in texts if text]
    if len(filled) < 3 or not all(re.fullmatch(r"\d{1,2}|[A-Da-d]", text) for text in filled):
        return False
    numbers = [int(text) for text in filled if text.isdigit()]
    return len(numbers) >= 2 and all(b - a in (0, 1) for a, b in zip(numbers, numbers[1:], strict=False))
