"""How static files are named and compressed where they are collected."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    """Puts the hash into the names inside `import ... from` of our own modules too.

    Without it a preloaded module and the one its neighbour imports are two files, fetched twice, and the second
    may be an old one after an upgrade. Django's own switch for it takes every library's files along, and one of
    htmx's extensions imports a name that is no file.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
