"""People who do not exist: common family, middle and given names of the Mekong delta, drawn by chance.

Their telephone numbers begin with 0400. No subscriber has had a number under 04 since Ha Noi's area code
became 024 in 2017 (Thông tư 22/2014/TT-BTTTT), so nobody can be called by mistake.
"""

from random import Random
from typing import NamedTuple

PHONE_PREFIX = "0400"

FAMILIES = {
    "Nguyễn": 31, "Trần": 12, "Lê": 11, "Phạm": 7, "Huỳnh": 7, "Võ": 6, "Phan": 5, "Trương": 4, "Bùi": 3, "Đặng": 3,
    "Đỗ": 2, "Ngô": 2, "Hồ": 2, "Dương": 2, "Lâm": 2, "Cao": 1, "Đinh": 1, "Mai": 1, "Lương": 1, "Châu": 1,
}  # fmt: skip
MIDDLES = {
    "m": "Văn Văn Văn Hữu Minh Thanh Quốc Hoàng Công Đức Trung Tấn Phước Chí Ngọc Thành Nhựt Duy Vũ Anh".split(),
    "f": "Thị Thị Thị Thị Ngọc Kim Thị Thu Thị Mỹ Thị Hồng Thị Thanh Cẩm Bích Tuyết Thùy Diễm Như Phương".split(),
}
GIVEN = {
    "m": """An Bảo Bình Cường Danh Dũng Dương Đạt Đăng Đông Đức Giang Hải Hào Hậu Hiếu Hòa Hoàng Hùng Huy Hưng Khang
        Khánh Khoa Kiệt Lâm Lộc Long Luân Lực Mẫn Minh Nam Nghĩa Nhân Phát Phong Phú Phúc Quân Quang Sang Sơn Tài
        Tâm Tân Thái Thắng Thành Thiện Thịnh Thuận Tín Toàn Trí Triều Trọng Trung Tuấn Tùng Út Vinh Việt""".split(),
    "f": """An Ánh Bình Chi Cúc Diễm Diệu Dung Duyên Đào Giang Hà Hạnh Hằng Hiền Hoa Hồng Huệ Hương Huyền Khánh Lan
        Lệ Liên Linh Loan Ly Mai My Nga Ngân Ngọc Nguyên Nhi Nhung Như Oanh Phụng Phượng Quyên Sương Tâm Thảo Thi
        Thoa Thơ Thu Thúy Thư Thương Tiên Trang Trâm Trinh Trúc Tuyền Tuyết Tươi Vân Xuân Yến""".split(),
}  # fmt: skip


class Person(NamedTuple):
    full_name: str
    gender: str  # "m" or "f", as teams.Member.Gender


def person(chance: Random, share_of_women: float = 0.5) -> Person:
    gender = "f" if chance.random() < share_of_women else "m"
    family = chance.choices(list(FAMILIES), list(FAMILIES.values()))[0]
    middle, given = chance.choice(MIDDLES[gender]), chance.choice(GIVEN[gender])
    while given == middle:
        given = chance.choice(GIVEN[gender])
    return Person(f"{family} {middle} {given}", gender)


def phone(chance: Random, share_missing: float = 0.0) -> str:
    """A number that rings nowhere; empty for the share of people whose number nobody wrote down."""
    number = f"{PHONE_PREFIX}{chance.randrange(1_000_000):06}"
    return "" if chance.random() < share_missing else number
