"""What keeps a backup from being made or an archive from being restored; `code` is stable, the words are for people."""

from __future__ import annotations


class BackupProblem(Exception):
    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


class ArchiveRefused(BackupProblem):
    """The archive is damaged, forged, or not for this instance. Nothing was changed."""


class RestoreRefused(BackupProblem):
    """The archive is whole, and yet it was not restored. What was there is there."""


class CannotBackUp(BackupProblem):
    """No archive was written."""
