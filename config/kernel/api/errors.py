"""One shape for every refusal of ours: `{type, errors: [{code, detail, attr}]}`, with codes that stay.

Services raise Django's ValidationError with a code; it becomes 400 with the field's name. A serializer says
what is wrong with a value, a service what is wrong with the request.
"""

from __future__ import annotations

import math
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import ExceptionHandlerContext
from rest_framework import exceptions, status
from rest_framework.response import Response

from config.kernel.outages import Outage, outage_of


class Conflict(exceptions.APIException):
    """409. `current` is the resource as it stands now, in the form the API shows it in."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = _("This has changed in the meantime.")
    default_code = "version_conflict"

    def __init__(
        self, detail: Any = None, code: str | None = None, *, attr: str | None = None, current: Any = None
    ) -> None:
        super().__init__(detail, code)
        self.attr = attr
        self.current = current


class IdempotencyMismatch(exceptions.APIException):
    """422: the same Idempotency-Key came with another request."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = _("This Idempotency-Key was used for another request.")
    default_code = "idempotency_mismatch"
    attr = "Idempotency-Key"


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = _("The request is too large.")
    default_code = "too_large"


class Unavailable(exceptions.APIException):
    """503 or 507: what we stand on has given way."""

    def __init__(self, outage: Outage) -> None:
        super().__init__(outage.detail, outage.code)
        self.status_code = outage.status
        self.retry_after = outage.retry_after


def invalid(attr: str, detail: Any, code: str = "invalid") -> exceptions.ValidationError:
    """A 400 about one field, parameter or header."""
    return exceptions.ValidationError({attr: [exceptions.ErrorDetail(str(detail), code)]})


def does_not_exist(attr: str) -> exceptions.ValidationError:
    """The 400 for an id that leads nowhere; one that leads to somebody else's thing is answered alike."""
    return invalid(attr, _("There is nothing with this id."), "does_not_exist")


def _details(error: DjangoValidationError) -> list[exceptions.ErrorDetail]:
    return [exceptions.ErrorDetail(str(each.messages[0]), each.code or "invalid") for each in error.error_list]


def from_django(error: DjangoValidationError) -> exceptions.ValidationError:
    """The API's form of a service's refusal. Errors of no field in particular have attr null."""
    if not hasattr(error, "error_dict"):
        return exceptions.ValidationError(_details(error))
    return exceptions.ValidationError(
        {
            "non_field_errors" if field == NON_FIELD_ERRORS else field: [
                detail for one in errors for detail in _details(one)
            ]
            for field, errors in error.error_dict.items()
        }
    )


class Handler(ExceptionHandler):
    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, DjangoValidationError):
            return from_django(exc)
        if isinstance(exc, RequestDataTooBig):
            return TooLarge()
        if isinstance(exc, UnreadablePostError | MultiPartParserError | TooManyFieldsSent | TooManyFilesSent):
            return exceptions.ParseError()
        outage = outage_of(exc)
        if outage is not None:
            return Unavailable(outage)
        return super().convert_known_exceptions(exc)

    def format_exception(self, exc: exceptions.APIException) -> dict[str, Any]:
        data: dict[str, Any] = super().format_exception(exc)
        attr = getattr(exc, "attr", None)
        for each in data["errors"]:
            if attr is not None:
                each["attr"] = attr
            elif each["attr"] == "non_field_errors":
                each["attr"] = None
        current = getattr(exc, "current", None)
        if current is not None:
            data["current"] = current
        return data

    def get_headers(self, exc: exceptions.APIException) -> dict[str, str]:
        headers: dict[str, str] = super().get_headers(exc)
        if isinstance(exc, exceptions.Throttled):
            # Rounded up, and never 0: a client that waits this long is let in.
            headers["Retry-After"] = str(max(1, math.ceil(getattr(exc, "wait", None) or 1)))
        elif isinstance(exc, Unavailable):
            headers["Retry-After"] = str(exc.retry_after)
        return headers


def exception_handler(exc: Exception, context: ExceptionHandlerContext) -> Response | None:
    response: Response | None = Handler(exc, context).run()
    return response
