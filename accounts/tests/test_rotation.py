"""Changing the key that incomes, account numbers and second factors are encrypted with."""

from __future__ import annotations

import base64
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from accounts.factors import PURPOSE
from accounts.models import User
from config.kernel import rotation
from config.kernel.models import AuditEntry
from config.kernel.rotation import Column
from config.kernel.secrets import EncryptedMoneyField, decrypt, encrypt

OLD, NEW = (f"{name}:{base64.b64encode(bytes([byte]) * 32).decode()}" for name, byte in (("k1", 1), ("k_2", 2)))


@pytest.fixture(autouse=True)
def old_key(settings: Settings) -> None:
    settings.FIELD_KEYS = OLD


def stored(column: str = "monthly_income") -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM accounts_user WHERE {column} IS NOT NULL")  # noqa: S608 our own
        return str(cursor.fetchone()[0])


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("rotate_keys", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def earning(person: User) -> None:
    User.objects.filter(pk=person.pk).update(monthly_income=Decimal("3200.50"))


def test_every_value_is_of_the_newest_key_afterwards_and_the_old_one_may_go(ana: User, settings: Settings) -> None:
    earning(ana)
    factor = Authenticator.objects.create(
        user=ana, type=Authenticator.Type.TOTP, data={"secret": encrypt("ABC", purpose=PURPOSE), "other": 1}
    )
    codes = {"seed": encrypt("seed", purpose=PURPOSE), "used_mask": 3}
    Authenticator.objects.create(user=ana, type=Authenticator.Type.RECOVERY_CODES, data=codes)
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    with pytest.raises(CommandError, match="3 values still use an older key"):
        run("--check")
    assert stored().startswith("k1:")
    assert "3 values written anew with k_2" in run()
    settings.FIELD_KEYS = NEW
    assert "Every value uses k_2" in run("--check")
    assert User.objects.get(pk=ana.pk).monthly_income == Decimal("3200.50")
    factor.refresh_from_db()
    assert decrypt(factor.data["secret"], purpose=PURPOSE) == "ABC"
    assert factor.data["other"] == 1
    entry = AuditEntry.objects.get(action="keys_rotated")
    assert (entry.details["key"], entry.details["changed"]) == ("k_2", 3)


def test_a_second_run_changes_nothing(ana: User, settings: Settings) -> None:
    earning(ana)
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    run()
    before = stored()
    assert "0 values written anew" in run()
    assert stored() == before


def test_what_is_written_meanwhile_is_left_alone(
    ana: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    earning(ana)
    settings.FIELD_KEYS = f"{NEW},{OLD}"

    def changed_between(value: str, **purpose: Any) -> str:
        User.objects.filter(pk=ana.pk).update(monthly_income=Decimal(1))
        return decrypt(value, **purpose)

    monkeypatch.setattr(rotation, "decrypt", changed_between)
    assert Column(User, _income()).rotate().changed == 0
    assert User.objects.get(pk=ana.pk).monthly_income == Decimal(1)


def test_more_values_than_one_batch_are_all_found(
    ana: User, ben: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 1)
    for person in (ana, ben):
        earning(person)
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    assert "2 values written anew" in run()


def test_a_value_whose_key_is_gone_is_named_and_the_others_go_on(ana: User, ben: User, settings: Settings) -> None:
    earning(ana)
    settings.FIELD_KEYS = NEW
    earning(ben)
    with pytest.raises(CommandError, match="1 values still use an older key"):
        run()
    assert Column(User, _income()).rotate().lost == [str(ana.pk)]


def _income() -> EncryptedMoneyField:
    field = User._meta.get_field("monthly_income")
    assert isinstance(field, EncryptedMoneyField)
    return field
