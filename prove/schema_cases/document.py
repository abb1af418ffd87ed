"""The committed document, as far as it is of our own operations: the log-in's is allauth's, and tested there."""

from __future__ import annotations

from pathlib import Path

import schemathesis
from django.conf import settings
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema

OURS = "^/api/v1/"
PATH = Path(settings.BASE_DIR) / "schema.yml"


def loaded(config: SchemathesisConfig, only: str = OURS) -> BaseSchema:
    return schemathesis.openapi.from_path(PATH, config=config).include(path_regex=only)


def operations(config: SchemathesisConfig) -> set[str]:
    """Method and path of each."""
    return {result.ok().label for result in loaded(config).get_all_operations() if isinstance(result, Ok)}
