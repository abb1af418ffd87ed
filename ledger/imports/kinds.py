"""What kind of movement a bank's line is, and its category."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from ledger.categorising.models import LearnedWord, Rule
from ledger.categorising.rules import rules_for
from ledger.core import categoriser
from ledger.core.categoriser import Question, Suggested
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.payees import fold
from ledger.core.system_categories import system_category_id
from ledger.imports.file_categories import FileCategories
from ledger.imports.readers import ReadLine
from ledger.imports.readers.packed import AMOUNT, CATEGORY, KIND, NOTES, PAYEE, RAW_KIND, Row, pack
from ledger.imports.readers.remembered import Remembered
from ledger.pairing.hints import says_card_payment, says_transfer

Kind = Transaction.Kind
Source = Transaction.CategorySource
# What banks themselves mark as money earned; nothing of it is a refund.
_EARNED = frozenset(["DIRECTDEP", "INT", "DIV"])
# 'Refund' in the text says that money came back, and the shop says of what.
_PAID_BACK = system_category_id("refunds-cashback")
_REFUNDED_BY = frozenset([Source.MERCHANT, Source.LEARNED])
_TRANSFER_BY = frozenset([Source.MERCHANT, Source.KEYWORD, Source.LEARNED, Source.RULE])
# Words a card's bank uses when its bill is paid; elsewhere any bill is paid in these words.
_OF_ANY_BILL = frozenset(
    ["autopay", "autopay payment", "automatic payment", "epayment", "e payment", "internet payment", "payment received"]
)
_CARD_PAYMENT = re.compile(
    r"\b(?:auto ?pay|thank you|(?:bill|card|online|mobile|automatic|electronic|direct debit) ?payments?"
    r"|payments? (?:received|thank)|zahlungseingang|lastschrift|einzug|paiement re[cç]u|pagamento recebido"
    r"|pago recibido)\b"
    r"|^payments?$",
    re.IGNORECASE | re.MULTILINE,
)
# A reference is different on every line and says nothing of what was bought.
_REFERENCE = re.compile(r"\S*[0-9]{5}\S*")
_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Judged:
    """`suggested` fits `kind`. `payee` and `notes` are what a rule of the person's writes instead, '' where none."""

    kind: str
    suggested: Suggested | None
    payee: str = ""
    notes: str = ""


class _Asked(NamedTuple):
    """What tells lines apart that may get different answers; `amount` no closer than anybody looks at it."""

    payee: str
    notes: str
    is_in: bool
    raw_kind: str
    kind: str
    category: str
    amount: Decimal | None


class Judge:
    """Says kind and category of one account's lines, piece by piece; each distinct question is asked once.

    Money in is income, unless the payee is a shop or somebody the person has had refunds of: then it is a refund.
    The payment of a card's bill is a transfer, and what says of itself that it goes to an own account. What a
    program's own file says of kind and category goes first; what a bank says of the category, only where nothing else
    is known. Three queries, and those of the categoriser with each piece.
    """

    def __init__(
        self,
        person: User,
        subtype: str,
        *,
        account_id: UUID | None = None,
        of_file: FileCategories | None = None,
    ) -> None:
        self._person = person
        self._is_card = subtype == MoneyAccount.Subtype.CARD
        self._account_id = account_id
        self._of_file = of_file
        self._rules = rules_for(person)
        self._amount_of = _amounts_asked(person)
        self._known: dict[_Asked, Judged] = {}

    def of_rows(self, rows: Sequence[Row]) -> list[Judged]:
        """In order. One call of the categoriser for what was not asked before."""
        keys = [self._key(row) for row in rows]
        known = self._known
        if len(known) > _REMEMBERED:
            known.clear()
        fresh = [key for key in dict.fromkeys(keys) if key not in known]
        if fresh:
            known.update(zip(fresh, self._ask(fresh), strict=True))
        return [known[key] for key in keys]

    def _key(self, row: Row) -> _Asked:
        amount, notes = row[AMOUNT], row[NOTES]
        if notes and not notes.isalpha():
            notes = _REFERENCE.sub("", notes).strip()
        asked = None if self._amount_of is None else self._amount_of[amount]
        return _Asked(row[PAYEE], notes, amount[0] != "-", row[RAW_KIND], row[KIND], row[CATEGORY], asked)

    def _ask(self, asked: Sequence[_Asked]) -> list[Judged]:
        if self._of_file is not None and self._of_file.is_whole:
            return [self._as_exported(each, self._of_file) for each in asked]
        kinds = [self._possible(each) for each in asked]
        questions = [
            Question(each.payee, each.notes, kind, each.amount, self._account_id)
            for each, possible in zip(asked, kinds, strict=True)
            for kind in possible
        ]
        answers = iter(categoriser.current().suggest_many(self._person, questions))
        decided = [_decide([(kind, next(answers)) for kind in possible]) for possible in kinds]
        self._file_transfers(asked, decided)
        return [self._renamed(each, self._with_file(each, judged)) for each, judged in zip(asked, decided, strict=True)]

    def _file_transfers(self, asked: Sequence[_Asked], decided: list[Judged]) -> None:
        """Money out that fits no spending, by its words a transfer or a card's bill: a transfer, whose other half may
        be on an account that is not here. One more call of the categoriser where there is any.
        """
        places = [
            place
            for place, (each, judged) in enumerate(zip(asked, decided, strict=True))
            if judged.suggested is None and judged.kind == Kind.EXPENSE and not each.kind and _says_transfer(each)
        ]
        if not places:
            return
        some = [asked[place] for place in places]
        questions = [Question(each.payee, each.notes, Kind.TRANSFER, each.amount, self._account_id) for each in some]
        answers = categoriser.current().suggest_many(self._person, questions)
        for place, found in zip(places, answers, strict=True):
            if found is not None and found.source in _TRANSFER_BY and found.reason not in _OF_ANY_BILL:
                decided[place] = Judged(Kind.TRANSFER.value, found)

    def _as_exported(self, asked: _Asked, of_file: FileCategories) -> Judged:
        """Our own file says everything there was to say: what has no category in it has none."""
        kind = of_file.kind_of(asked.category, asked.kind, comes_in=asked.is_in)
        kind = kind or (Kind.INCOME.value if asked.is_in else Kind.EXPENSE.value)
        return Judged(kind, of_file.suggest(asked.category, kind))

    def _possible(self, asked: _Asked) -> tuple[str, ...]:
        """The kinds the line may be of, the likeliest first."""
        given = asked.kind
        if self._of_file is not None and asked.category:
            given = self._of_file.kind_of(asked.category, given, comes_in=asked.is_in)
        if given:
            return (given,)
        if not asked.is_in:
            return (Kind.EXPENSE.value,)
        if self._is_card and _CARD_PAYMENT.search(f"{asked.payee}\n{asked.notes}"):
            return (Kind.TRANSFER.value,)
        if asked.raw_kind in _EARNED:
            return (Kind.INCOME.value,)
        return (Kind.INCOME.value, Kind.REFUND.value)

    def _with_file(self, asked: _Asked, judged: Judged) -> Judged:
        """The file's own category, where it fits the way the money went."""
        if self._of_file is None or not asked.category or (judged.suggested and not self._of_file.is_sure):
            return judged
        suggested = self._of_file.suggest(asked.category, judged.kind)
        return Judged(judged.kind, suggested) if suggested else judged

    def _renamed(self, asked: _Asked, judged: Judged) -> Judged:
        hit = self._rules.apply(asked.payee, asked.notes, asked.amount, judged.kind, self._account_id)
        if hit is None or not (hit.new_payee or hit.new_notes):
            return judged
        return Judged(judged.kind, judged.suggested, hit.new_payee, hit.new_notes)


def _says_transfer(asked: _Asked) -> bool:
    text = fold(f"{asked.payee} {asked.notes}")
    return says_transfer(text) or says_card_payment(text)


def judge(person: User, lines: Sequence[ReadLine], subtype: str, of_file: FileCategories | None = None) -> list[Judged]:
    """Kind and category of a few lines, in order."""
    return Judge(person, subtype, of_file=of_file).of_rows([pack(line) for line in lines])


def _amounts_asked(person: User) -> Remembered[str, Decimal | None] | None:
    """How closely the person's rules and choices look at an amount, given as text: exactly where a rule has bounds,
    by its size where choices were learned, else not at all (None). Two queries.
    """
    bounded = Q(amount_min__isnull=False) | Q(amount_max__isnull=False)
    if Rule.objects.filter(bounded, person=person, is_active=True).exists():
        return Remembered(Decimal)
    if LearnedWord.objects.filter(person=person).exists():
        return Remembered(_size)
    return None


def _size(text: str) -> Decimal:
    """The same for amounts of one order on the natural logarithm, as the learner sorts them."""
    step = round(math.log(max(abs(float(Decimal(text))), 0.01)))  # a size to learn by, and no money
    return Decimal(str(round(math.exp(step), 2)))


def _decide(answers: Sequence[tuple[str, Suggested | None]]) -> Judged:
    kind, suggested = answers[0]
    if suggested is None or suggested.category_id == _PAID_BACK:
        for other, found in answers[1:]:
            if found is not None and found.source in _REFUNDED_BY:
                return Judged(other, found)
    return Judged(kind, suggested)
