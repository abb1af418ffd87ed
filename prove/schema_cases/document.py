"""The committed document, as far as it is of our own operations: the log-in's is allauth's, and tested there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import schemathesis
from django.conf import settings
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema

OURS = "^/api/v1/"
PATH = Path(settings.BASE_DIR) / "schema.yml"


def loaded(config: SchemathesisConfig, app: Any = None) -> BaseSchema:
    """`app`: a WSGI application that is called in this process; without one calls go to the address of `config`."""
    schema = schemathesis.openapi.from_path(PATH, config=config)
    schema.app = app
    return schema.include(path_regex=OURS)


def operations(config: SchemathesisConfig) -> set[str]:
    """Method and path of each."""
    return {result.ok().label for result in loaded(config).get_all_operations() if isinstance(result, Ok)}
