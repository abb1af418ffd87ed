"""What some settings need of others: each of these names what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec

APPLE_FIELDS = ("APPLE_CLIENT_ID", "APPLE_TEAM_ID", "APPLE_KEY_ID", "APPLE_PRIVATE_KEY")


def missing_together(values: Mapping[str, str]) -> list[str]:
    checks = (
        _missing_for_many_processes,
        _missing_for_apple,
        _missing_for_push,
        _missing_for_language,
        _missing_for_bucket,
        _missing_for_backups,
    )
    return [problem for check in checks for problem in check(values)]


def _missing_for_apple(values: Mapping[str, str]) -> list[str]:
    if not any(values[name] for name in APPLE_FIELDS):
        return []
    return [f"{name} is needed for log-in with Apple" for name in APPLE_FIELDS if not values[name]]


def _missing_for_bucket(values: Mapping[str, str]) -> list[str]:
    if not values["S3_URL"]:
        return []
    missing = [f"{name} is needed for S3_URL" for name in ("S3_KEY", "S3_SECRET") if not values[name]]
    if find_spec("botocore") is None:
        missing.append("S3_URL needs more than Tuppence does: sh tools/install.sh requirements/bucket.txt")
    return missing


def _missing_for_push(values: Mapping[str, str]) -> list[str]:
    needs = values["VAPID_PRIVATE_KEY"] and not values["VAPID_SUBJECT"]
    return ["VAPID_SUBJECT is needed for pushes to browsers"] if needs else []


def _missing_for_language(values: Mapping[str, str]) -> list[str]:
    """A paid service without prices would have no ceiling; a service of one's own may be free and without a key."""
    if not values["LANGUAGE_PROVIDER"]:
        return []
    needed = ["LANGUAGE_MODEL"]
    if not values["LANGUAGE_URL"]:
        needed += ["LANGUAGE_KEY", "LANGUAGE_PRICES"]
    return [f"{name} is needed for LANGUAGE_PROVIDER" for name in needed if not values[name]]


def _missing_for_many_processes(values: Mapping[str, str]) -> list[str]:
    if not values["PUBLIC_URL"].startswith("https://"):
        return []
    return [
        f"{name} is needed when PUBLIC_URL is https: keep it in your own safe place"
        for name in ("SECRET_KEY", "FIELD_KEYS")
        if not values[name]
    ]


def _missing_for_backups(values: Mapping[str, str]) -> list[str]:
    missing = []
    if "s3://" in values["BACKUP_ALSO"]:
        needed = ("BACKUP_S3_URL", "BACKUP_S3_KEY", "BACKUP_S3_SECRET")
        missing = [f"{name} is needed for buckets in BACKUP_ALSO" for name in needed if not values[name]]
        if find_spec("botocore") is None:
            missing.append("BACKUP_ALSO needs more than Tuppence does: sh tools/install.sh requirements/bucket.txt")
    if values["BACKUP_PASSPHRASE"] and find_spec("pyrage") is None:
        missing.append(
            "BACKUP_PASSPHRASE needs more than Tuppence does: sh tools/install.sh requirements/passphrase.txt"
        )
    return missing
