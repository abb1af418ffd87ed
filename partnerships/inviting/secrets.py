"""What opens an invitation: the secret of its link, or a short code for typing. Only their digests are kept."""

from __future__ import annotations

import hashlib
import secrets

from django.utils.crypto import salted_hmac

# Logs black out what begins like this (config.kernel.logs).
PREFIX = "tup_invite_"
SECRET_BYTES = 32
# Without what reads like something else: 40 bits in eight of them, and tries are counted.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8
LONGEST_TYPED = 300


def new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(SECRET_BYTES)


def new_code() -> str:
    """As 'K7QM-4TXP'."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return f"{letters[: CODE_LENGTH // 2]}-{letters[CODE_LENGTH // 2 :]}"


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def code_digest_of(code: str) -> str:
    """Keyed, since all codes could be tried against a stolen table. Case, hyphens and spaces do not count."""
    letters = "".join(each for each in code.upper() if each.isalnum())
    return salted_hmac("partnerships.inviting.code", letters, algorithm="sha256").hexdigest()


def is_secret(typed: str) -> bool:
    return typed.startswith(PREFIX)


def secret_in(typed: str) -> str:
    """What somebody typed or pasted: of a whole link the secret, else the text itself."""
    text = typed.strip()[:LONGEST_TYPED]
    return next((each for each in text.split("/") if is_secret(each)), text)
