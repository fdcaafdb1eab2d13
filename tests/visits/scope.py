"""Who may open which address of visits/, and for which household, visit or indicator."""

from uuid import UUID

from accounts.roles import Permission, Role
from tests.scope import Case
from visits.compare import draft_of
from visits.models import Activity, HeldItem, Household, HouseholdCode, Photo, RescueImport

LOG, EDIT_VISITS, EDIT_INDICATORS = Permission.LOG_VISITS, Permission.EDIT_VISITS, Permission.EDIT_INDICATORS
AUTHOR = (Role.TEAM_MEMBER,)  # who logged world.visit
VISIT_ID = UUID("5d2f6e58-6f0c-4b0e-9d5c-0b3c6a2f7e11")


def household(world, place):
    return {"pk": (world.household if place == "own" else world.foreign_household).pk}


def named_household(world, place):
    return {"household": household(world, place)["pk"]}


def visit(world, place):
    return {"pk": (world.visit if place == "own" else world.foreign_visit).pk}


def indicator(world, place):
    """Indicators belong to no area; the foreign one does not exist."""
    return {"pk": world.indicators["app_ho"].pk if place == "own" else 0}


def new_household(world, place):
    area = world.hamlet if place == "own" else world.foreign_hamlet
    return {"area": area.pk, "head_name": "Ngô Thị Mới", "kind": "family"}


def new_visit(world, place):
    return {"visit_id": VISIT_ID, "outcome": "absent", "visited_at": "2026-08-05T09:00"}


def amendment(world, place):
    return {"outcome": "absent", "visited_at": "2026-08-05T09:00", "reason": "Nhầm"}


def same_indicator(world, place):
    row = world.indicators["app_ho"]
    names = ("name", "short_name", "code", "explanation", "unit", "kind", "source", "position")
    return {name: getattr(row, name) for name in names}


def new_indicator(world, place):
    return same_indicator(world, place) | {"code": "chi_tieu_moi"}


def reason(world, place):
    return {"reason": "Ghi nhầm hộ"}


def held(world, place):
    """What a phone sent again with another note, about the own or the foreign visit."""
    about = world.visit if place == "own" else world.foreign_visit
    payload = draft_of(about).content() | {"note": "Bản hai"}
    item, _new = HeldItem.objects.get_or_create(
        visit_id=about.pk,
        household_id=about.household_id,
        kind=HeldItem.Kind.CONFLICT,
        sent_by=about.created_by,
        defaults={"payload": payload},
    )
    return {"pk": item.pk}


def keep(world, place):
    return {"decision": "keep"} | reason(world, place)


def keep_stored(world, place):
    return {"decision": "stored"} | reason(world, place)


def twin_of(world, place):
    """Another household of the same hamlet."""
    area = world.hamlet if place == "own" else world.foreign_hamlet
    return {"with": Household.objects.get_or_create(area=area, head_name="Hộ thứ hai")[0].pk}


def merging(world, place):
    return {"stays": household(world, place)["pk"]} | reason(world, place)


def moving(world, place):
    """Neither hamlet nor day: 422 tells that the sender came as far as the form."""
    return reason(world, place)


DESK = [
    Case("visits:household_duplicates", permission=EDIT_VISITS),
    Case("visits:household_merge", kwargs=household, permission=EDIT_VISITS),
    Case("visits:household_merge", kwargs=household, query=twin_of, permission=EDIT_VISITS),
    Case(
        "visits:household_merge",
        kwargs=household,
        query=twin_of,
        permission=EDIT_VISITS,
        method="post",
        data=merging,
        ok=302,
    ),
    Case("visits:household_move", kwargs=household, permission=EDIT_VISITS),
    Case("visits:household_move", kwargs=household, permission=EDIT_VISITS, method="post", data=moving, ok=422),
    Case("visits:desk_list", permission=EDIT_VISITS),
    Case("visits:desk_devices", permission=EDIT_VISITS),
    Case("visits:desk_visit", kwargs=visit, permission=EDIT_VISITS),
    Case("visits:desk_visit", kwargs=visit, permission=EDIT_VISITS, method="post", data=reason, ok=302),
    Case("visits:desk_repeat", kwargs=visit, permission=EDIT_VISITS),
    Case("visits:desk_repeat", kwargs=visit, permission=EDIT_VISITS, method="post", data=keep, ok=302),
    Case("visits:desk_item", kwargs=held, refused=404, permission=EDIT_VISITS),
    Case(
        "visits:desk_item", kwargs=held, refused=404, permission=EDIT_VISITS, method="post", data=keep_stored, ok=302
    ),
    Case("visits:desk_file", kwargs=held, refused=404, permission=EDIT_VISITS),
    Case("visits:desk_file", kwargs=held, refused=404, query=named_household, permission=EDIT_VISITS),
]


def hamlet(world, place):
    return {"pk": (world.hamlet if place == "own" else world.foreign_hamlet).pk}


def token(world, place):
    """The code of a household, made when it is asked for."""
    text = "K7M42QXF9RTP" if place == "own" else "WWWW2222XXXX"
    made = {"household_id": household(world, place)["pk"], "made_by": world.visit.created_by}
    return {"token": HouseholdCode.objects.get_or_create(token=text, defaults=made)[0].pk}


def coded_household(world, place):
    token(world, place)
    return household(world, place)


def rescued(world, place):
    """A rescue file that was imported, made when it is asked for."""
    user = (world.visit if place == "own" else world.foreign_visit).created_by
    made = {"member": user, "imported_by": user, "receipts": []}
    return {"pk": RescueImport.objects.get_or_create(digest=place, defaults=made)[0].pk}


def photo(world, place):
    """A photo of the visit, made when it is asked for; by somebody who has no say there."""
    about = world.visit if place == "own" else world.foreign_visit
    made = {"visit_id": about.pk, "sent_by": about.created_by, "content": b"jpeg"}
    return {"pk": Photo.objects.get_or_create(pk=about.pk, defaults=made)[0].pk}


def activity(world, place):
    """A session of the team there, logged by the author of the visit."""
    about = world.visit if place == "own" else world.foreign_visit
    made = {"kind": "session", "title": "Buổi mẫu", "day": about.day, "area": about.area}
    return {"pk": Activity.objects.get_or_create(pk=about.pk, defaults=made | {"created_by": about.created_by})[0].pk}


def changed_activity(world, place):
    return {"title": "Buổi khác", "day": "2026-08-05", "people": 3} | reason(world, place)


CASES = [
    Case("home", permission=LOG, refused=302),
    Case("visits:household_list"),
    Case("visits:household_detail", kwargs=household),
    Case("visits:household_create", permission=LOG),
    Case("visits:household_create", permission=LOG, method="post", data=new_household, ok=302),
    Case("visits:household_edit", kwargs=household, permission=LOG),
    Case("visits:household_edit", kwargs=household, permission=LOG, method="post", data=new_household, ok=302),
    Case("visits:household_codes", permission=LOG),
    Case("visits:household_code_sheet", kwargs=hamlet, permission=LOG),
    Case("visits:household_code_sheet", kwargs=hamlet, permission=LOG, method="post", ok=302),
    Case("visits:household_code", kwargs=coded_household, permission=LOG),
    Case("visits:household_code", kwargs=household, permission=LOG, method="post", ok=302),
    Case("visits:open_code", kwargs=token, ok=302),
    Case("visits:visit_list"),
    Case("visits:visit_create", permission=LOG, refused=302),
    Case("visits:visit_create", query=named_household, permission=LOG),
    Case("visits:visit_create", query=named_household, permission=LOG, method="post", data=new_visit, ok=302),
    Case("visits:visit_detail", kwargs=visit),
    Case("visits:visit_edit", kwargs=visit, permission=EDIT_VISITS, also=AUTHOR),
    Case(
        "visits:visit_edit", kwargs=visit, permission=EDIT_VISITS, also=AUTHOR, method="post", data=amendment, ok=302
    ),
    Case("visits:visit_remove", kwargs=visit, permission=EDIT_VISITS, also=AUTHOR),
    Case("visits:visit_remove", kwargs=visit, permission=EDIT_VISITS, also=AUTHOR, method="post", data=reason, ok=302),
    Case("visits:photo", kwargs=photo),
    Case("visits:photo_remove", kwargs=photo, permission=EDIT_VISITS, also=AUTHOR),
    Case("visits:photo_remove", kwargs=photo, permission=EDIT_VISITS, also=AUTHOR, method="post", data=reason, ok=302),
    Case("visits:activity_list"),
    Case("visits:activity_detail", kwargs=activity),
    Case("visits:activity_session", permission=LOG),
    Case("visits:activity_session", permission=LOG, method="post", data=reason, ok=422),
    Case("visits:activity_tally", permission=LOG),
    Case("visits:activity_tally", permission=LOG, method="post", data=reason, ok=422),
    Case("visits:activity_edit", kwargs=activity, permission=EDIT_VISITS, also=AUTHOR),
    Case(
        "visits:activity_edit",
        kwargs=activity,
        permission=EDIT_VISITS,
        also=AUTHOR,
        method="post",
        data=changed_activity,
        ok=302,
    ),
    Case("visits:activity_remove", kwargs=activity, permission=EDIT_VISITS, also=AUTHOR),
    Case(
        "visits:activity_remove",
        kwargs=activity,
        permission=EDIT_VISITS,
        also=AUTHOR,
        method="post",
        data=reason,
        ok=302,
    ),
    Case("visits:indicator_list"),
    Case("visits:indicator_detail", kwargs=indicator),
    Case("visits:indicator_create", permission=EDIT_INDICATORS),
    Case("visits:indicator_create", permission=EDIT_INDICATORS, method="post", data=new_indicator, ok=302),
    Case("visits:indicator_edit", kwargs=indicator, permission=EDIT_INDICATORS),
    Case(
        "visits:indicator_edit",
        kwargs=indicator,
        permission=EDIT_INDICATORS,
        method="post",
        data=same_indicator,
        ok=302,
    ),
    *DESK,
    Case("visits:desk_rescue", permission=EDIT_VISITS),
    Case("visits:desk_rescue", permission=EDIT_VISITS, method="post", ok=422),
    Case("visits:desk_rescued", kwargs=rescued, refused=404, permission=EDIT_VISITS),
    Case("visits:session", signed_out=401),
    Case("visits:field", permission=LOG, signed_out=401),
    Case("visits:capture", public=True),
    Case("visits:worker", public=True),
    Case("visits:manifest", public=True),
    # an empty form is no batch: 400 tells that the sender came as far as the content
    Case("visits:visit_sync", method="post", permission=LOG, ok=400, signed_out=401),
    Case("visits:photo_sync", method="post", permission=LOG, ok=400, signed_out=401),
]
