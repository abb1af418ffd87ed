"""Settings of the tests: a data folder of their own, fast passwords, plain static files.

Not inside `config.settings`: importing that package reads the environment before this module could set it, and the
tests would write into the data of whoever runs them.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

if "TUPPENCE_TEST_DATA" not in os.environ:
    # Also for the processes that tests start; a DATA_DIR of the caller's holds real money and is left alone.
    os.environ["TUPPENCE_TEST_DATA"] = tempfile.mkdtemp(prefix="tuppence-test-")
    atexit.register(shutil.rmtree, os.environ["TUPPENCE_TEST_DATA"], ignore_errors=True)
# One for each worker: files of equal contents are one file, which another worker's test may lose on purpose.
os.environ["DATA_DIR"] = str(Path(os.environ["TUPPENCE_TEST_DATA"], os.environ.get("PYTEST_XDIST_WORKER", "alone")))
os.environ["DEMO"] = "off"
# Whatever a developer's own settings name: no test may send anything to it.
os.environ["LANGUAGE_PROVIDER"] = ""
if "PYTEST_XDIST_WORKER" in os.environ and os.environ.get("REDIS_URL"):
    # A database of its own for each worker, after the one named: tests empty theirs, counters of limits and all.
    _redis = urlsplit(os.environ["REDIS_URL"])
    _database = int(_redis.path.strip("/") or 0) + 1 + int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    os.environ["REDIS_URL"] = _redis._replace(path=f"/{_database}").geturl()

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
