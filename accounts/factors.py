"""Second factors: what allauth keeps of them, unreadable at rest, and each code good for one use."""

from __future__ import annotations

import hashlib

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import TOTP

from config.kernel.api.counters import log_in_counters
from config.kernel.secrets import decrypt, encrypt

PURPOSE = "mfa_authenticator.data"


class FactorAdapter(DefaultMFAAdapter):
    """The key of an authenticator app and the seed of the recovery codes are encrypted like every secret column."""

    def encrypt(self, text: str) -> str:
        return encrypt(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, purpose=PURPOSE)


def take_code(factor: TOTP, code: str) -> bool:
    """True for the first who brings this code while it is good; one statement, atomic between processes."""
    digest = hashlib.sha256(normalize_user_code(code).encode()).hexdigest()[:16]
    good_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    count, _left = log_in_counters().raise_by_one(f"totp:{factor.instance.user_id}:{digest}", good_for)
    return count == 1


def use_each_code_once() -> None:
    """allauth forgets a used code after one period, in each process for itself: with a tolerance, a code seen over
    somebody's shoulder would work once more."""
    TOTP._mark_code_used = take_code
