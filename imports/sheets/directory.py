"""The accounts that a list may mean, and user names that are still free."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Post, User
from accounts.roles import Role
from areas.names import fold
from imports.kinds import Question
from imports.rows import Row

LONGEST = User._meta.get_field("username").max_length


@dataclass(slots=True, eq=False)
class Known:
    """An account as the database has it. `mine`: the list may touch it."""

    pk: int
    username: str
    full_name: str
    email: str
    mine: bool
    posts: set[tuple[str, int]] = field(default_factory=set)  # (role, area) of today or later


class Directory:
    """Accounts with the user names, e-mails or full names of the rows; asked once."""

    def __init__(self, rows: list[Row], question: Question):
        self.question = question
        self.by_username: dict[str, Known] = {}
        self.by_email: dict[str, list[Known]] = defaultdict(list)
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        self._given: dict[str, str] = {}  # user names that this list gives -> whose
        self._taken: set[str] = set()
        self._read(rows)

    def find(self, told: dict, area: int) -> tuple[Known | None, list[Known]]:
        """(the account that is meant, else those of the same full name in the importer's area)."""
        if told["username"] and (known := self.by_username.get(told["username"].lower())):
            return known, []
        if told["username"]:
            return None, []
        if told["email"] and (same := self.by_email[told["email"].lower()]):
            return same[0], []
        namesakes = [known for known in self.by_name[fold(told["full_name"])] if known.mine]
        holding = [known for known in namesakes if (told["role"], area) in known.posts]
        return (holding[0], []) if len(holding) == 1 else (None, namesakes)

    def name_for(self, told: dict) -> str:
        """The user name of a new account: the one asked for, else made of the full name and free."""
        if told["username"]:
            return told["username"]
        person = told["email"] or ""
        base, number = username_of(told["full_name"]), 1
        while True:
            name = base if number == 1 else f"{base[: LONGEST - 4]}{number}"
            mine = person and self._given.get(name) == person
            if mine or (name not in self._taken and name not in self._given):
                self._given[name] = person
                return name
            number += 1

    def _read(self, rows: list[Row]) -> None:
        wanted = {fold(row.values["full_name"]) for row in rows if row.values["full_name"]}
        names = {row.values["username"].lower() for row in rows if row.values["username"]}
        emails = {row.values["email"].lower() for row in rows if row.values["email"]}
        columns = ("pk", "username", "full_name", "email", "is_staff", "is_superuser")
        found: dict[int, Known] = {}
        for pk, username, full_name, email, staff, superuser in User.objects.order_by("pk").values_list(*columns):
            self._taken.add(username.lower())
            if username.lower() in names or email.lower() in emails or fold(full_name) in wanted:
                found[pk] = Known(pk, username, full_name, email, not (staff or superuser))
        self._judge(found)
        for known in found.values():
            self.by_username[known.username.lower()] = known
            self.by_name[fold(known.full_name)].append(known)
            if known.email:
                self.by_email[known.email.lower()].append(known)

    def _judge(self, found: dict[int, Known]) -> None:
        """An account is the importer's to change when it has posts, all of them in the importer's areas, and none of
        an administrator: with another e-mail address, somebody else could take it over."""
        areas = self.question.areas
        held = Post.objects.filter(valid_until__gte=timezone.localdate())
        elsewhere = held.none() if areas is None else held.exclude(area__in=areas.values("pk"))
        theirs = set(elsewhere.values_list("user", flat=True))
        for user, role, area in held.values_list("user", "role", "area"):
            if user in found:
                found[user].posts.add((role, area))
        for known in found.values():
            rules = any(role == Role.ADMINISTRATOR for role, _area in known.posts)
            known.mine = known.mine and not rules and known.pk not in theirs and (areas is None or bool(known.posts))


def username_of(full_name: str) -> str:
    """ "Nguyễn Văn An" -> "nguyenvanan"."""
    plain = unicodedata.normalize("NFD", full_name.lower()).replace("đ", "d")
    return "".join(c for c in plain if c.isascii() and c.isalnum())[: LONGEST - 4] or "taikhoan"


def is_username(text: str) -> bool:
    try:
        UnicodeUsernameValidator()(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST
