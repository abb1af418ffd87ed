"""What enters the API. orjson refuses what would break elsewhere: NaN, lone surrogates, endless nesting."""

from __future__ import annotations

from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser


class JsonParser(BaseParser):
    """A JSON object; a body that is anything else is refused by the serializer with code `invalid`."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            return orjson.loads(stream.read())
        except orjson.JSONDecodeError as error:
            raise ParseError(
                _("The body is not JSON: %(problem)s.") % {"problem": error.msg}, code="parse_error"
            ) from error
