"""Why a file is not kept. Codes are the API's; the words for people stand in `purchases.documents.errors`."""

from __future__ import annotations

from typing import Final

EMPTY: Final = "empty"
TOO_LARGE: Final = "file_too_large"
UNKNOWN: Final = "not_a_document"
DAMAGED: Final = "file_damaged"
TOO_MANY_PIXELS: Final = "image_too_large"
MOVING: Final = "image_moves"


class Refused(Exception):
    """`code` is one of the above."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def damaged() -> Refused:
    """It says of itself what is not so: a length that leads past its end, a part that is missing."""
    return Refused(DAMAGED)
