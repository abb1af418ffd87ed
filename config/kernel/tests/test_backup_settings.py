"""What a deployment may say of the places of its backups."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings.checks import phrase_of
from config.settings.environment import Environment

BUCKET = {"BACKUP_ALSO": "s3://papers/home", "BACKUP_S3_KEY": "k", "BACKUP_S3_SECRET": "very secret"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"BACKUP_ALSO": "backups"}, "whole path"),
        ({"BACKUP_ALSO": "/a,ftp://b"}, "whole path"),
        (BUCKET, "BACKUP_S3_URL is needed"),
        ({**BUCKET, "BACKUP_S3_URL": "http://s3.example.org"}, "must start with https"),
        ({"BACKUP_PASSPHRASE": "too short"}, "at least 12 characters"),
        ({"BACKUP_PASSPHRASE": "file:///nowhere/at/all"}, "a file that can be read"),
    ],
)
def test_what_would_not_do_is_refused_at_the_start(given: dict[str, str], told: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=told) as refused:
        Environment({**given, "DATA_DIR": str(tmp_path)}, tmp_path)
    assert "too short" not in str(refused.value)


def test_a_bucket_of_this_machine_needs_no_https_and_a_passphrase_may_lie_in_a_file(tmp_path: Path) -> None:
    Environment({**BUCKET, "BACKUP_S3_URL": "http://127.0.0.1:9000", "DATA_DIR": str(tmp_path)}, tmp_path)
    path = tmp_path / "phrase"
    path.write_text("correct horse battery\n")
    assert phrase_of(path.as_uri()) == "correct horse battery"
