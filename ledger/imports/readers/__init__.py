"""Readers of bank files: bytes in, a typed result out. No database, no translation.

`read_bank_file` is the whole interface, `types` holds what it returns.
"""

from ledger.imports.readers.reading import read_bank_file
from ledger.imports.readers.types import (
    ColumnUse,
    FileRefused,
    Option,
    Question,
    ReadCategory,
    ReadFile,
    ReadLine,
    ReadMessage,
    ReadPart,
    RefusedLine,
    Statement,
)

__all__ = [
    "ColumnUse",
    "FileRefused",
    "Option",
    "Question",
    "ReadCategory",
    "ReadFile",
    "ReadLine",
    "ReadMessage",
    "ReadPart",
    "RefusedLine",
    "Statement",
    "read_bank_file",
]
