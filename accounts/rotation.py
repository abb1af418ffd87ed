"""Second factors among the secrets whose keys can be changed: allauth keeps theirs in a JSON column."""

from __future__ import annotations

from collections import Counter
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.factors import PURPOSE
from config.kernel.rotation import Rotated, keeps_secrets
from config.kernel.secrets import CannotDecrypt, decrypt, encrypt, key_of, newest_key

# What allauth hands to the adapter's `encrypt`: the app's key, the seed of recovery codes, codes of an older kind.
ONE, MANY = ("secret", "seed"), ("migrated_codes",)
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


class FactorSecrets:
    name = PURPOSE

    def keys_in_use(self) -> Counter[str]:
        return Counter(key_of(sealed) for each in self._rows() for sealed in _sealed(each.data))

    def rotate(self) -> Rotated:
        """One short transaction for each factor, so that a code that is being used waits or is waited for."""
        done = Rotated()
        for pk in list(self._rows().values_list("pk", flat=True)):
            with transaction.atomic():
                factor = self._rows().select_for_update().filter(pk=pk).first()
                if factor is None or all(key_of(each) == newest_key() for each in _sealed(factor.data)):
                    continue
                try:
                    data, count = _anew(factor.data)
                except CannotDecrypt:
                    done.lost.append(str(pk))
                    continue
                self._rows().filter(pk=pk).update(data=data)
                done.changed += count
        return done

    def _rows(self) -> Any:
        return Authenticator.objects.filter(type__in=KINDS).order_by("pk")


def _sealed(data: dict[str, Any]) -> list[str]:
    return [data[name] for name in ONE if data.get(name)] + [each for name in MANY for each in data.get(name) or []]


def _anew(data: dict[str, Any]) -> tuple[dict[str, Any], int]:
    ones = {name: _reseal(data[name]) for name in ONE if data.get(name)}
    many = {name: [_reseal(each) for each in data[name]] for name in MANY if data.get(name)}
    return {**data, **ones, **many}, len(_sealed(data))


def _reseal(sealed: str) -> str:
    return encrypt(decrypt(sealed, purpose=PURPOSE), purpose=PURPOSE)


keeps_secrets(FactorSecrets())
