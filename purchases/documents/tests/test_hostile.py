"""What is handed in to do harm: refused with a code, or kept as one of four types that nothing runs from."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from config.kernel.files import collect_strays
from config.kernel.models import StoredFile
from purchases.documents.cleaning import CONTENT_TYPES, PICTURES
from purchases.documents.models import Document
from purchases.documents.tests.conftest import OnDisk
from purchases.documents.tests.hostile import Upload, hostile_uploads
from purchases.documents.tests.papers import GPS

DOCUMENTS = "/api/v1/documents/"
CODES = {"empty", "not_a_document", "file_damaged", "file_too_large", "image_too_large", "image_moves", "parse_error"}
CODES |= {"required", "invalid", "no_name"}
SENT_AS = ("text/html", "image/svg+xml", "application/x-httpd-php", "image/png", "application/javascript")


def send(client: APIClient, upload: Upload, number: int) -> Any:
    file = SimpleUploadedFile("x", upload.data, content_type=SENT_AS[number % len(SENT_AS)])
    # As a client sends it that asks nobody: Django's own class would tidy the name first.
    file._name = upload.name  # type: ignore[attr-defined]
    return client.post(DOCUMENTS, {"file": file}, format="multipart")


def test_two_hundred_hostile_uploads(
    ana_api: APIClient, on_disk: OnDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(aside))
    outcomes: Counter[str] = Counter()
    uploads = list(hostile_uploads())
    assert len(uploads) >= 200
    for number, upload in enumerate(uploads):
        answer = send(ana_api, upload, number)
        assert answer.status_code in (200, 201, 400), (upload.what, answer.content)
        if answer.status_code == 400:
            code = answer.json()["errors"][0]["code"]
            assert code in CODES, (upload.what, code)
            outcomes[code] += 1
        else:
            outcomes[answer.json()["kind"]] += 1
            check_kept(ana_api, upload, answer.json())
    check_disk(on_disk, tmp_path)
    assert outcomes["not_a_document"] >= 25
    assert outcomes["file_damaged"] >= 40
    assert sum(outcomes[kind] for kind in CONTENT_TYPES) >= 80
    assert not list(aside.iterdir())


def check_kept(client: APIClient, upload: Upload, shown: dict[str, Any]) -> None:
    """Served as what it is, with nothing of what was hidden in a picture, and under no name that is an address."""
    content = client.get(f"{DOCUMENTS}{shown['id']}/content/")
    whole = b"".join(content.streaming_content)  # type: ignore[attr-defined]
    assert content["Content-Type"] == CONTENT_TYPES[shown["kind"]], upload.what
    assert content["X-Content-Type-Options"] == "nosniff"
    assert content["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert content["Content-Disposition"].startswith("inline" if shown["kind"] in PICTURES else "attachment")
    if shown["kind"] in PICTURES:
        for hidden in (GPS, b"<script", b"PK\x03\x04", b"<?php", b"%PDF"):
            assert hidden not in whole, (upload.what, hidden)
    else:
        assert whole == upload.data
    name = shown["name"]
    assert not set(name) & set('/\\<>"\0\r\n\u202e\u2066'), name
    assert not name.startswith(".")
    small = client.get(f"{DOCUMENTS}{shown['id']}/thumbnail/")
    assert (small.status_code == 200) == shown["has_thumbnail"]
    if shown["has_thumbnail"]:
        assert b"".join(small.streaming_content)[8:12] == b"WEBP"  # type: ignore[attr-defined]


def check_disk(on_disk: OnDisk, folder: Path) -> None:
    """Every file of the store lies under the hash of what it holds and has its row; there is no other."""
    found = on_disk()
    for each in found:
        digest = hashlib.sha256(each.read_bytes()).hexdigest()
        assert each.relative_to(folder / "files").parts == (digest[:2], digest[2:4], digest)
    assert {each.name for each in found} == set(StoredFile.objects.values_list("pk", flat=True))
    kept = set(Document.objects.values_list("digest", flat=True))
    assert kept <= {each.name for each in found}
    assert collect_strays() == 0


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, "required"),
        ({"file": "a text and no file"}, "invalid"),
        ({"file": SimpleUploadedFile("a.pdf", b"")}, "empty"),
        ({"file": SimpleUploadedFile("a.pdf", b"x"), "html": "<b>"}, "unknown_field"),
        ({"file": SimpleUploadedFile("a.pdf", b"x"), "role": "admin"}, "invalid_choice"),
        ({"file": SimpleUploadedFile("a.pdf", b"x"), "purchase_id": "../../etc"}, "invalid"),
    ],
)
def test_forms_that_are_none(ana_api: APIClient, data: dict[str, Any], code: str) -> None:
    answer = ana_api.post(DOCUMENTS, data, format="multipart")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, code)
