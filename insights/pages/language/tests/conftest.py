from __future__ import annotations

from tests.language_server import language_protocols, language_server

__all__ = ["language_protocols", "language_server"]
