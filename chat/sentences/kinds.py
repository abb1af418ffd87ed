"""Whether money was spent, came in, came back or only moved between accounts of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from chat.sentences.currencies import currency_at
from chat.sentences.lexicon import Mark, Marked

Kind = Literal["expense", "income", "refund", "transfer"]
_SAID: Final = Decimal("0.95")
_UNSAID: Final = Decimal("0.80")
_PLAIN: Final = Decimal("0.90")
_NEAR: Final = 2


@dataclass(frozen=True, slots=True)
class Kinds:
    """`is_card` where a credit card is paid off; the accounts' names of a transfer as typed."""

    kind: Kind
    confidence: Decimal
    is_gift: bool = False
    is_card: bool = False
    from_account: str = ""
    to_account: str = ""


def read_kind(marked: Marked) -> Kinds:
    if moved := _transfer(marked):
        return moved
    if marked.with_sense("refund") or _came_back(marked):
        return Kinds("refund", _SAID)
    if _given_to_me(marked):
        return Kinds("income", _SAID, is_gift=True)
    if (giver := _got_from(marked)) is not None:
        return Kinds("income", _SAID, is_gift=marked.has(giver, "person"))
    if marked.with_sense("income"):
        return Kinds("income", _SAID)
    return Kinds("expense", _PLAIN if marked.with_sense("spend", "buy") else _UNSAID)


def _transfer(marked: Marked) -> Kinds | None:
    if marked.with_sense("transfer!"):
        return Kinds("transfer", _SAID, is_card=any("card" in _text(marked, each) for each in marked.marks))
    accounts = marked.with_sense("account")
    if not accounts or not marked.with_sense("transfer"):
        return None
    source = target = ""
    for each in accounts:
        before = range(max(each.start - _NEAR, 0), each.start)
        if any(marked.has(at, "from") for at in before) and not source:
            source = _text(marked, each)
        elif not target:
            target = _text(marked, each)
    return Kinds("transfer", _SAID, from_account=source, to_account=target)


def _text(marked: Marked, mark: Mark) -> str:
    return marked.text[marked.tokens[mark.start].start : marked.tokens[mark.end - 1].end]


def _came_back(marked: Marked) -> bool:
    """`got $34.50 back`."""
    got = [each.start for each in marked.with_sense("got")]
    return bool(got) and any(each.start > got[0] for each in marked.with_sense("back"))


def _got_from(marked: Marked) -> int | None:
    """`got 50 from mum`: money alone between the two words; where the giver stands."""
    for got in marked.with_sense("got"):
        at = got.end
        while at < len(marked.tokens) and _is_money(marked, at):
            at += 1
        if at > got.end and marked.has(at, "from") and not marked.with_sense("account"):
            return at + 1 + marked.has(at + 1, "stop")
    return None


def _is_money(marked: Marked, at: int) -> bool:
    return marked.tokens[at].is_number or currency_at(marked, at) is not None or marked.has(at, "num", "cash")


def _given_to_me(marked: Marked) -> bool:
    """`Mom sent me`, `Oma hat mir geschenkt`, `mi ha dato`; in English the word for me follows at once."""
    given, mine = marked.with_sense("give"), marked.with_sense("me")
    if marked.languages[0] == "en":
        return any(each.start == give.end for give in given for each in mine)
    return any(me is not give for give in given for me in mine)
