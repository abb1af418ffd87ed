"""Which invitation a secret, a code, a session or a verified address opens."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest

from accounts.models import User
from config.kernel.api.counters import log_in_counters
from partnerships.inviting.errors import TooManyTries
from partnerships.inviting.models import Invitation
from partnerships.inviting.secrets import code_digest_of, digest_of, is_secret, secret_in

CODE_TRIES, CODE_SECONDS = 10, 900
HEADER = "X-Invitation"
_KEPT = "invitation"


def with_secret(secret: str) -> Invitation | None:
    """The open one of that link. One query, none for what is no secret."""
    return _with_digest(digest_of(secret)) if is_secret(secret) else None


def with_secret_or_code(typed: str, person: User) -> Invitation | None:
    """The open one of what `person` typed or pasted. Tries of codes are counted; one that is right forgets them.

    Raises TooManyTries.
    """
    text = secret_in(typed)
    if is_secret(text):
        return with_secret(text)
    key = f"invitation-codes:{person.pk}"
    if settings.THROTTLES_ON:
        count, left = log_in_counters().raise_by_one(key, CODE_SECONDS)
        if count > CODE_TRIES:
            raise TooManyTries(left)
    found = Invitation.objects.open().filter(code_digest=code_digest_of(text)).select_related("invited_by").first()
    if found is not None and settings.THROTTLES_ON:
        log_in_counters().clear(key)
    return found


def answerable(key: UUID, typed: str, person: User) -> Invitation:
    """The invitation `key`, opened by what was typed, else by an address known to be the person's.

    Raises Http404, TooManyTries.
    """
    if typed:
        found = with_secret_or_code(typed, person)
        if found is not None and found.pk == key:
            return found
        raise Http404
    received = Invitation.objects.received_by(person).filter(pk=key).select_related("invited_by").first()
    if received is None:
        raise Http404
    return received


def keep_in_session(request: HttpRequest, invitation: Invitation) -> None:
    """So that it survives signing up and logging in. The session holds the digest, never the secret."""
    request.session[_KEPT] = invitation.digest


def forget_in_session(request: HttpRequest) -> None:
    request.session.pop(_KEPT, None)


def of_session(request: HttpRequest) -> Invitation | None:
    """The open one this visitor has opened before. One query at most."""
    digest = request.session.get(_KEPT) if hasattr(request, "session") else None
    return _with_digest(digest) if isinstance(digest, str) else None


def brings_an_invitation(request: HttpRequest) -> bool:
    """Whether a visitor who signs up was invited: by a link opened in this browser, or an app's header."""
    return of_session(request) is not None or with_secret(request.headers.get(HEADER, "")) is not None


def _with_digest(digest: str) -> Invitation | None:
    return Invitation.objects.open().filter(digest=digest).select_related("invited_by").first()
