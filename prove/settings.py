"""The product's own settings, without limits on requests; a job runs where it is sent, once its row is committed."""

from config.settings import *  # noqa: F403

THROTTLES_ON = False
ALLOWED_HOSTS = ["*"]
CELERY_TASK_ALWAYS_EAGER = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING = {"level": "CRITICAL", "format": "text"}
