"""Households that members found on the spot and entered on the phone: stored before the visits of the same batch.

The receipts say the same as those of visits (visits.receive). A household stands only in a hamlet where the sender may
log visits; for another hamlet it is held until a person decides, as is another content under a known id.
"""

from collections import defaultdict
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.phones import plain_phone, validate_phone
from accounts.roles import Permission
from areas.models import Area, Level
from visits.draft import digest_of
from visits.models import HeldItem, Household, HouseholdAlias
from visits.receive import Answer, Receipt, Status, answer_each, answer_for_held
from visits.sent import Unreadable, clean, read_uuid

LONGEST_NAME, LONGEST_ADDRESS, MOST_RESIDENTS = 120, 200, 50
LARGEST_KEY = 2**63 - 1
BAD_PHONE = gettext_lazy("Số điện thoại của hộ phải có 10 chữ số, bắt đầu bằng 0. Xin sửa hoặc bỏ trống.")

Known = dict[UUID, dict[str, Answer]]


@dataclass(frozen=True, kw_only=True)
class Found:
    """`area` is the primary key of a hamlet, as the phone knows it."""

    id: UUID
    area: int
    head_name: str
    address: str
    phone: str
    size: int | None
    kind: str

    def content(self) -> dict:
        return asdict(self) | {"id": str(self.id)}

    @cached_property
    def digest(self) -> str:
        return digest_of(self.content())

    def household(self) -> Household:
        household = Household(
            id=self.id,
            area_id=self.area,
            head_name=self.head_name,
            address=self.address,
            phone=self.phone,
            size=self.size,
            kind=self.kind,
            received_digest=self.digest,
        )
        household.derive_keys()
        return household


def receive_households(items: list, *, by: User) -> list[Receipt]:
    """One receipt for each item of the list "households", in order."""
    return answer_each(items, read_household, partial(_sort_and_store, by=by))


def read_household(item) -> Found:
    if not isinstance(item, dict):
        raise Unreadable(_("Mục gửi lên không phải là một hộ."))
    area, size, kind = item.get("area"), item.get("size"), item.get("kind", Household.Kind.FAMILY)
    if type(area) is not int or not 0 < area <= LARGEST_KEY:
        raise Unreadable(_("Chưa chọn ấp, khu vực của hộ."))
    if size is not None and (type(size) is not int or not 1 <= size <= MOST_RESIDENTS):
        raise Unreadable(_("Số nhân khẩu phải từ 1 đến %(most)s, hoặc bỏ trống.") % {"most": MOST_RESIDENTS})
    if kind not in list(Household.Kind):
        raise Unreadable(_("Loại hộ không đúng. Xin chọn hộ gia đình hoặc hộ kinh doanh."))
    head_name = _read_text(item, "head_name", LONGEST_NAME, _("Tên chủ hộ"))
    if not head_name:
        raise Unreadable(_("Chưa ghi tên chủ hộ."))
    return Found(
        id=read_uuid(item.get("id"), _("Mã hộ không đúng dạng UUID.")),
        area=area,
        head_name=head_name,
        address=_read_text(item, "address", LONGEST_ADDRESS, _("Địa chỉ")),
        phone=_read_phone(item),
        size=size,
        kind=kind,
    )


def _read_text(item: dict, name: str, longest: int, what: str) -> str:
    value = item.get(name, "")
    if not isinstance(value, str):
        raise Unreadable(_("%(what)s không đúng dạng. Xin nhập lại.") % {"what": what})
    text = " ".join(clean(value).split())
    if len(text) > longest:
        raise Unreadable(_("%(what)s dài quá %(most)s ký tự. Xin rút ngắn.") % {"what": what, "most": longest})
    return text


def _read_phone(item: dict) -> str:
    value = item.get("phone", "")
    phone = plain_phone(value) if isinstance(value, str) else None
    if phone:
        with suppress(ValidationError):
            validate_phone(phone)
            return phone
    if phone != "":
        raise Unreadable(BAD_PHONE)
    return phone


@transaction.atomic
def _sort_and_store(found: list[Found], by: User) -> list[Answer]:
    known = _read_known({one.id for one in found})
    named = Area.objects.filter(pk__in={one.area for one in found}, level=Level.HAMLET)
    hamlets = dict.fromkeys(named.values_list("pk", flat=True), False)
    open_ones = by.areas_where(Permission.LOG_VISITS).on(timezone.localdate()).filter(pk__in=hamlets)
    hamlets |= dict.fromkeys(open_ones.values_list("pk", flat=True), True)
    to_create, to_hold, answers = [], [], []
    for one in found:
        versions = known[one.id]
        if answer := versions.get(one.digest):
            answers.append((Status.ALREADY, None) if answer[0] == Status.ACCEPTED else answer)
            continue
        answer = versions[one.digest] = _answer(one, versions, hamlets)
        if answer[0] == Status.ACCEPTED:
            to_create.append(one.household())
        else:
            to_hold.append(_held(one, answer, hamlets, by))
        answers.append(answer)
    HeldItem.objects.bulk_create(sorted(to_hold, key=lambda held: held.visit_id), ignore_conflicts=True)
    _create(to_create, by)
    return answers


def _read_known(ids: set[UUID]) -> Known:
    known: Known = defaultdict(dict)
    for held in HeldItem.objects.filter(visit_id__in=ids, about=HeldItem.About.HOUSEHOLD):
        known[held.visit_id][held.digest] = answer_for_held(held)
    for model in (Household, HouseholdAlias):
        for key, digest in model.objects.filter(pk__in=ids).values_list("pk", "received_digest"):
            known[key][digest] = Status.ACCEPTED, None
    return known


def _answer(one: Found, versions: dict[str, Answer], hamlets: dict[int, bool]) -> Answer:
    """A hamlet that does not exist and a foreign one get the same words."""
    if versions:
        return Status.CONFLICT, _(
            "Hộ này đã có với nội dung khác. Cả hai bản được giữ để người phụ trách xem và chọn."
        )
    if not hamlets.get(one.area):
        return Status.REVIEW, _(
            "Ấp, khu vực của hộ này không thuộc địa bàn của tài khoản. Hộ được giữ để người phụ trách xem."
        )
    return Status.ACCEPTED, None


def _held(one: Found, answer: Answer, hamlets: dict[int, bool], by: User) -> HeldItem:
    status, reason = answer
    return HeldItem(
        visit_id=one.id,
        about=HeldItem.About.HOUSEHOLD,
        household_id=one.id,
        area_id=one.area if one.area in hamlets else None,
        kind=status,
        reason=reason,
        payload=one.content(),
        digest=one.digest,
        sent_by=by,
    )


def _create(households: list[Household], by: User) -> None:
    households.sort(key=lambda household: household.pk)
    Household.objects.bulk_create(households)
    if households:
        Household.history.bulk_history_create(
            households, default_user=by, default_change_reason=_("Thêm tại chỗ bằng điện thoại")
        )
