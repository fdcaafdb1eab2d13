"""Passwords that an office hands out on paper: good for the first sign-in, then the person sets an own one."""

import secrets
from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.views.decorators.debug import sensitive_variables

from accounts import audit
from accounts.models import User

# Letters that Vietnamese keyboards leave alone: Telex takes s f r x j z w and a doubled a, e, o, d, VNI a digit behind
# a vowel. Without those that are read as others (l o I 0 1), and without c and d, which make coarse words.
CONSONANTS = "bghkmnptv"
VOWELS = "aeiuy"
DIGITS = "23456789"
WORDS = 3
NUMBER = 4  # digits
# Together 1620**3 * 8**4 = 2**44. Guessing at the door ends after five tries (axes). Whoever steals the database needs
# years of a graphics card for one account (PBKDF2), and by then its owner has set another password. A further word
# would protect little and cost everybody who types it on a phone.


def new_password() -> str:
    """ "bemu-kati-nyhe-4729": by chance, from the system's own source."""
    number = "".join(secrets.choice(DIGITS) for _digit in range(NUMBER))
    return "-".join([*(_word() for _word_of_it in range(WORDS)), number])


def _word() -> str:
    first = secrets.choice(VOWELS)
    second = secrets.choice(VOWELS.replace(first, ""))
    return secrets.choice(CONSONANTS) + first + secrets.choice(CONSONANTS) + second


def stamp(user: User) -> str:
    """Changes with the password, so that a page which was open before gives nobody a second one."""
    return salted_hmac("accounts.passwords", user.password).hexdigest()[:16]


@sensitive_variables()
def give(users: Iterable[User], *, request: HttpRequest) -> list[tuple[User, str]]:
    """Set a new password for each and tell it: the only time that it is readable, so keep and log it nowhere.

    Left out is whose password was changed in the meantime. A fifth of a second for each, outside the transaction.
    """
    made = [(user, password, make_password(password)) for user in users for password in [new_password()]]
    given = []
    with transaction.atomic():
        for user, password, kept in made:
            as_seen = User.objects.filter(pk=user.pk, password=user.password)
            if as_seen.update(password=kept, must_change_password=True):
                given.append((user, password))
        if given:
            audit.record_passwords(request, len(given))
    return given
