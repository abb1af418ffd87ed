"""Asks a chain's subgraph for the events of an address: GraphQL by POST, a page at a time, oldest first.

The query is in the words of The Graph (`first`, `orderBy`, `where`, `_meta`); a subgraph that answers it is what
SUBGRAPHS names. A page goes on after the block and id of the last event seen, never after a number of rows: those would
shift while the chain grows. Nothing of an address reaches an error's text, since it may hold a key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import orjson

from config.kernel.fetching import Fetched, FetchFailed, FetchRefused, fetch

PAGE = 500
MOST_PAGES = 100
LARGEST_ANSWER = 4_000_000
SILENCE_SECONDS = 10
WHOLE_SECONDS = 30
LONGEST_WAIT = timedelta(hours=6)
USUAL_WAIT = timedelta(minutes=1)
LARGEST_INTEGER = 2**63 - 1
LARGEST_METADATA = 10_000
MORE = "more"
_TYPES = {"deposit", "withdrawal", "transfer", "spend"}
_DECIMAL = re.compile(r"\d{1,30}(?:\.\d{1,18})?", re.ASCII)
_INTEGER = re.compile(r"\d{1,19}", re.ASCII)
_QUERY = """
query ($address: String!, $block: BigInt!, $after: ID!, $first: Int!) {
  transactionEvents(
    first: $first, orderBy: blockNumber, orderDirection: asc,
    where: {or: [
      {user: $address, blockNumber_gt: $block},
      {user: $address, blockNumber: $block, id_gt: $after}
    ]}
  ) {
    id transactionHash blockNumber timestamp amount tokenAddress tokenSymbol transactionType
    recipientAddress gasUsed gasPrice metadata
  }
  _meta { hasIndexingErrors }
}
"""


@dataclass(frozen=True, slots=True)
class Event:
    """What a subgraph tells of one movement; `amount` in the token, `gas_price` in the chain's coin."""

    event_id: str
    transaction_hash: str
    block_number: int
    timestamp: datetime
    amount: Decimal
    token_address: str
    token_symbol: str
    transaction_type: str
    recipient_address: str
    gas_used: int | None
    gas_price: Decimal | None
    metadata: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """`refused` are rows that are no events: they are counted and passed over."""

    events: tuple[Event, ...]
    refused: int


class SubgraphAway(Exception):
    """No use of it now. Codes: unreachable, too_slow, too_large, refused, busy, failed, not_graphql, query_refused,
    index_broken, stands_still, more. `wait` is what it asked for.
    """

    def __init__(self, code: str, wait: timedelta = timedelta(0)) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait


def pages_of(url: str, address: str, *, from_block: int, extend: Callable[[], None]) -> Iterator[Page]:
    """The events of `address` in blocks after `from_block`, oldest first. `extend` is called before each request.

    Ends with the first page that is not full.

    Raises:
        SubgraphAway: the pages until then stand, what comes after them is missing; of code `more` after 100 pages.
    """
    block, after = from_block, ""
    for _ in range(MOST_PAGES):
        extend()
        rows = _rows(url, {"address": address, "block": str(block), "after": after, "first": PAGE})
        read = [event_of(each) for each in rows]
        events = tuple(each for each in read if each is not None)
        yield Page(events, len(rows) - len(events))
        if len(rows) < PAGE:
            return
        if not events or (events[-1].block_number, events[-1].event_id) <= (block, after):
            raise SubgraphAway("stands_still")
        block, after = events[-1].block_number, events[-1].event_id
    raise SubgraphAway(MORE)


def _rows(url: str, variables: dict[str, Any]) -> list[Any]:
    answer = _asked(url, variables)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise SubgraphAway("busy", _wait_of(answer))
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise SubgraphAway("failed", _wait_of(answer) if "retry-after" in answer.headers else timedelta(0))
    if answer.status != HTTPStatus.OK:
        raise SubgraphAway("refused")
    try:
        told = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        raise SubgraphAway("not_graphql") from None
    if not isinstance(told, dict):
        raise SubgraphAway("not_graphql")
    # GraphQL answers 200 with `errors`; what data stands beside them has gaps nobody could see later.
    if told.get("errors"):
        raise SubgraphAway("query_refused")
    data = told.get("data")
    rows = data.get("transactionEvents") if isinstance(data, dict) else None
    if not isinstance(rows, list) or len(rows) > PAGE:
        raise SubgraphAway("not_graphql")
    meta = data.get("_meta") if isinstance(data, dict) else None
    if isinstance(meta, dict) and meta.get("hasIndexingErrors"):
        raise SubgraphAway("index_broken")
    return rows


def _asked(url: str, variables: dict[str, Any]) -> Fetched:
    """The host an operator named may be of their own network; where it sends us on to may not."""
    try:
        return fetch(
            url,
            body=orjson.dumps({"query": _QUERY, "variables": variables}),
            limit=LARGEST_ANSWER,
            silence=SILENCE_SECONDS,
            whole=WHOLE_SECONDS,
            headers={"Accept": "application/json", "Content-Type": "application/json"},
            allow_hosts={urlsplit(url).hostname or ""},
        )
    except FetchRefused:
        raise SubgraphAway("refused") from None
    except FetchFailed as failure:
        raise SubgraphAway(failure.code) from None


def _wait_of(answer: Fetched) -> timedelta:
    """Retry-After in seconds, at most six hours; a minute where it says nothing we read."""
    text = answer.headers.get("retry-after", "")
    return min(timedelta(seconds=int(text)), LONGEST_WAIT) if _INTEGER.fullmatch(text) else USUAL_WAIT


def event_of(row: Any) -> Event | None:
    """None for a row that lacks what an event must have, or holds what cannot be."""
    if not isinstance(row, dict):
        return None
    kind = str(row.get("transactionType") or "").lower()
    amount, block, at = _decimal(row.get("amount")), _integer(row.get("blockNumber")), _moment(row.get("timestamp"))
    event_id, digest = _text(row.get("id"), 200), _text(row.get("transactionHash"), 128)
    if not event_id or not digest or kind not in _TYPES or amount is None or block is None or at is None:
        return None
    return Event(
        event_id=event_id,
        transaction_hash=digest,
        block_number=block,
        timestamp=at,
        amount=amount,
        token_address=_text(row.get("tokenAddress"), 128) or "",
        token_symbol=(_text(row.get("tokenSymbol"), 1000) or "")[:40],
        transaction_type=kind,
        recipient_address=_text(row.get("recipientAddress"), 128) or "",
        gas_used=_integer(row.get("gasUsed")),
        gas_price=_decimal(row.get("gasPrice")),
        metadata=_metadata(row.get("metadata")),
    )


def _text(value: Any, longest: int) -> str | None:
    """None for what is no text, is longer, or has signs no text has (PostgreSQL keeps no NUL)."""
    if not isinstance(value, str) or len(value) > longest or not value.isprintable():
        return None
    return value


def _integer(value: Any) -> int | None:
    if type(value) is int:
        return value if 0 <= value <= LARGEST_INTEGER else None
    if isinstance(value, str) and _INTEGER.fullmatch(value) and int(value) <= LARGEST_INTEGER:
        return int(value)
    return None


def _decimal(value: Any) -> Decimal | None:
    """At most 30 digits before the point and 18 after it, as text or a whole number: a JSON fraction is not exact."""
    if type(value) is int:
        value = str(value)
    return Decimal(value) if isinstance(value, str) and _DECIMAL.fullmatch(value) else None


def _moment(value: Any) -> datetime | None:
    """Seconds since 1970, with a fraction perhaps; of the years people's money is in."""
    seconds = _decimal(value)
    if seconds is None or not 0 <= seconds < 7_000_000_000:
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(seconds * 1000))


def _metadata(value: Any) -> dict[str, Any]:
    """An object, as one or as its text; anything else stands under 'text'. What is longer than 10,000 is left out."""
    if isinstance(value, str):
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError:
            value = {"text": value}
    if value is None or value == "":
        return {}
    if not isinstance(value, dict):
        value = {"text": str(value)}
    written = orjson.dumps(value)
    # PostgreSQL's jsonb keeps no NUL, not even escaped.
    return value if len(written) <= LARGEST_METADATA and b"\\u0000" not in written else {}
