"""The real settings without the limits that a browser typing at a machine's speed runs into."""

from config.settings import *  # noqa: F403

ACCOUNT_RATE_LIMITS = dict.fromkeys(["login", "login_failed", "signup"], "10000/m/ip")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
THROTTLES_ON = False
