"""How large a body may be, in bytes."""

from __future__ import annotations

BODY_LIMIT = 1_000_000
# A million lines of a bank's file.
UPLOAD_LIMIT = 100_000_000
# A picture of 10 MB (accounts.avatars) and the form around it.
PICTURE_LIMIT = 10_100_000
# A document of 25 MB (purchases.documents) and the form around it; an archive of things with theirs.
DOCUMENT_LIMIT = 25_100_000
# A recording of 10 MB (chat.voice) and the form around it.
RECORDING_LIMIT = 10_100_000
THINGS_LIMIT = 500_000_000
UPLOAD_LIMITS = {
    "/api/v1/imports/": UPLOAD_LIMIT,
    "/api/v1/me/avatar/": PICTURE_LIMIT,
    "/api/v1/exchange-rates/file/": UPLOAD_LIMIT,
    "/transactions/import/": UPLOAD_LIMIT,
    "/api/v1/documents/": DOCUMENT_LIMIT,
    "/api/v1/purchases/import/": THINGS_LIMIT,
    "/api/v1/chat/voice-to-text/": RECORDING_LIMIT,
    "/api/v1/me/import/": THINGS_LIMIT,
    "/settings/data/import/": THINGS_LIMIT,
    "/settings/avatar/": PICTURE_LIMIT,
    "/things/papers/": DOCUMENT_LIMIT,
    "/things/from-paper/": DOCUMENT_LIMIT,
    "/things/import/": THINGS_LIMIT,
    "/money-accounts/rates/file/": UPLOAD_LIMIT,
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 25_000_000
