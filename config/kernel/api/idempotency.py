"""Writes that happen once: a creating POST that comes again with its `Idempotency-Key` gets the first answer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.views import APIView

from config.kernel import killing
from config.kernel.api.errors import IdempotencyMismatch, invalid
from config.kernel.api.renderers import to_json
from config.kernel.models import IdempotencyKey

KEPT = timedelta(hours=24)
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
Handler = TypeVar("Handler", bound=Callable[..., HttpResponseBase])


def happens_once(handler: Handler) -> Handler:
    """Make a POST handler honour `Idempotency-Key` for 24 hours. Without the header it runs as it is.

    The key's row is inserted first, in the transaction of the write: a twin that comes at the same time waits
    on the unique index until the first one ends, then replays its answer, or runs itself when that one failed.
    A refusal (4xx) writes nothing and keeps no key: the corrected request may use it.
    """

    @wraps(handler)
    def once(view: APIView, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = request.META.get("HTTP_IDEMPOTENCY_KEY")
        if key is None:
            return handler(view, request, *args, **kwargs)
        if not _KEY.fullmatch(key):
            raise invalid("Idempotency-Key", _("1 to 200 visible ASCII characters."))
        mark = fingerprint(request)
        with transaction.atomic():
            row = _claim(request.user.pk, key, mark)
            if row.status is not None:
                return _replay(row, mark)
            killing.point("once:claimed")
            response = handler(view, request, *args, **kwargs)
            killing.point("once:done")
            if response.status_code >= 400:
                transaction.set_rollback(True)
            else:
                row.status, row.body = response.status_code, to_json(getattr(response, "data", None))
                row.save(update_fields=["status", "body"])
                killing.point("once:answered")
        killing.point("once:committed")
        return response

    once.happens_once = True  # type: ignore[attr-defined]
    return cast(Handler, once)


def fingerprint(request: Request) -> str:
    """SHA-256 of what was asked: method, path and body; of a form its fields and the contents of its files.

    A multipart boundary differs at every sending, so the raw body of a form will not do.
    """
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type.partition(";")[0] != "multipart/form-data":
        digest.update(to_json(request.data))
        return digest.hexdigest()
    form = cast(QueryDict, request.data)
    for name in sorted(form):
        for value in form.getlist(name):
            if isinstance(value, UploadedFile):
                digest.update(f"\n{name}={value.name}:{value.size}\n".encode())
                for chunk in value.chunks():
                    digest.update(chunk)
                value.seek(0)
            else:
                digest.update(f"\n{name}={len(value)}:{value}".encode())
    return digest.hexdigest()


def _claim(person_id: Any, key: str, mark: str) -> IdempotencyKey:
    """The key's row, ours or (with a status) of an earlier request. Waits for a twin that still runs."""
    mine = IdempotencyKey(person_id=person_id, key=key, fingerprint=mark)
    IdempotencyKey.objects.filter(person=person_id, key=key, created_at__lt=timezone.now() - KEPT).delete()
    IdempotencyKey.objects.bulk_create([mine], ignore_conflicts=True)
    return IdempotencyKey.objects.get(person=person_id, key=key)


def _replay(row: IdempotencyKey, mark: str) -> HttpResponse:
    if row.fingerprint != mark:
        raise IdempotencyMismatch
    response = HttpResponse(bytes(row.body or b""), status=row.status, content_type="application/json")
    response["Idempotent-Replayed"] = "true"
    return response
