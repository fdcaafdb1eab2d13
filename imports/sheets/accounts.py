"""Lists of accounts. An account of a list has no password: who gives it out stands in `hint`.

Whoever imports is an administrator and gives posts in the own area only. Administrators are not made by a list, and
an account that has a say elsewhere, or in the admin site, is not touched by one.
"""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, User
from accounts.roles import Permission, Role
from areas.models import Level
from areas.names import fold
from imports import layout, values, verdicts
from imports.found import NEW, Found
from imports.kinds import Field, Question, Write
from imports.models import Import
from imports.placemap import Place
from imports.places import Places
from imports.rows import Action, Issue, Line, Parsed, Row, Severity
from imports.sheets import directory
from imports.sheets.columns import STT, texts
from imports.sheets.directory import Directory, Known
from imports.workbook import Book

LEVELS = {
    Role.TEAM_MEMBER: (Level.HAMLET, Level.COMMUNE),
    Role.TEAM_LEADER: (Level.HAMLET, Level.COMMUNE),
    Role.COMMUNE_OFFICER: (Level.COMMUNE,),
    Role.COMMUNE_LEADER: (Level.COMMUNE,),
    Role.PROVINCE_OFFICER: (Level.PROVINCE,),
    Role.PROVINCE_LEADER: (Level.PROVINCE,),
}  # of the areas in which a list gives the role; without administrators
FIELDS = (
    STT,
    Field(
        "full_name",
        _("Họ và tên"),
        ("họ và tên", "họ tên", "tên người dùng", "người dùng", "họ tên cán bộ"),
        required=True,
        example="Nguyễn Văn Mẫu",
    ),
    Field(
        "username",
        _("Tên đăng nhập"),
        ("tên đăng nhập", "tài khoản", "tên tài khoản", "username", "user", "user name"),
        example="nguyenvanmau",
        help=_("Để trống để đặt theo họ tên. Không ghi mật khẩu vào tệp."),
    ),
    Field(
        "email",
        _("Thư điện tử"),
        ("thư điện tử", "email", "e mail", "địa chỉ email", "địa chỉ thư điện tử", "hộp thư", "mail"),
        example="mau@example.vn",
    ),
    Field(
        "role",
        _("Vai trò"),
        ("vai trò", "quyền", "nhóm quyền", "phân quyền", "nhiệm vụ", "chức năng", "vai trò sử dụng"),
        required=True,
        example="Cán bộ xã",
        choices=tuple(role.label for role in LEVELS),
    ),
    Field(
        "area",
        _("Địa bàn"),
        ("địa bàn", "đơn vị", "địa bàn phụ trách", "phạm vi", "nơi công tác", "đơn vị công tác", "xã, phường", "ấp"),
        example="Xã Tân Hòa",
        help=_("Tên hoặc mã: “Xã Tân Hòa”, “Ấp 1, Xã Tân Hòa”."),
    ),
    Field("since", _("Từ ngày"), ("từ ngày", "hiệu lực từ ngày", "bắt đầu từ ngày"), example="01/07/2025"),
    Field("new_username", "", ("tên đăng nhập sẽ lập",)),  # what the check proposes, for the page
)
ROLE_WORDS = {fold(role.label): role for role in Role} | {
    "to vien": Role.TEAM_MEMBER,
    "thanh vien": Role.TEAM_MEMBER,
    "can bo phuong": Role.COMMUNE_OFFICER,
    "can bo cap xa": Role.COMMUNE_OFFICER,
    "can bo phu trach xa": Role.COMMUNE_OFFICER,
    "lanh dao phuong": Role.COMMUNE_LEADER,
    "lanh dao cap xa": Role.COMMUNE_LEADER,
    "lanh dao ubnd xa": Role.COMMUNE_LEADER,
    "can bo thanh pho": Role.PROVINCE_OFFICER,
    "can bo cap tinh": Role.PROVINCE_OFFICER,
    "lanh dao thanh pho": Role.PROVINCE_LEADER,
    "lanh dao cap tinh": Role.PROVINCE_LEADER,
    "quan tri vien": Role.ADMINISTRATOR,
    "admin": Role.ADMINISTRATOR,
}
COLUMNS = ("full_name", "email")


@dataclass
class Plan:
    """What the check found, for the writes that follow it in the same breath."""

    places: Places
    directory: Directory
    areas: dict[str, Place] = field(default_factory=dict)  # row key -> where the role is held
    known: dict[str, Known] = field(default_factory=dict)  # row key -> the account that it means
    names: dict[str, str] = field(default_factory=dict)  # row key -> user name of the new account
    seen: dict[tuple, Row] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)  # user name or e-mail -> folded full name


class Accounts:
    """imports.kinds.ListKind for accounts and the posts that they hold."""

    key = "accounts"
    title = _("Tài khoản")
    noun = _("tài khoản")
    place_noun = _("địa bàn")
    hint = _(
        "Tài khoản nhập từ danh sách chưa có mật khẩu nên chưa đăng nhập được. Sau khi lưu, vào trang “Phát mật khẩu” "
        "để cấp mật khẩu lần đầu và in phiếu cho từng người. Không ghi mật khẩu vào tệp."
    )
    permission = Permission.MANAGE_ACCOUNTS
    fields = FIELDS
    words = {"role": dict(Role.choices)}

    def next_step(self, batch: Import) -> tuple[str, str]:
        return _t("Phát mật khẩu"), reverse("accounts:passwords", query={"area": batch.area_id})

    def parse(self, book: Book, question: Question) -> Parsed:
        parsed, lines = layout.understand(book, FIELDS, question)
        parsed.rows = [read_row(line) for line in lines]
        return parsed

    def check(self, parsed: Parsed, question: Question) -> None:
        ours = [row for row in parsed.rows if verdicts.begin(row, self, question)]
        question.plan = plan = Plan(Places(question), Directory(ours, question))
        addresses = verdicts.Addresses(parsed)
        for row in ours:
            _place(row, plan, question, addresses)
            _find(row, plan, question, addresses)
            _decide(row, plan)

    def writes(self, parsed: Parsed, question: Question) -> list[Write]:
        """After check(), with the same question."""
        plan: Plan = question.plan
        kept = User.objects.in_bulk([known.pk for known in plan.known.values()])
        created: dict[str, User] = {}
        posts = []
        for row in parsed.rows:
            if row.action not in (Action.NEW, Action.CHANGED):
                continue
            if row.key in plan.known:
                user = kept[plan.known[row.key].pk]
                for name in row.changes.keys() & set(COLUMNS):
                    setattr(user, name, row.changes[name][1])
            else:
                user = created.setdefault(plan.names[row.key], _new(row, plan))
            if row.action == Action.NEW or "role" in row.changes:
                posts.append(_post(row, user, plan, question))
        return [
            Write(User, new=list(created.values()), changed=list(kept.values()), columns=COLUMNS),
            Write(Post, new=posts),
        ]


def read_row(line: Line) -> Row:
    """The account and the post that a line describes; what could not be read stands in the issues."""
    issues: list[Issue] = []
    cells = line.cells
    told = texts(line, issues, "username", "area")
    told["full_name"] = values.person_name(cells["full_name"], issues) if "full_name" in cells else None
    told["email"] = values.email(cells["email"], issues) if "email" in cells else None
    told["username"] = _username(line, told["username"], issues)
    told["role"] = _role(line, issues)
    told["area"] = told["area"] or line.place or line.commune or None
    told["since"] = values.day(cells["since"], issues) if "since" in cells else None
    if "hidden" in cells:
        issues.append(Issue("hidden_row", Severity.WARNING, cells["hidden"].address))
    return Row(line.sheet, line.number, told, issues, told["area"] or "")


def _username(line: Line, text: str | None, issues: list[Issue]) -> str | None:
    if text is None or directory.is_username(text):
        return text
    cell = line.cells["username"]
    issues.append(Issue("username_invalid", Severity.ERROR, cell.address, cell.raw))
    return None


def _role(line: Line, issues: list[Issue]) -> str | None:
    text = values.text(line.cells["role"], issues) if "role" in line.cells else None
    role = ROLE_WORDS.get(fold(text)) if text else None
    if text and (role is None or role not in LEVELS):
        code = "role_not_by_list" if role else "account_role_unknown"
        issues.append(Issue(code, Severity.ERROR, line.cells["role"].address, line.cells["role"].raw))
    return role.value if role in LEVELS else None


def _place(row: Row, plan: Plan, question: Question, addresses: verdicts.Addresses) -> None:
    """Where the role is held: inside the area of the import, and of a level at which there is such a role."""
    role, cell = row.values["role"], addresses.of(row, "area", "role")
    if not role:
        return
    found = _area(row.values["area"], role, plan.places, question)
    if found is None:
        verdicts.wait(row, "account_area_missing", cell)
    elif verdicts.placed(row, found, cell):
        levels = LEVELS[Role(role)]
        if found.area.level in levels:
            plan.areas[row.key] = found.area
        else:
            verdicts.wait(row, "role_wrong_level", cell, role=Role(role).label, place=found.area)


def _area(text: str | None, role: str, places: Places, question: Question) -> Found | None:
    """What the row says; without a word, a role of the commune or province is held where the list is imported."""
    if text:
        return places.unit(text)
    area = question.area
    held_here = area is not None and area.level in LEVELS[Role(role)]
    return places.own() if held_here and role not in (Role.TEAM_MEMBER, Role.TEAM_LEADER) else None


def _find(row: Row, plan: Plan, question: Question, addresses: verdicts.Addresses) -> None:
    """The account that the row means: by user name, by e-mail, or by name and post; else a new one."""
    told = row.values
    if not told["full_name"] or row.key not in plan.areas:
        return
    area = plan.areas[row.key].pk
    person = told["username"] or told["email"] or fold(told["full_name"])
    first = plan.seen.setdefault((person.lower(), told["role"], area), row)
    if first is not row and verdicts.twice(row, first, question):
        return
    known, namesakes = plan.directory.find(told, area)
    chosen = question.decisions.get(row.key)
    known = known or next((one for one in namesakes if str(one.pk) == chosen), None)
    if (known and not known.mine) or _is_shared(told, known, plan):
        verdicts.wait(row, "account_not_yours", addresses.of(row, "username", "email", "full_name"))
    elif known:
        plan.known[row.key] = known
    elif namesakes and not told["username"] and chosen != NEW:
        choices = [[one.pk, _t("Là tài khoản đã có: %(account)s") % {"account": one.username}] for one in namesakes]
        choices.append([NEW, _t("Là người khác: lập tài khoản mới")])
        verdicts.wait(row, "account_like", choices=choices, name=told["full_name"])
    else:
        plan.names[row.key] = told["new_username"] = plan.directory.name_for(told)


def _is_shared(told: dict, known: Known | None, plan: Plan) -> bool:
    """Whether the user name or the e-mail belongs to somebody else, in the file or among the accounts."""
    others = plan.directory.by_email[told["email"].lower()] if told["email"] else []
    words = [word.lower() for word in (told["username"], told["email"]) if word]
    owners = {plan.owners.setdefault(word, fold(told["full_name"])) for word in words}
    return any(other is not known for other in others) or bool(owners - {fold(told["full_name"])})


def _decide(row: Row, plan: Plan) -> None:
    known = plan.known.get(row.key)
    if known is None:
        return verdicts.decide(row)
    told = {"full_name": row.values["full_name"], "email": row.values["email"]}
    changes = verdicts.differences({"full_name": known.full_name, "email": known.email}, told)
    held = (row.values["role"], plan.areas[row.key].pk)
    if held not in known.posts:
        changes["role"] = [None, row.values["role"]]
        changes["area"] = [None, str(plan.areas[row.key])]
    return verdicts.decide(row, known.pk, changes)


def _new(row: Row, plan: Plan) -> User:
    return User(
        username=plan.names[row.key],
        full_name=row.values["full_name"],
        email=row.values["email"] or "",
        password=make_password(None),
    )


def _post(row: Row, user: User, plan: Plan, question: Question) -> Post:
    since: date = row.values["since"] or question.as_of
    return Post(user=user, role=row.values["role"], area_id=plan.areas[row.key].pk, valid_from=since)
