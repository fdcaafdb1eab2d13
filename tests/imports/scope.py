"""Who may open which address of imports/, and for which area. An import shows only to those who may make one there."""

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from accounts.roles import Permission, Role
from imports.models import Import
from tests.imports.files import make_import, people_of, saved_import
from tests.scope import Case

EDIT = Permission.EDIT_TEAMS


def area(world, place):
    return world.commune if place == "own" else world.foreign_commune


def imported(world, place, make, section):
    """One import in each place; whoever sent it holds no other role of the table."""
    sender = User.objects.get(username="administrator" if place == "own" else "foreign_officer")
    return make(sender, area(world, place), people_of(section))


def waiting(world, place):
    section = "Ấp 1" if place == "own" else "Ấp Vĩnh Lạc"
    known = Import.objects.filter(area=area(world, place), state=Import.State.READY).first()
    return {"pk": (known or imported(world, place, make_import, section)).pk}


def saved(world, place):
    section = "Ấp 2" if place == "own" else "Ấp Vĩnh Lạc"
    known = Import.objects.filter(area=area(world, place), state=Import.State.SAVED).first()
    return {"pk": (known or imported(world, place, saved_import, section)).pk}


def members(world, place):
    return {"kind": "members"}


def into(world, place):
    return {"area": area(world, place).pk}


def upload(world, place):
    file = SimpleUploadedFile("danh-sach.xlsx", people_of())
    return {"area": area(world, place).pk, "as_of": "2026-01-15", "file": file}


def post(name, kwargs=waiting, **more):
    return Case(f"imports:{name}", kwargs=kwargs, permission=EDIT, refused=404, method="post", ok=302, **more)


def page(name, kwargs=waiting, **more):
    return Case(f"imports:{name}", kwargs=kwargs, permission=EDIT, refused=404, **more)


CASES = [
    Case("imports:import_list"),
    Case("imports:import_upload", kwargs=members, query=into, permission=EDIT),
    Case("imports:import_upload", kwargs=members, query=into, permission=EDIT, method="post", data=upload, ok=302),
    Case("imports:import_template", kwargs=members, foreign=200),
    page("import_detail"),
    page("import_progress", ok=302),
    page("import_columns"),
    page("import_undo", saved),
    post("import_undo", saved),
    post("import_columns"),
    post("import_retry"),
    post("import_decide"),
    post("import_options", data=lambda world, place: {"as_of": "2026-01-15"}),
    post("import_save"),
    post("import_drop"),
    page("import_marked", forbidden=(Role.PROVINCE_OFFICER,)),  # it holds telephone numbers
]
