"""Second factors: what allauth keeps of them, unreadable at rest, and each code good for one use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal import auth as passkeys

from accounts.devices import device_name
from accounts.models import User
from config.kernel.api.counters import log_in_counters
from config.kernel.secrets import decrypt, encrypt

PURPOSE = "mfa_authenticator.data"
READERS_OF_PASSKEYS = (
    "parse_registration_response",
    "parse_authentication_response",
    "complete_registration",
    "complete_authentication",
    "extract_user_from_response",
)


class FactorAdapter(DefaultMFAAdapter):
    """The key of an authenticator app and the seed of the recovery codes are encrypted like every secret column."""

    def encrypt(self, text: str) -> str:
        return encrypt(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, purpose=PURPOSE)

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """After the device it is made on, as the list of sessions calls it."""
        return device_name(context.request.META.get("HTTP_USER_AGENT", ""))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys are of this host; what they are called is ours, and not what a Host header says."""
        return {**super().get_public_key_credential_rp_entity(), "name": app_settings.TOTP_ISSUER}


def take_code(factor: TOTP, code: str) -> bool:
    """True for the first who brings this code while it is good; one statement, atomic between processes."""
    digest = hashlib.sha256(normalize_user_code(code).encode()).hexdigest()[:16]
    good_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    count, _left = log_in_counters().raise_by_one(f"totp:{factor.instance.user_id}:{digest}", good_for)
    return count == 1


def refusing(read: Callable[..., Any]) -> Callable[..., Any]:
    """`read`, but what it cannot make sense of is a wrong code."""

    @wraps(read)
    def refuse(*args: Any) -> Any:
        try:
            return read(*args)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise get_adapter().validation_error("incorrect_code") from error

    return refuse


def mend_allauth() -> None:
    """It forgets a used code after one period, in each process for itself: with a tolerance, a code seen over
    somebody's shoulder would work once more. And it answers 500 to a passkey's answer that makes no sense."""
    TOTP._mark_code_used = take_code
    for name in READERS_OF_PASSKEYS:
        setattr(passkeys, name, refusing(getattr(passkeys, name)))
