"""Everyone who signs in may read the own posts and the table of roles."""

from tests.scope import Case

CASES = [Case("accounts:profile"), Case("accounts:role_table")]
