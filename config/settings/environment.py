"""Every setting a deployment can choose, in one table, checked before Django starts.

`.env.example` names the same settings; a test compares the two.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.settings.checks import (
    address,
    amount,
    apple_key,
    backup_places,
    bucket_service,
    keys,
    lines_of,
    one_of,
    origins,
    passphrase,
    prices,
    providers,
    secret,
    service_account,
    subgraphs,
    vapid_key,
    vapid_subject,
    whole_number,
)
from config.settings.together import missing_together

SECRETS = {
    "SECRET_KEY",
    "FIELD_KEYS",
    "APPLE_PRIVATE_KEY",
    "OIDC_PROVIDERS",
    "VAPID_PRIVATE_KEY",
    "LANGUAGE_KEY",
    "VOICE_KEY",
    "SUBGRAPHS",
    "METRICS_TOKEN",
    "SENTRY_DSN",
    "S3_SECRET",
    "BACKUP_S3_SECRET",
    "BACKUP_PASSPHRASE",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: `check` returns what is wrong with a value, or an empty string."""

    name: str
    default: str
    meaning: str
    check: Callable[[str], str] = lambda value: ""


SETTINGS = (
    Setting("DEBUG", "off", "Show tracebacks in the browser; never on a machine others reach.", one_of("on", "off")),
    Setting("HOST", "127.0.0.1", "Address `make run` listens on."),
    Setting("PORT", "8000", "Port `make run` listens on.", whole_number(1, 65535)),
    Setting("DATA_DIR", "data", "Folder of the database, the uploaded files and the generated keys."),
    Setting(
        "PUBLIC_URL",
        "",
        "Address people type, such as https://money.example.org. With https, cookies are secure and HSTS is on.",
        address("http", "https"),
    ),
    Setting("ALLOWED_HOSTS", "", "More host names the server answers to, separated by commas."),
    Setting(
        "DATABASE_URL",
        "",
        "postgres://user:password@host:5432/name; empty means SQLite in DATA_DIR.",
        address("postgres", "postgresql", "sqlite"),
    ),
    Setting("DB_POOL_MAX", "10", "Connections to PostgreSQL one process may hold.", whole_number(1, 500)),
    Setting(
        "DRAIN_SECONDS",
        "5",
        "Seconds for which a part (serve --only) goes on serving once it is told to end, while /healthz says so: longer"
        " than the proxy before it takes to notice.",
        whole_number(0, 60),
    ),
    Setting(
        "REDIS_URL",
        "",
        "redis://host:6379/0 for broker, cache and live events; empty means inside the one process.",
        address("redis", "rediss"),
    ),
    Setting("SECRET_KEY", "", "Signs sessions and tokens; empty means generated once in DATA_DIR.", secret),
    Setting(
        "FIELD_KEYS",
        "",
        "Keys of encrypted columns, NAME:BASE64 separated by commas, newest first; empty means generated in DATA_DIR.",
        keys,
    ),
    Setting("SIGNUPS", "open", "Who may sign up.", one_of("open", "invited", "closed")),
    Setting("GOOGLE_CLIENT_ID", "", "Client of log-in with Google; empty means no such log-in."),
    Setting("GOOGLE_CLIENT_SECRET", "", "Its secret."),
    Setting(
        "APPLE_CLIENT_ID",
        "",
        "Services ID of log-in with Apple, and after commas the bundle ids of apps that send its tokens; empty means no"
        " such log-in. Tell Apple the address of return: PUBLIC_URL/accounts/apple/login/callback/",
    ),
    Setting("APPLE_TEAM_ID", "", "Team the client belongs to."),
    Setting("APPLE_KEY_ID", "", "Id of the key that signs for the client."),
    Setting(
        "APPLE_PRIVATE_KEY",
        "",
        "That key: the text of the .p8 file in one line, each line break written as \\n.",
        apple_key,
    ),
    Setting(
        "OIDC_PROVIDERS",
        "",
        "Other identity providers, which must speak OpenID Connect: a JSON list of objects with id, name, issuer,"
        " client_id and secret. Tell each the address of return: PUBLIC_URL/accounts/oidc/ID/login/callback/",
        providers,
    ),
    Setting("DEMO", "auto", "Make the demo household in an empty database.", one_of("auto", "off", "force")),
    Setting(
        "EMAIL_URL",
        "",
        "smtp://user:password@host:587 (smtps:// for TLS from the start); empty means mail is kept for staff to read.",
        address("smtp", "smtps", "smtp+tls", "smtp+ssl"),
    ),
    Setting("EMAIL_FROM", "Tuppence <tuppence@localhost>", "Sender of the mail."),
    Setting(
        "VAPID_PRIVATE_KEY",
        "",
        "Key by which browsers' push services know this instance: 32 bytes in base64url. Empty means no pushes to"
        " browsers.",
        vapid_key,
    ),
    Setting("VAPID_SUBJECT", "", "Whom those services may write to: mailto:you@example.org.", vapid_subject),
    Setting(
        "FCM_CREDENTIALS",
        "",
        "File with the service account of Firebase Cloud Messaging (JSON), for pushes to an app; empty means none.",
        service_account,
    ),
    Setting(
        "FCM_URL",
        "https://fcm.googleapis.com",
        "Where those pushes are sent; another for trying.",
        address("http", "https"),
    ),
    Setting(
        "RATES_URL",
        "",
        "Where exchange rates are fetched each night: the European Central Bank's CSV or XML, or a provider of the"
        " same form; {day} in it becomes each missing day (2026-01-31). Empty means not at all.",
        address("http", "https"),
    ),
    Setting(
        "SUBGRAPHS",
        "",
        "Where the movements of wallets are read each night: CHAIN=ADDRESS of a subgraph (GraphQL), several separated"
        " by commas. Empty means not at all.",
        subgraphs,
    ),
    Setting(
        "VOICE_PROVIDER",
        "",
        "Who turns speech into text and back: openai for any service that speaks its protocol, offline for this"
        " machine's own espeak-ng and pocketsphinx (a try, no more). Empty means only the browser's own speech.",
        one_of("", "openai", "offline"),
    ),
    Setting("VOICE_URL", "", "Where such a service is; empty means OpenAI's own.", address("http", "https")),
    Setting("VOICE_KEY", "", "Its key."),
    Setting("VOICE_HEARS", "whisper-1", "The model that listens."),
    Setting("VOICE_SPEAKS", "tts-1", "The model that speaks."),
    Setting("VOICE_NAME", "alloy", "The voice it speaks with."),
    Setting(
        "IMPORT_FOLDER",
        "",
        "Folder that is looked into each minute for bank files: one folder in it for each person, named by their email,"
        " or none where only one person is here. Empty means not at all.",
    ),
    Setting(
        "LANGUAGE_PROVIDER",
        "",
        "Which language model may write answers: anthropic, or openai for any service that speaks OpenAI's API, a model"
        " on this machine too. Each person is asked first. Empty means none: figures and answers are made here.",
        one_of("", "anthropic", "openai"),
    ),
    Setting("LANGUAGE_KEY", "", "Key of that service; a model on this machine may need none."),
    Setting(
        "LANGUAGE_URL",
        "",
        "Its address, such as http://127.0.0.1:11434/v1; empty means the provider's own.",
        address("http", "https"),
    ),
    Setting("LANGUAGE_MODEL", "", "Name of the model, as the service calls it."),
    Setting(
        "LANGUAGE_PRICES",
        "",
        "US dollars for a million tokens sent and received, such as 3/15; empty means free.",
        prices,
    ),
    Setting("LANGUAGE_SPEND_PERSON", "5", "US dollars the model may cost one person in a month.", amount),
    Setting("LANGUAGE_SPEND_INSTANCE", "20", "US dollars it may cost all of them in a month.", amount),
    Setting(
        "LANGUAGE_PATIENCE",
        "2.5",
        "Seconds until its first sign in a conversation; after them the answer is made here.",
        amount,
    ),
    Setting(
        "S3_URL",
        "",
        "Bucket that speaks S3 for files of people, such as https://s3.example.org/bucket, and a prefix behind it if"
        " others use it too; empty means DATA_DIR.",
        address("http", "https"),
    ),
    Setting("S3_REGION", "us-east-1", "Its region, as the service calls it."),
    Setting("S3_KEY", "", "Who may read and write there."),
    Setting("S3_SECRET", "", "Their secret."),
    Setting("BACKUP_DIR", "", "Folder of the backups; empty means backups in DATA_DIR. Best on another disk."),
    Setting("BACKUP_KEEP", "7", "How many backups are kept; older ones go.", whole_number(1, 10_000)),
    Setting(
        "BACKUP_WHOLE",
        "on",
        "Each backup in BACKUP_DIR is one file with everything in it; off: files lie once beside all of them.",
        one_of("on", "off"),
    ),
    Setting("BACKUP_ALSO", "", "More places, separated by commas: /folder or s3://bucket/prefix.", backup_places),
    Setting("BACKUP_S3_URL", "", "Service that keeps those buckets, such as https://s3.example.org.", bucket_service),
    Setting("BACKUP_S3_REGION", "us-east-1", "Its region, as the service calls it."),
    Setting("BACKUP_S3_KEY", "", "Who may read and write there."),
    Setting("BACKUP_S3_SECRET", "", "Their secret."),
    Setting(
        "BACKUP_PASSPHRASE",
        "",
        "Encrypts all backups; without it nobody reads them again. Or file:///path of a file with it.",
        passphrase,
    ),
    Setting("CORS_ORIGINS", "", "Origins of web clients of the API, separated by commas.", origins),
    Setting("TRUSTED_PROXIES", "0", "Reverse proxies in front, whose X-Forwarded-For is believed.", whole_number(0, 9)),
    Setting(
        "AUDIT_KEEP_DAYS",
        "730",
        "Days the audit trail is kept; what is older goes each night.",
        whole_number(30, 36_500),
    ),
    Setting("LOG_LEVEL", "INFO", "Least severity that is logged.", one_of("DEBUG", "INFO", "WARNING", "ERROR")),
    Setting("LOG_FORMAT", "text", "text for people, json for machines.", one_of("text", "json")),
    Setting(
        "METRICS_TOKEN",
        "",
        "What monitors show at /metrics, as a bearer token; empty means that only this machine may read it.",
        secret,
    ),
    Setting(
        "SLOW_QUERY_MS",
        "500",
        "Statements that take as many milliseconds or more are logged; 0 means none.",
        whole_number(0, 600_000),
    ),
    Setting("SENTRY_DSN", "", "Where failures are told, without money or people.", address("http", "https")),
    Setting(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "",
        "Collector of OpenTelemetry that gets traces by HTTP, such as http://127.0.0.1:4318.",
        address("http", "https"),
    ),
    Setting("THROTTLES", "on", "Limits on requests; off only for a load test.", one_of("on", "off")),
)


class Environment:
    """The chosen values, every one of them checked; `problems` names all that are senseless at once."""

    def __init__(self, given: Mapping[str, str], base_dir: Path) -> None:
        self._values = {each.name: given.get(each.name, "").strip() or each.default for each in SETTINGS}
        problems = [
            f"{each.name}={'(kept to itself)' if each.name in SECRETS else repr(self._values[each.name])} {problem}"
            for each in SETTINGS
            if (problem := each.check(self._values[each.name]))
        ]
        problems += missing_together(self._values)
        self.data_dir = (base_dir / self["DATA_DIR"]).resolve()
        problems += self._unusable_folder()
        if problems:
            raise ImproperlyConfigured("Settings to mend:\n  " + "\n  ".join(problems))

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def flag(self, name: str) -> bool:
        return self[name] == "on"

    def names(self, name: str) -> list[str]:
        return [part.strip() for part in self[name].split(",") if part.strip()]

    def providers(self) -> list[dict[str, str]]:
        """The identity providers that are configured, each with PROVIDER_FIELDS."""
        given: list[dict[str, str]] = json.loads(self["OIDC_PROVIDERS"] or "[]")
        if not self["GOOGLE_CLIENT_ID"]:
            return given
        client = {"client_id": self["GOOGLE_CLIENT_ID"], "secret": self["GOOGLE_CLIENT_SECRET"]}
        return [{"id": "google", "name": "Google", "issuer": "https://accounts.google.com", **client}, *given]

    def apple_apps(self) -> list[dict[str, Any]]:
        """The clients at Apple as SOCIALACCOUNT_PROVIDERS has them; behind the first, only senders of tokens."""
        return [
            {
                "client_id": client_id,
                "secret": self["APPLE_KEY_ID"],
                "key": self["APPLE_TEAM_ID"],
                "settings": {"certificate_key": lines_of(self["APPLE_PRIVATE_KEY"]), "hidden": place > 0},
            }
            for place, client_id in enumerate(self.names("APPLE_CLIENT_ID"))
        ]

    def language_prices(self) -> tuple[str, str] | None:
        """Of a million tokens sent, and received."""
        sent, _stroke, received = self["LANGUAGE_PRICES"].partition("/")
        return (sent, received) if received else None

    def kept_secret(self, name: str, filename: str, make: Callable[[], str]) -> str:
        """The setting, else the contents of DATA_DIR/`filename`, made once with mode 600."""
        if self[name]:
            return self[name]
        path = self.data_dir / filename
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(make())
        return path.read_text().strip()

    def _unusable_folder(self) -> list[str]:
        """Make DATA_DIR where it is missing, for us alone, and try to write there, so that nothing fails later."""
        try:
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            with TemporaryFile(dir=self.data_dir):
                return []
        except OSError as error:
            return [f"DATA_DIR={self['DATA_DIR']!r} cannot be used as a folder to write in: {error.strerror}"]


def new_secret_key() -> str:
    return secrets.token_urlsafe(50)


def new_field_keys() -> str:
    return "k1:" + base64.b64encode(secrets.token_bytes(32)).decode()
