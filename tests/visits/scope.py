from accounts.roles import Permission
from tests.scope import Case

CASES = [
    Case(name="visits:session", signed_out=401),
    # an empty form is no batch: 400 tells that the sender came as far as the content
    Case(name="visits:visit_sync", method="post", permission=Permission.LOG_VISITS, ok=400, signed_out=401),
]
