"""Settings of every deployment; what may differ between two of them is read from `environment`."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from corsheaders.defaults import default_headers
from whitenoise.compress import Compressor

from config.settings.checks import phrase_of
from config.settings.document import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS
from config.settings.environment import Environment, new_field_keys, new_secret_key
from config.settings.limits import *  # noqa: F403
from config.settings.policy import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY

BASE_DIR = Path(__file__).resolve().parent.parent.parent
environ.Env.read_env(BASE_DIR / ".env")
ENV = Environment(os.environ, BASE_DIR)

DATA_DIR = ENV.data_dir
DEBUG = ENV.flag("DEBUG")
SECRET_KEY = ENV.kept_secret("SECRET_KEY", "secret_key", new_secret_key)
FIELD_KEYS = ENV.kept_secret("FIELD_KEYS", "field_keys", new_field_keys)
PUBLIC_URL = ENV["PUBLIC_URL"].rstrip("/")
HOST = ENV["HOST"]
PORT = int(ENV["PORT"])
DRAIN_SECONDS = int(ENV["DRAIN_SECONDS"])
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *ENV.names("ALLOWED_HOSTS")]
if PUBLIC_URL:
    ALLOWED_HOSTS.append(urlsplit(PUBLIC_URL).hostname or "")
    CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SIGNUPS = ENV["SIGNUPS"]
DEMO = ENV["DEMO"]
RATES_URL = ENV["RATES_URL"]
VOICE_PROVIDER, VOICE_URL, VOICE_KEY = ENV["VOICE_PROVIDER"], ENV["VOICE_URL"], ENV["VOICE_KEY"]
VOICE_HEARS, VOICE_SPEAKS, VOICE_NAME = ENV["VOICE_HEARS"], ENV["VOICE_SPEAKS"], ENV["VOICE_NAME"]
SUBGRAPHS = ENV["SUBGRAPHS"]
IMPORT_FOLDER = (BASE_DIR / ENV["IMPORT_FOLDER"]).resolve() if ENV["IMPORT_FOLDER"] else None
BACKUP_DIR = (BASE_DIR / ENV["BACKUP_DIR"]).resolve() if ENV["BACKUP_DIR"] else DATA_DIR / "backups"
BACKUP_KEEP = int(ENV["BACKUP_KEEP"])
BACKUP_WHOLE = ENV.flag("BACKUP_WHOLE")
BACKUP_ALSO = ENV.names("BACKUP_ALSO")
BACKUP_S3_URL, BACKUP_S3_REGION = ENV["BACKUP_S3_URL"], ENV["BACKUP_S3_REGION"]
BACKUP_S3_KEY, BACKUP_S3_SECRET = ENV["BACKUP_S3_KEY"], ENV["BACKUP_S3_SECRET"]
BACKUP_PASSPHRASE = phrase_of(ENV["BACKUP_PASSPHRASE"])
# What an archive does not hold: log-ins and what only counts for minutes. After a restore everybody logs in again.
BACKUP_LEAVES_OUT = (
    "sessions.session",
    "usersessions.usersession",
    "accounts.refreshuse",
    "kernel.idempotencykey",
    "kernel.limitcounter",
    "kernel.outgoingmail",
    "kernel.searchentry",
    "kernel.searchdue",
    "chat.presence",
    "chat.webprocess",
)

INSTALLED_APPS = [
    "config.kernel",
    "accounts",
    "ledger",
    "partnerships",
    "purchases",
    "insights",
    "chat",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "config.kernel.staff.StaffSite",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.apple",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "channels",
    "django_celery_beat",
    "django_htmx",
    "template_partials",
    "corsheaders",
    "csp",
]

MIDDLEWARE = [
    "config.kernel.headers.complete_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.kernel.middleware.RequestIdMiddleware",
    "config.kernel.middleware.CompressedPagesMiddleware",
    "config.kernel.middleware.BodyLimitMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "config.kernel.api.log_in_limits.log_in_limits",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.kernel.middleware.ToLogInMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.PersonMiddleware",
    "accounts.middleware.RefusedFormMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.kernel.context.shell",
            ],
            "builtins": ["config.kernel.templatetags.tuppence"],
        },
    }
]

DB_POOL_MAX = int(ENV["DB_POOL_MAX"])
_database_url = ENV["DATABASE_URL"] or f"sqlite:///{DATA_DIR / 'tuppence.sqlite3'}"
DATABASES = {"default": environ.Env.db_url_config(_database_url)}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["ENGINE"] = "config.kernel.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;"
        ),
    }
else:
    DATABASES["default"]["ENGINE"] = "config.kernel.postgresql"
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        "pool": {
            "min_size": 1,
            "max_size": DB_POOL_MAX,
            # Asked for again until there is one (config.kernel.postgresql).
            "timeout": 1,
            "reconnect_timeout": 1,
        },
        "keepalives_idle": 20,
        "keepalives_interval": 5,
        "keepalives_count": 3,
    }

REDIS_URL = ENV["REDIS_URL"]
LIVE_PREFIX = "tuppence"
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "config.kernel.shared_cache.SharedCache", "LOCATION": REDIS_URL}}
    CHANNEL_LAYERS = {"default": {"BACKEND": "config.kernel.channel_layer.RedisChannelLayer"}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CHANNEL_LAYERS = {"default": {"BACKEND": "config.kernel.channel_layer.ThreadSafeInMemoryChannelLayer"}}

CELERY_BROKER_URL = REDIS_URL or "memory://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        # Longer than the second for which a worker asks for a job.
        "socket_timeout": 2,
        "socket_connect_timeout": 1,
        "retry_on_timeout": False,
        # A worker whose connection was cut without a word would wait on it for ever.
        "health_check_interval": 5,
        "visibility_timeout": 3600,
        # Whoever publishes fails at once instead of trying for ever; the sweep sends the job later.
        "max_retries": 0,
    }
    if REDIS_URL
    else {"polling_interval": 0.05}
)
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.BCryptSHA256PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.kernel.views.csrf_failure"

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if ENV["EMAIL_URL"] else "none"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = bool(ENV["EMAIL_URL"])
# Three times, ten seconds apart.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 3
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = bool(ENV["EMAIL_URL"])
ACCOUNT_SESSION_REMEMBER = True
# The address in use and the one that replaces it once confirmed (accounts.receivers). Not CHANGE_EMAIL: it takes an
# address that was never verified, as all are without a mail server, for the new one, and empties the person's own.
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
# Of changing the address; whoever has it can ask for a new password there.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = bool(ENV["EMAIL_URL"])
# Failures of one account, and of one address (accounts.adapter); allauth would forget both counts together.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key", "login_failed_of_address": "20/5m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(ENV["TRUSTED_PROXIES"])
MFA_ADAPTER = "accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tuppence"
# Clocks of telephones are off by seconds; accounts.factors sees to it that a code still works once.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Without a mail server no address is ever confirmed.
MFA_ALLOW_UNVERIFIED_EMAIL = not ENV["EMAIL_URL"]
SOCIALACCOUNT_ADAPTER = "accounts.providers.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": each["id"],
                "name": each["name"],
                "client_id": each["client_id"],
                "secret": each["secret"],
                "settings": {"server_url": each["issuer"]},
            }
            for each in ENV.providers()
        ],
    },
    "apple": {"APPS": ENV.apple_apps()},
}
# A new person sees which address the account gets, and their browser says where they live, as at any sign-up.
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
# Not TRACK_ACTIVITY: its middleware writes on every request; PersonMiddleware does it every few minutes.
USERSESSIONS_TRACK_ACTIVITY = False
HEADLESS_TOKEN_STRATEGY = "accounts.tokens.TokenStrategy"
HEADLESS_JWT_ALGORITHM = "HS256"
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = int(timedelta(minutes=15).total_seconds())
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = int(timedelta(days=30).total_seconds())
HEADLESS_JWT_ROTATE_REFRESH_TOKEN = True
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True
HEADLESS_CLIENTS = ("app",)
HEADLESS_SERVE_SPECIFICATION = False
TOKEN_CLAIMS = ["partnerships.core.tokens.partnership_claim"]

EMAIL_BACKEND = "config.kernel.mail.KeptMailBackend"
if ENV["EMAIL_URL"]:
    EMAIL_CONFIG = environ.Env.email_url_config(ENV["EMAIL_URL"])
    vars().update(EMAIL_CONFIG)
    # Written down with what asks for it and sent by a job: a request never waits for a mail server.
    MAIL_TRANSPORT, EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"], "config.kernel.mail.OutgoingMailBackend"
    EMAIL_TIMEOUT = 10
VAPID_PRIVATE_KEY, VAPID_SUBJECT = ENV["VAPID_PRIVATE_KEY"], ENV["VAPID_SUBJECT"]
FCM_CREDENTIALS, FCM_URL = ENV["FCM_CREDENTIALS"], ENV["FCM_URL"]
# Push services that may be asked although their addresses are not of the public internet: those of tests.
PUSH_HOSTS: tuple[str, ...] = ()
LANGUAGE_PROVIDER, LANGUAGE_KEY, LANGUAGE_URL = ENV["LANGUAGE_PROVIDER"], ENV["LANGUAGE_KEY"], ENV["LANGUAGE_URL"]
LANGUAGE_MODEL, LANGUAGE_PRICES = ENV["LANGUAGE_MODEL"], ENV.language_prices()
LANGUAGE_SPEND_PERSON, LANGUAGE_SPEND_INSTANCE = ENV["LANGUAGE_SPEND_PERSON"], ENV["LANGUAGE_SPEND_INSTANCE"]
LANGUAGE_PATIENCE = ENV["LANGUAGE_PATIENCE"]
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV["EMAIL_FROM"]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["config.kernel.api.renderers.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.kernel.api.parsers.JsonParser"],
    "DEFAULT_PAGINATION_CLASS": "config.kernel.api.pagination.SkipLimitPagination",
    "DEFAULT_SCHEMA_CLASS": "config.kernel.api.schema.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "config.kernel.api.throttles.PersonThrottle",
        "config.kernel.api.throttles.AddressThrottle",
    ],
    "EXCEPTION_HANDLER": "config.kernel.api.errors.exception_handler",
    "NUM_PROXIES": int(ENV["TRUSTED_PROXIES"]),
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
THROTTLES_ON = ENV.flag("THROTTLES")
CORS_ALLOWED_ORIGINS = ENV.names("CORS_ORIGINS")
AUDIT_KEEP_DAYS = int(ENV["AUDIT_KEEP_DAYS"])
TRUSTED_PROXIES = int(ENV["TRUSTED_PROXIES"])
LIVE_TOKEN_READER = "accounts.sessions.caller_of"
LIVE_LISTS = (
    *("transactions", "money_accounts", "categories", "imports", "recurring", "budgets", "goals"),
    *("approvals", "agreements", "messages", "notifications", "purchases", "warranties"),
)
CORS_ALLOW_HEADERS = (*default_headers, "idempotency-key", "if-match", "x-session-token")
CORS_EXPOSE_HEADERS = ("ETag", "Idempotent-Replayed", "Retry-After", "X-Request-ID")
CORS_URLS_REGEX = r"^/(api|_allauth)/"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "build" / "collected"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "static"]
_on_disk = {"BACKEND": "config.kernel.storage.DurableStorage", "OPTIONS": {"location": DATA_DIR / "files"}}
_in_bucket = {
    "BACKEND": "config.kernel.object_storage.ObjectStorage",
    "OPTIONS": {name: ENV[f"S3_{name.upper()}"] for name in ("url", "region", "key", "secret")},
}
STORAGES: dict[str, Any] = {
    "default": _in_bucket if ENV["S3_URL"] else _on_disk,
    "staticfiles": {"BACKEND": "config.kernel.static_storage.HashedStaticStorage"},
}
# Source maps are for developers of the library: 10 s of compressing at the first start, and nobody fetches them.
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map", "txt"]

_secure = PUBLIC_URL.startswith("https://")
if _secure:
    # A browser takes such a cookie from this host alone, by https and for the whole of it.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
# Scripts read the token from the page.
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _secure
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _secure
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if int(ENV["TRUSTED_PROXIES"]) else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
X_FRAME_OPTIONS = "DENY"

METRICS_TOKEN, SLOW_QUERY_MS = ENV["METRICS_TOKEN"], int(ENV["SLOW_QUERY_MS"])
SENTRY_DSN, OTEL_EXPORTER_OTLP_ENDPOINT = ENV["SENTRY_DSN"], ENV["OTEL_EXPORTER_OTLP_ENDPOINT"]
LOG_LEVEL = ENV["LOG_LEVEL"]
LOG_FORMAT = ENV["LOG_FORMAT"]
LOGGING_CONFIG = "config.kernel.logs.configure"
LOGGING = {"level": LOG_LEVEL, "format": LOG_FORMAT}
