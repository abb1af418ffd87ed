"""Editable resources carry a `version`: a write that names an old one is refused with what stands now (409)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from config.kernel.api.errors import invalid

_ETAG = re.compile(r'(?:W/)?"?(\d{1,9})"?', re.ASCII)
LARGEST_VERSION = 2**31 - 1


def etag_of(version: int) -> str:
    return f'"{version}"'


def expected_version(request: Request, body: Mapping[str, Any] | None = None) -> int | None:
    """The version the client has seen: `version` of the body, or If-Match. None: it overwrites what is there.

    Raises a 400 when either is no version, or both are given and differ.
    """
    from_header = _from_if_match(request.META.get("HTTP_IF_MATCH"))
    from_body = body.get("version") if isinstance(body, Mapping) else None
    if from_body is None:
        return from_header
    if type(from_body) is not int or not 0 < from_body <= LARGEST_VERSION:
        raise invalid("version", _("A version is a whole number."))
    if from_header is not None and from_header != from_body:
        raise invalid("version", _("If-Match names another version."), "version_differs")
    return from_body


def _from_if_match(header: str | None) -> int | None:
    if header is None or header.strip() == "*":
        return None
    match = _ETAG.fullmatch(header.strip())
    if match is None:
        raise invalid("If-Match", _("Send the ETag of the answer you have seen."))
    return int(match[1])
