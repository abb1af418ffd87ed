"""Each page speaks the person's language, lives in their time zone and notes that they were here."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings
from django.db import OperationalError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone, translation

from accounts.models import User
from accounts.sessions import is_presence_due, note_presence
from config.kernel.audit import client_address

log = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], Any]


class PersonMiddleware:
    """Costs nothing without a session cookie: apps with tokens get UTC, and the language they ask for."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if not _is_of_a_page(request):
            return self.get_response(request)  # type: ignore[no-any-return]
        if self.is_async:
            return self._later(request)
        if not isinstance(request.user, User):
            return self.get_response(request)  # type: ignore[no-any-return]
        person = request.user
        _note_presence(request, person)
        with timezone.override(person.zone), translation.override(person.locale.lower()):
            return _in_language(self.get_response(request))

    async def _later(self, request: HttpRequest) -> HttpResponseBase:
        person = await request.auser()
        if not isinstance(person, User):
            return await self.get_response(request)  # type: ignore[no-any-return]
        # An asynchronous view may then read request.user as a synchronous one does.
        request._cached_user = person  # type: ignore[attr-defined]
        if is_presence_due(person):
            await sync_to_async(_note_presence)(request, person)
        with timezone.override(person.zone), translation.override(person.locale.lower()):
            return _in_language(await self.get_response(request))


class RefusedFormMiddleware:
    """Pages of allauth answer 200 with a form that was refused; ours say 422, and so do these."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        return self.get_response(request)  # type: ignore[no-any-return]

    def process_template_response(self, request: HttpRequest, response: SimpleTemplateResponse) -> Any:
        forms = [each for each in (response.context_data or {}).values() if isinstance(each, BaseForm)]
        if response.status_code == HTTPStatus.OK and any(form.is_bound and form.errors for form in forms):
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


def _in_language(response: HttpResponseBase) -> HttpResponseBase:
    """LocaleMiddleware, further out, would name the language of the browser."""
    response.headers.setdefault("Content-Language", translation.get_language())
    return response


def _is_of_a_page(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES and "HTTP_AUTHORIZATION" not in request.META


def _note_presence(request: HttpRequest, person: User) -> None:
    """Also lets the session slide: it lives for its full time from the last visit, not from the log-in."""
    if not is_presence_due(person):
        return
    try:
        note_presence(
            person=person,
            session_key=request.session.session_key or "",
            address=client_address(request),
            user_agent=request.META.get("HTTP_USER_AGENT", ""),
        )
    except OperationalError as error:
        # On a full disk people still read.
        log.warning("Nobody's presence can be noted: %s", error)
        return
    request.session.modified = True
