"""Settings of the tests: a data folder of their own, fast passwords, plain static files."""

import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="tuppence-test-"))
os.environ.setdefault("DEMO", "off")

from config.settings import *  # noqa: F403
from config.settings import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
THROTTLES_ON = False
CELERY_TASK_ALWAYS_EAGER = True
WHITENOISE_AUTOREFRESH = True
if "pool" in DATABASES["default"].get("OPTIONS", {}):
    # Tests open and drop databases between them; a pool would keep connections to the dropped one.
    DATABASES["default"]["OPTIONS"] = {}
else:
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
    # Said outright, since the tools know only Django's own SQLite backend to keep its test database in memory.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
