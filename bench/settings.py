"""The product's own settings, without limits on requests, and with one empty view to compare with."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
THROTTLES_ON = False
ALLOWED_HOSTS = ["*"]
LOGGING = {"level": "ERROR", "format": "text"}
