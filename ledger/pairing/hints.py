"""Words that say what a movement is, in the folded texts of entries (`Transaction.search_text`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from ledger.core.models import MoneyAccount
from ledger.core.payees import fold

_TRANSFER = re.compile(
    r"\b(?:transfer(?:s|red|encia)?|xfer|trf|own account|to savings|from savings|savings?|umbuchung|ue?bertrag\w*"
    r"|eigenue?bertrag|eigene konten|dauerauftrag|sparen|sparplan|tagesgeld|sparkonto|virement|epargne|livret"
    r"|overboeking|overschrijving|spaar\w*|eigen rekening|traspaso|ahorros?|giroconto|girofond[oi]|trasferimento"
    r"|risparmi\w*|poupanca|resgate|aplicacao|przelew wlasny|przelew wewnetrzny|oszczednosc\w*|prevod|sporeni"
    r"|overfor\w*|oma siirto|sparing|opsparing|top ?up|aufladung|standing order)\b"
)
_CARD = re.compile(
    r"\b(?:auto ?pay|thank you|(?:credit )?card (?:pay|payment|bill)|(?:bill|online|mobile|automatic|electronic)"
    r" ?(?:pmt|payments?)|payments? (?:received|thank)|credit card|cc payment|kreditkarte\w*|kartenabrechnung"
    r"|zahlungseingang|lastschrift|einzug|ausgleich|releve carte|carte de credit|paiement re[c]u|creditcard"
    r"|pagamento recebido|fatura|pago recibido|pago tarjeta|tarjeta de credito|carta di credito|kortbetaling"
    r"|splata karty|crcardpmt|barclaycard|e ?payment|amex|card (?:online|serv\w*)|cardmember|reglement carte"
    r"|debit differe|incasso|liquidacion tarjeta|carta credito|kreditkort\w*)\b"
)
_BACK = re.compile(
    r"\b(?:refund\w*|returns?|returned|reversal|chargeback|credit note|gutschrift|erstattung|rue?ckerstattung"
    r"|rue?ckzahlung|retoure|storno|rembours\w*|avoir|terugbetaling|retour|restitutie|reembols\w*|devolucion"
    r"|rimborso|storno|estorno|devolucao|zwrot|vraceni|aterbetaling|tilbagebetaling)\b"
)
_CASH = re.compile(r"\b(?:atm|cash|cashpoint|bargeld\w*|geldautomat|einzahlung|retrait|especes|bancomat|cajero)\b")
_SHORTEST_NAME = 4
_WORD = re.compile(r"[^\W_]+")


def says_transfer(text: str) -> bool:
    return _TRANSFER.search(text) is not None


def says_card_payment(text: str) -> bool:
    return _CARD.search(text) is not None


def says_refund(text: str) -> bool:
    return _BACK.search(text) is not None


def says_cash(text: str) -> bool:
    return _CASH.search(text) is not None


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """What of an account may be named in the texts of another's entries; `own` may be changed by the person."""

    pk: UUID
    currency: str
    own: bool
    is_card: bool
    names: tuple[str, ...]
    institution: str

    def is_named_in(self, text: str) -> bool:
        return any(_stands_in(name, text) for name in self.names)

    def bank_is_named_in(self, text: str) -> bool:
        return bool(self.institution) and _stands_in(self.institution, text)


def known_account(account: MoneyAccount, *, own: bool) -> KnownAccount:
    """Its name and the end of its number where they are long enough to be no accident."""
    name = _words(account.name)
    names = [name] if len(name) >= _SHORTEST_NAME else []
    names += [account.number_tail] if len(account.number_tail) == _SHORTEST_NAME else []
    is_card = account.subtype in (MoneyAccount.Subtype.CARD, MoneyAccount.Subtype.LOAN)
    return KnownAccount(account.pk, account.currency, own, is_card, tuple(names), _words(account.institution))


def own_name(person: User) -> tuple[str, ...]:
    """The words of the person's name; empty where it is too short to tell them from others."""
    words = tuple(_WORD.findall(fold(person.name)))
    return words if len(words) > 1 or any(len(word) >= _SHORTEST_NAME for word in words) else ()


def names_person(text: str, words: Iterable[str]) -> bool:
    wanted = list(words)
    return bool(wanted) and all(_stands_in(word, text) for word in wanted)


def share_a_word(text: str, other: str) -> bool:
    """One word of three letters or more in common; numbers do not count."""
    mine = {word for word in _WORD.findall(text) if len(word) > 2 and not word.isdigit()}
    return any(word in mine for word in _WORD.findall(other))


def _words(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def _stands_in(phrase: str, text: str) -> bool:
    """As whole words. `number_tail` stands behind dots or stars, which are no letters."""
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        before, after = text[at - 1 : at], text[end : end + 1]
        if not (before.isalpha() or after.isalnum()):
            return True
        at = text.find(phrase, at + 1)
    return False
