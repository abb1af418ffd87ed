"""How static files are named and compressed where they are collected."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    """Puts the hash into the names inside `import ... from` too.

    Without it a preloaded module and the one its neighbour imports are two files, fetched twice, and the second
    may be an old one after an upgrade.
    """

    support_js_module_import_aggregation = True
