"""The real settings without the limits that a browser typing at a machine's speed runs into."""

import os

from config.settings import *  # noqa: F403
from config.settings import SOCIALACCOUNT_PROVIDERS

for client in SOCIALACCOUNT_PROVIDERS["apple"]["APPS"]:
    client["settings"]["server_url"] = os.environ["TEST_APPLE_SERVER"]

ACCOUNT_RATE_LIMITS = dict.fromkeys(["login", "login_failed", "signup"], "10000/m/ip")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
THROTTLES_ON = False
