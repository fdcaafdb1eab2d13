"""How a URL states who may do what; the table of each app stands in tests/<app>/scope.py."""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Literal

from django.urls import reverse

from accounts.roles import Permission, Role

Place = Literal["own", "foreign"]


@dataclass(frozen=True)
class Case:
    """One URL, how to call it for one's own and for a foreign area, and what it needs.

    kwargs: (world, place) -> the arguments of the URL; None for a list or another page without an object.
    query: (world, place) -> the query string's values, for pages that name their object there.
    permission: without it a visible object answers 403; None when reading is enough.
    also: roles that may although their table does not grant it (the author of a visit).
    refused: the answer to those who may not.
    forbidden: roles that have the permission and lack another: 403.
    anyone: True when a signed-in user without any post may open it.
    public: True when it needs no sign-in.
    tells: False for a page that is allowed to name foreign things (the public gazetteer).
    """

    name: str
    kwargs: Callable[[SimpleNamespace, Place], dict] | None = None
    query: Callable[[SimpleNamespace, Place], dict] | None = None
    permission: Permission | None = None
    also: tuple[Role, ...] = ()
    refused: int = 403
    forbidden: tuple[Role, ...] = ()
    method: str = "get"
    data: Callable[[SimpleNamespace, Place], dict] = field(default=lambda world, place: {})
    ok: int = 200
    foreign: int = 404
    public: bool = False
    signed_out: int = 302
    tells: bool = True

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    @property
    def room(self) -> str:
        return self.name.partition(":")[0]

    @property
    def has_object(self) -> bool:
        return bool(self.kwargs or self.query)

    def address(self, world: SimpleNamespace, place: Place) -> str:
        kwargs = self.kwargs(world, place) if self.kwargs else {}
        query = self.query(world, place) if self.query else {}
        return reverse(self.name, kwargs=kwargs, query=query)


ROLES = [role.value for role in Role]
EVERYWHERE = {Role.ADMINISTRATOR.value}  # whose post covers the foreign area too


def all_cases() -> list[Case]:
    """The tables of all apps."""
    apps = sorted(path.parent.name for path in Path(__file__).parent.glob("*/scope.py"))
    return [case for app in apps for case in import_module(f"tests.{app}.scope").CASES]
