"""The product's own settings, without limits on requests, and with one empty view to compare with."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
THROTTLES_ON = False
ACCOUNT_RATE_LIMITS = dict.fromkeys(["login", "login_failed"], "10000/m/ip")
# A whole bench takes longer than the quarter of an hour a token lives.
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = 24 * 60 * 60
ALLOWED_HOSTS = ["*"]
LOGGING = {"level": "ERROR", "format": "text"}
