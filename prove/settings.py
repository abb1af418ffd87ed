"""The product's own settings, without limits on requests; a job runs where it is sent, once its row is committed."""

from config.settings import *  # noqa: F403
from config.settings import DATABASES, PASSWORD_HASHERS

THROTTLES_ON = False
ALLOWED_HOSTS = ["*"]
CELERY_TASK_ALWAYS_EAGER = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
LOGGING = {"level": "CRITICAL", "format": "text"}
# A pool has threads, and the proofs fork.
DATABASES["default"]["OPTIONS"].pop("pool", None)
