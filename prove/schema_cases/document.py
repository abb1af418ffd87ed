"""The committed document, as far as it is of our own operations: the log-in's is allauth's, and tested there."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zlib import crc32

import schemathesis
from django.conf import settings
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema

OURS = "/api/v1/"
# Its answer never ends: config/kernel/tests/test_streams.py asks it.
ENDLESS = "/api/v1/live/stream/"
PATH = Path(settings.BASE_DIR) / "schema.yml"


def loaded(config: SchemathesisConfig, app: Any = None, *, share: float = 1) -> BaseSchema:
    """`app`: a WSGI application that is called in this process; without one calls go to the address of `config`.

    `share` of the operations, others with another seed.
    """
    schema = schemathesis.openapi.from_path(PATH, config=config)
    schema.app = app

    def chosen(context: Any) -> bool:
        drawn = crc32(f"{config.seed} {context.operation.label}".encode()) < share * 2**32
        path = str(context.operation.path)
        return drawn and path.startswith(OURS) and path != ENDLESS

    return schema.include(chosen)


def operations(config: SchemathesisConfig) -> set[str]:
    """Method and path of each."""
    return {result.ok().label for result in loaded(config).get_all_operations() if isinstance(result, Ok)}
