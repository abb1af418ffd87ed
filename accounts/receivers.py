"""What happens at the door goes into the audit log, whichever door it was: page, API or admin."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import (
    email_confirmed,
    password_changed,
    password_reset,
    password_set,
    user_logged_in,
    user_signed_up,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.sessions import end_other_sessions
from config.kernel.audit import record


@receiver(user_signed_up)
def write_sign_up(request: HttpRequest, user: User, **kwargs: Any) -> None:
    record("signed_up", person=user, request=request, staff=user.is_staff)


@receiver(user_logged_in)
def write_log_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    record("logged_in", person=user, request=request)


@receiver(user_logged_out)
def write_log_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record("logged_out", person=user, request=request)


@receiver(user_login_failed)
def write_failed_log_in(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Names the person whose address was tried; an address of nobody is not kept, it may be a typed password."""
    address = credentials.get("email") or credentials.get("username") or ""
    record("log_in_failed", person=User.objects.filter(email__iexact=address).first(), request=request)


@receiver([password_changed, password_set])
def write_password_change(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The other devices could do nothing any more; ending them closes their open windows' sockets as well."""
    end_other_sessions(person=user, session_key=request.session.session_key or "")
    record("password_changed", person=user, request=request)


@receiver(password_reset)
def write_password_reset(request: HttpRequest, user: User, **kwargs: Any) -> None:
    end_other_sessions(person=user, session_key="")
    record("password_reset", person=user, request=request)


@receiver(email_confirmed)
def use_confirmed_address(request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    """An address that was added replaces the one in use as soon as it is known to be the person's."""
    if email_address.primary:
        return
    email_address.set_as_primary()
    EmailAddress.objects.filter(user=email_address.user).exclude(pk=email_address.pk).delete()
    record("email_changed", person=email_address.user, request=request)


@receiver(social_account_added)
def write_linked_provider(request: HttpRequest, sociallogin: SocialLogin, **kwargs: Any) -> None:
    record("provider_linked", person=sociallogin.user, request=request, provider=sociallogin.account.provider)


@receiver(social_account_removed)
def write_unlinked_provider(request: HttpRequest, socialaccount: SocialAccount, **kwargs: Any) -> None:
    record("provider_unlinked", person=socialaccount.user, request=request, provider=socialaccount.provider)


@receiver([authenticator_added, authenticator_reset])
def write_new_factor(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    is_codes = authenticator.type == Authenticator.Type.RECOVERY_CODES
    record("recovery_codes_made" if is_codes else "factor_added", person=user, request=request, type=authenticator.type)


@receiver(authenticator_removed)
def write_removed_factor(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    record("factor_removed", person=user, request=request, type=authenticator.type)


@receiver(authenticator_used)
def write_used_factor(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    is_code = authenticator.type == Authenticator.Type.RECOVERY_CODES
    record("recovery_code_used" if is_code else "factor_used", person=user, request=request, type=authenticator.type)


@receiver(authentication_failed)
def write_failed_factor(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    record("factor_failed", person=user, request=request, type=authenticator.type)
