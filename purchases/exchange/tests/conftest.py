"""Taking files in as a job does, and giving them out again."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from accounts.models import User
from purchases.exchange import services
from purchases.exchange.models import ThingImport
from purchases.exchange.selection import all_things
from purchases.exchange.writing.answering import FORMATS


class Taking(Protocol):
    def __call__(self, person: User, data: bytes, duplicates: str = "skip", **choices: str) -> ThingImport: ...


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def take(django_capture_on_commit_callbacks: Callable[..., object]) -> Taking:
    """Hands a file in and confirms it; the job runs as it would after commit, in this process."""

    def run(person: User, data: bytes, duplicates: str = "skip", **choices: str) -> ThingImport:
        upload = SimpleUploadedFile("things", data)
        kind = services.look_through(upload, person)
        source = services.keep_import(owner=person, upload=upload, name="things", kind=kind)
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():  # type: ignore[attr-defined]
            services.start_import(source=source, duplicates=duplicates, choices=choices)
        source.refresh_from_db()
        return source

    return run


def given_out(person: User, form: str) -> bytes:
    """The whole export."""
    chunks, _type = FORMATS[form]
    return b"".join(chunks(person, all_things()))


def counts_of(source: ThingImport) -> tuple[int, int, int, int]:
    """Added, updated, skipped, refused."""
    return source.added, source.updated, source.skipped, source.refused


def picture(shade: int) -> bytes:
    """A small photo; each shade is another content."""
    out = BytesIO()
    Image.new("RGB", (8, 8), (shade, 40, 40)).save(out, "PNG")
    return out.getvalue()
