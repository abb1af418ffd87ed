"""Backups that only a passphrase opens, in the format of age (age-encryption.org), by its own library.

The passphrase opens `key.age`, which holds the key everything else is encrypted to: asking for a passphrase takes two
seconds on purpose, which is too long for each of a thousand files. Without Tuppence, `age -d -i key.age FILE` reads
any of them.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from django.conf import settings
from django.utils.translation import gettext as _

from config.kernel.backup.errors import ArchiveRefused, BackupProblem
from config.kernel.backup.places import IN_MEMORY, Place

KEY = "key.age"
END = ".age"
_LARGEST_KEY = 10_000


class Cipher:
    """Encrypts to one key, and reads what was encrypted to it."""

    def __init__(self, identity: str) -> None:
        from pyrage import x25519

        self._identity = x25519.Identity.from_str(identity)
        self._names = hmac.digest(identity.encode(), b"tuppence names of files", "sha256")

    def name_of(self, digest: str) -> str:
        """64 hex digits that stand for a file and tell nobody which it is."""
        return hmac.digest(self._names, digest.encode(), "sha256").hex()

    def encrypt(self, source: IO[bytes], sink: IO[bytes]) -> None:
        """Raises what reading or writing raises."""
        import pyrage

        watched, watched_sink = _Watched(source), _Watched(sink)
        try:
            pyrage.encrypt_io(watched, watched_sink, [self._identity.to_public()])
        except (pyrage.EncryptError, OSError) as error:
            raise watched.error or watched_sink.error or OSError(str(error)) from error

    def decrypt(self, source: IO[bytes], sink: IO[bytes]) -> None:
        """Raises ArchiveRefused for what was damaged, or encrypted to another key."""
        import pyrage

        watched, watched_sink = _Watched(source), _Watched(sink)
        try:
            pyrage.decrypt_io(watched, watched_sink, [self._identity])
        except (pyrage.DecryptError, OSError) as error:
            if lost := watched.error or watched_sink.error:
                raise lost from error
            raise ArchiveRefused(
                "damaged", _("It cannot be decrypted: damaged, cut off, or encrypted with another key.")
            ) from error

    @contextmanager
    def reading(self, source: AbstractContextManager[IO[bytes]]) -> Iterator[IO[bytes]]:
        """What is behind `source`, from its start."""
        with (
            source as encrypted,
            cast(IO[bytes], SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(settings.DATA_DIR))) as room,
        ):
            self.decrypt(encrypted, room)
            room.seek(0)
            yield room


class _Watched:
    """A file of which the library is told no more than that it failed; why is kept here."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        return cast(bytes, self._noting(self._file.read, size))

    def write(self, data: bytes) -> int:
        return cast(int, self._noting(self._file.write, data))

    def flush(self) -> None:
        self._noting(self._file.flush)

    def _noting(self, work: Any, *given: Any) -> Any:
        try:
            return work(*given)
        except Exception as error:
            self.error = error
            raise


def is_wanted() -> bool:
    return bool(settings.BACKUP_PASSPHRASE)


def cipher_to_write(place: Place) -> Cipher:
    """The place's own; a place without one is given the key of this instance, which is made when it is first needed.

    Raises BackupProblem where the passphrase is not that of the key, OSError.
    """
    found = _key_in(place)
    if found is None:
        found = _own_key()
        with place.writing(KEY) as sink:
            sink.write(found)
    return _opened(found, _passphrase())


def cipher_to_read(place: Place) -> Cipher:
    """Raises BackupProblem: `needs_passphrase`, `wrong_passphrase`, `no_key`. Seconds the first time."""
    passphrase = _passphrase()
    found = _key_in(place)
    if found is None:
        with suppress(FileNotFoundError):
            found = _own_path().read_bytes()
    if found is None:
        raise ArchiveRefused("no_key", _("%s is missing beside the archive: nobody can open it without.") % KEY)
    return _opened(found, passphrase)


def _passphrase() -> str:
    if find_spec("pyrage") is None:
        raise BackupProblem(
            "needs_library",
            _("Passphrases need more than Tuppence does: %s") % "sh tools/install.sh requirements/passphrase.txt",
        )
    if not settings.BACKUP_PASSPHRASE:
        raise ArchiveRefused("needs_passphrase", _("The archive is encrypted; set BACKUP_PASSPHRASE to open it."))
    return str(settings.BACKUP_PASSPHRASE)


def _key_in(place: Place) -> bytes | None:
    try:
        with place.reading(KEY) as file:
            return file.read(_LARGEST_KEY)
    except FileNotFoundError:
        return None


def _own_path() -> Path:
    return Path(settings.DATA_DIR, f"backup_{KEY}")


def _own_key() -> bytes:
    """Whole or not there, and the same for every place."""
    from pyrage import passphrase, x25519

    path = _own_path()
    if not path.exists():
        made = passphrase.encrypt(str(x25519.Identity.generate()).encode(), _passphrase())
        aside = path.with_suffix(".new")
        aside.unlink(missing_ok=True)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    return path.read_bytes()


def _opened(key: bytes, phrase: str) -> Cipher:
    return _cipher(key, phrase, hashlib.sha256(key).hexdigest())


@lru_cache(maxsize=8)
def _cipher(key: bytes, phrase: str, _digest: str) -> Cipher:
    import pyrage

    try:
        return Cipher(pyrage.passphrase.decrypt(key, phrase).decode())
    except (pyrage.DecryptError, pyrage.IdentityError, OSError, UnicodeDecodeError) as error:
        raise ArchiveRefused("wrong_passphrase", _("BACKUP_PASSPHRASE is not the one of %s.") % KEY) from error
