"""What is wrong with the value of a setting: each of these answers in a few words, or with nothing where it will do."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, derive_private_key
from cryptography.hazmat.primitives.serialization import load_pem_private_key

SERVICE_ACCOUNT_FIELDS = ("project_id", "client_email", "private_key", "token_uri")
PROVIDER_FIELDS = ("id", "name", "issuer", "client_id", "secret")


def one_of(*allowed: str) -> Callable[[str], str]:
    return lambda value: "" if value in allowed else f"must be one of {', '.join(allowed)}"


def whole_number(lowest: int, highest: int) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not value.isdigit() or not lowest <= int(value) <= highest:
            return f"must be a whole number from {lowest} to {highest}"
        return ""

    return check


def address(*schemes: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value and urlsplit(value).scheme not in schemes:
            return f"must start with {' or '.join(scheme + '://' for scheme in schemes)}"
        return ""

    return check


def origins(value: str) -> str:
    """Each by its name: `*` and `null` would let in pages nobody knows."""
    for each in filter(None, map(str.strip, value.split(","))):
        parts = urlsplit(each)
        if parts.scheme not in {"http", "https"} or not parts.hostname or each != f"{parts.scheme}://{parts.netloc}":
            return "each must be an origin such as https://app.example.org"
    return ""


def secret(value: str) -> str:
    return "" if not value or len(value) >= 32 else "must have at least 32 characters"


def keys(value: str) -> str:
    for part in filter(None, value.split(",")):
        name, _, key = part.partition(":")
        try:
            if not name or len(base64.b64decode(key, validate=True)) != 32:
                return "each key must be NAME:BASE64 with 32 bytes behind the base64"
        except ValueError:
            return "each key must be NAME:BASE64"
    return ""


def providers(value: str) -> str:
    try:
        given = json.loads(value or "[]")
    except ValueError:
        return "must be a JSON list"
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        return "must be a JSON list of objects"
    for each in given:
        if each.keys() != set(PROVIDER_FIELDS) or not all(isinstance(text, str) and text for text in each.values()):
            return f"each provider must have texts for {', '.join(PROVIDER_FIELDS)} and nothing else"
        if not re.fullmatch(r"[a-z0-9-]{1,30}", each["id"]):
            return "the id of each provider must be small letters, digits and hyphens"
        if urlsplit(each["issuer"]).scheme not in {"http", "https"}:
            return "the issuer of each provider must start with https:// (http:// for trying)"
    ids = [each["id"] for each in given]
    is_own = len(ids) == len(set(ids)) and not {"google", "apple"} & set(ids)
    return "" if is_own else "the id of each provider must be its own"


def apple_key(value: str) -> str:
    if not value:
        return ""
    try:
        key = load_pem_private_key(lines_of(value).encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    is_theirs = isinstance(key, EllipticCurvePrivateKey) and isinstance(key.curve, SECP256R1)
    return "" if is_theirs else "must be the text of the .p8 file Apple gave"


def vapid_key(value: str) -> str:
    """32 bytes that are a point's number on P-256."""
    try:
        number = int.from_bytes(base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True))
        if value and len(value.rstrip("=")) != 43:
            raise ValueError
        if value:
            derive_private_key(number, SECP256R1())
    except ValueError:
        return "must be 32 bytes in base64url, as `vapid --gen` and other tools make it"
    return ""


def vapid_subject(value: str) -> str:
    return "" if not value or value.startswith(("mailto:", "https://")) else "must start with mailto: or https://"


def subgraphs(value: str) -> str:
    for each in filter(None, map(str.strip, value.split(","))):
        chain, _is, url = each.partition("=")
        if not re.fullmatch(r"[a-z0-9-]{1,50}", chain.strip()) or not url.strip().startswith(("http://", "https://")):
            return "each must be a chain in small letters, an equals sign and an address: ethereum=https://..."
    return ""


def service_account(value: str) -> str:
    """The file itself is read when something is sent; that it is one is looked at here."""
    if not value:
        return ""
    try:
        given = json.loads(Path(value).read_text())
    except (OSError, ValueError):
        return "must name a JSON file that can be read"
    is_whole = isinstance(given, dict) and all(given.get(name) for name in SERVICE_ACCOUNT_FIELDS)
    return "" if is_whole else f"must name the JSON of a service account with {', '.join(SERVICE_ACCOUNT_FIELDS)}"


def backup_places(value: str) -> str:
    for each in filter(None, map(str.strip, value.split(","))):
        if not each.startswith(("/", "file:///")) and not re.fullmatch(
            r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?", each
        ):
            return "each must be a folder's whole path, or s3://bucket/prefix"
    return ""


def bucket_service(value: str) -> str:
    """Backups travel readable unless there is a passphrase: only within this machine may it be without TLS."""
    parts = urlsplit(value)
    own = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}
    return "" if not value or parts.scheme == "https" or own else "must start with https://"


def passphrase(value: str) -> str:
    try:
        found = phrase_of(value)
    except (OSError, ValueError):
        return "must name a file that can be read"
    return "" if not value or len(found) >= 12 else "must have at least 12 characters"


def phrase_of(value: str) -> str:
    """The passphrase itself, where the setting names a file its first line."""
    if not value.startswith("file://"):
        return value
    text = Path(value.removeprefix("file://")).read_text()
    return text.splitlines()[0].strip() if text else ""


def amount(value: str) -> str:
    return "" if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", value) else "must be a number such as 5 or 0.25"


def prices(value: str) -> str:
    is_pair = not value or (all(not amount(part) for part in value.split("/")) and value.count("/") == 1)
    return "" if is_pair else "must be two numbers with a stroke between them, such as 3/15"


def lines_of(value: str) -> str:
    """A text of several lines, where each break is written as a backslash and an n."""
    return value.replace("\\n", "\n")
