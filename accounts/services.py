"""What changes a person. Each of these raises ValidationError with stable codes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.errors import StaleProfile
from accounts.events import LocaleChanged
from accounts.models import User
from config.kernel import files, mail
from config.kernel.events import announce
from config.kernel.housekeeping import forget_jobs_naming
from config.kernel.money import fits_currency
from config.kernel.registry import delete_person_data

PROFILE_FIELDS = (
    "name",
    "country",
    "currency",
    "time_zone",
    "locale",
    "monthly_income",
    "payday",
    "personal_allowance",
    "financial_goals",
    "risk_tolerance",
    "theme",
)
AMOUNTS = ("monthly_income", "personal_allowance")
LARGEST_AMOUNT = Decimal("9999999999.99")


@transaction.atomic
def change_profile(*, person: User, seen_version: int | None = None, **changes: Any) -> User:
    """Set the given ones of PROFILE_FIELDS and raise the version. `seen_version` None overwrites what is there.

    Amounts are in the person's currency (the new one, when it changes too). One statement besides the check, and one
    before it where the locale is among them.

    Raises:
        StaleProfile: somebody, or another device, changed it since `seen_version`.
        ValidationError: by field.
    """
    unknown = changes.keys() - set(PROFILE_FIELDS)
    if unknown:
        raise TypeError(f"Not of the profile: {', '.join(sorted(unknown))}")
    before = User.objects.values_list("locale", flat=True).get(pk=person.pk) if "locale" in changes else person.locale
    for name, value in changes.items():
        setattr(person, name, value)
    _check(person, set(changes))
    rows = User.objects.filter(pk=person.pk)
    if seen_version is not None:
        rows = rows.filter(version=seen_version)
    if not rows.update(**changes, version=F("version") + 1):
        raise StaleProfile
    if person.locale != before:
        announce(LocaleChanged(person.pk))
    return User.objects.get(pk=person.pk)


def choose_theme(*, person: User, theme: str) -> None:
    """At one click, and without raising the version: a profile form open elsewhere stays good."""
    User.objects.filter(pk=person.pk).update(theme=User.Theme(theme))


def _check(person: User, changed: set[str]) -> None:
    untouched = [field.name for field in User._meta.fields if field.name not in changed]
    problems: dict[str, list[ValidationError]] = {}
    try:
        person.clean_fields(exclude=untouched)
    except ValidationError as error:
        problems = dict(error.error_dict)
    for name in changed.intersection(AMOUNTS) - problems.keys():
        problem = problem_with_amount(getattr(person, name), person.currency)
        if problem is not None:
            problems[name] = [problem]
    if problems:
        raise ValidationError(problems)


def problem_with_amount(amount: Decimal | None, currency: str) -> ValidationError | None:
    """Of an amount people say about themselves: not below zero, not absurd, no more decimals than the currency has."""
    if amount is None:
        return None
    if amount < 0:
        return ValidationError(_("Enter an amount of zero or more."), code="amount_negative")
    if amount > LARGEST_AMOUNT:
        return ValidationError(_("This amount is too large."), code="amount_too_large")
    if not fits_currency(amount, currency):
        return ValidationError(
            _("%(currency)s has fewer decimals than that."), code="too_many_decimals", params={"currency": currency}
        )
    return None


@transaction.atomic
def delete_account(*, person: User) -> None:
    """Delete a person and everything that is theirs alone; the caller has checked that it is really them.

    Raises:
        ValidationError: `last_staff`, when other people would be left without anybody who runs the instance.
    """
    others = User.objects.filter(is_demo=False, is_active=True).exclude(pk=person.pk)
    if person.is_superuser and others.exists() and not others.filter(is_superuser=True).exists():
        raise ValidationError(_("Make somebody else staff first: the others would be left alone."), code="last_staff")
    addresses = {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}
    delete_person_data(person)
    files.collect_when_gone(person)
    mail.forget(addresses)
    forget_jobs_naming(person.pk)
    keys = list(UserSession.objects.filter(user=person).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    person.delete()
