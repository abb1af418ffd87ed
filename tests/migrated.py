"""An empty database with every migration applied, made once for all tests that only want to start from one.

Migrating takes some twenty seconds, of which a test of something else learns nothing. What a start from nothing does
is tested where it belongs: config/kernel/tests/test_start_up.py and test_serve.py.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tools.sources import ROOT

FOLDER = ROOT / "build" / "migrated"
# Migrations that fill in names take them from here.
_FILLED_IN = ("ledger/core/system_categories.py", "purchases/core/common_names.py")
_APPS = ("config", "accounts", "ledger", "partnerships", "purchases", "insights", "chat")


def into(folder: Path) -> None:
    """Give the data folder of an instance on SQLite its database."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file(), folder / "tuppence.sqlite3")


def file() -> Path:
    """Of SQLite."""
    path = FOLDER / f"{_key()}.sqlite3"
    with _alone():
        if not path.exists():
            with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
                _migrate(DATA_DIR=folder, DATABASE_URL="")
                Path(folder, "tuppence.sqlite3").rename(path)
    return path


def database(server: str) -> str:
    """The name of one on the PostgreSQL server of this URL, to be the TEMPLATE of others. Nobody may connect to it."""
    name = f"tuppence_migrated_{_key()}"
    with _alone(), psycopg.connect(_of(server, "postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            making = f"{name}_making"
            connection.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", making))
            connection.execute(_named("CREATE DATABASE {}", making))
            _migrate(DATABASE_URL=_of(server, making))
            connection.execute(_named("ALTER DATABASE {} RENAME TO {}", making, name))
    return name


def _of(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def _named(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))


def _migrate(**environment: str) -> None:
    told = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "REDIS_URL": "", **environment}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=told, check=True)


@contextmanager
def _alone() -> Iterator[None]:
    """Workers of one run come at the same moment."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@lru_cache(maxsize=1)
def _key() -> str:
    """Of all migrations, the libraries' by their versions."""
    sources = [ROOT / "requirements" / "base.txt", *(ROOT / path for path in _FILLED_IN)]
    for app in _APPS:
        sources += sorted((ROOT / app).glob("**/migrations/*.py"))
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
