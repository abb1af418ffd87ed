"""The one door through which people come in, for pages and API alike."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.registry import is_invited

FIRST_PERSON_LOCK = 0x7475_7070
OF_ADDRESS = "login_failed_of_address"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Where people come by invitation, the first one has nobody who could invite them."""
        if settings.SIGNUPS == "invited":
            return is_invited(request) or not people_of_this_instance().exists()
        return bool(settings.SIGNUPS == "open")

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Whoever is first becomes staff. Two who sign up at once wait for each other here.

        SQLite has one writer anyway (transactions are IMMEDIATE); PostgreSQL needs the lock.
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FIRST_PERSON_LOCK])
        if not people_of_this_instance().exists():
            user.is_staff = user.is_superuser = True
        super().save_user(request, user, form, commit)
        return user

    def pre_login(self, request: HttpRequest, user: User, *, signup: bool, **given: Any) -> HttpResponse | None:
        """Staff who were here before there was a mail server come in without a code by mail, to see why none arrives:
        what it would let them do they may do anyway. The made-up people of the demo read no mail."""
        if not signup and (user.is_staff or user.is_demo):
            _trust_address(user)
        answer: HttpResponse | None = super().pre_login(request, user, signup=signup, **given)
        return answer

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts each try against the account and against the address it comes from, until it has succeeded.

        Raises:
            ValidationError: `too_many_login_attempts`.
        """
        self._of_address = ratelimit.consume(request, app="allauth.account", action=OF_ADDRESS)
        if self._of_address is None:
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Success forgets the failures of the account; of the address it takes back this one try, or somebody could
        guess at others' passwords and log in to their own account in between."""
        person: User | None = super().authenticate(request, **credentials)
        if person is not None:
            self._of_address.rollback()
            self._delete_login_attempts_cached_email(request, **credentials)
        return person

    def reauthenticate(self, user: User, password: str) -> bool:
        """By the person's own address: people made by a command have no row among allauth's addresses."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Also by the provider somebody comes by; for who has no way at all, that page says what to do."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if isinstance(user, User) and (not methods or SocialAccount.objects.filter(user=user).exists()):
            url = reverse("reauthenticate_by_provider")
            methods.append({"id": "provider", "description": _("Log in again with another service"), "url": url})
        return methods

    def set_password(self, user: User, password: str) -> None:
        """Saves that column alone: the whole row would turn back `live_seq`, which others raise meanwhile."""
        user.set_password(password)
        user.save(update_fields=["password"])


def _trust_address(user: User) -> None:
    has_primary = EmailAddress.objects.filter(user=user, primary=True).exists()
    address, _made = EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": not has_primary}
    )
    if not address.verified:
        EmailAddress.objects.filter(pk=address.pk).update(verified=True)


def people_of_this_instance() -> Any:
    """Everybody but the made-up people of the demo."""
    return User.objects.filter(is_demo=False)
