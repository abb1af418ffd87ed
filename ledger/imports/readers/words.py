"""Words inside rows: which way money went, balances that are no movements, payments not booked yet."""

from __future__ import annotations

import re

from ledger.imports.readers.text import fold

_OUT = (
    "af|d|db|dr|debit|debet|debito|s|soll|out|debited|withdrawal|lastschrift|uitgaand|w|expense|money out|outgoing|"
    "paid out|cargo|-|д|расход|дебет|charge|neg|ut|deebet|outbound|debetas|debitas|支出"
)
_IN = (
    "bij|c|cr|k|credit|kredit|credito|h|haben|in|kreedit|credited|deposit|gutschrift|inkomend|income|incoming|"
    "money in|paid in|abono|+|к|приход|кредит|pos|kredits|inbound|kreditas|收入"
)
SIGNS = dict.fromkeys(_OUT.split("|"), -1) | dict.fromkeys(_IN.split("|"), 1)

_OPENING = re.compile(
    r"(?:opening|starting|start|beginning|previous|prior|initial) (?:ledger )?balance|balance at (?:start|beginning)|"
    r"solde (?:en |au )?debut|balance (?:brought )?forward|"
    r"brought forward|balance b f|saldo anterior|saldo inicial|saldo iniziale|solde (?:initial|precedent|anterieur)|"
    r"ancien solde|anfangs(?:saldo|bestand)|alter (?:konto)?(?:saldo|stand)|beginsaldo|vorig saldo|saldo poczatkowe|"
    r"pocatecni (?:zustatek|stav)|likutis pradziai|algsaldo|alkusaldo|sakuma atlikums|ingaende saldo|startsaldo|"
    r"входящии остаток|остаток на начало|saldo vorher|nyito egyenleg"
)
_CLOSING = re.compile(
    r"(?:closing|ending|final|new|current|available|ledger) (?:ledger )?balance|balance at end|solde (?:en |a la )?fin|"
    r"balance carried forward|"
    r"carried forward|balance c f|saldo final|saldo finale|saldo actual|saldo atual|nouveau solde|solde final|"
    r"end(?:saldo|bestand)|neuer (?:konto)?(?:saldo|stand)|eindsaldo|nieuw saldo|saldo koncowe|"
    r"konecny (?:zustatek|stav)|likutis pabaigai|loppsaldo|loppusaldo|beigu atlikums|utgaende saldo|slutsaldo|"
    r"исходящии остаток|остаток на конец|zaro egyenleg|s a l d o|kontostand"
)
_TURNOVER = re.compile(
    r"apyvarta|turnover|umsatz gesamt|summe (?:soll|haben|umsatze)|obrat(?:y)?|apgrozijums|kaive|omsattning|"
    r"total (?:debits?|credits?|withdrawals?|deposits?|amount|transactions?)|transactions total|grand total|subtotal"
)
_TOTAL = re.compile(
    r"(?:(?:sub|grand |transactions )?total(?:s|e|en|es|i)?|totaal|summe|gesamt|zwischensumme|suma|sum|summa|somme|"
    r"итого|yhteensa|celkem|razem|toplam|osszesen)\b.{0,40}"
)
_PENDING = (
    "pending|processing|vorgemerkt|offen|authorised|authorized|authorization|in bearbeitung|en attente|pendiente|"
    "in attesa|в обработке"
)
_NOT_BOOKED = (
    "reverted|declined|failed|cancelled|canceled|rejected|abgelehnt|storniert|returned|denied|expired|voided|void|"
    "reversed|annulé|geweigerd"
)
PENDING = frozenset(map(fold, _PENDING.split("|")))
NOT_BOOKED = frozenset(map(fold, _NOT_BOOKED.split("|")))


def balance_row(text: str) -> str:
    """'opening', 'closing' or 'turnover' for the text of a row that is no movement, '' for any other."""
    folded = fold(text[:80])
    for name, pattern in (("opening", _OPENING), ("closing", _CLOSING), ("turnover", _TURNOVER)):
        found = pattern.match(folded)
        if found and len(folded) - found.end() <= 30 and (found.end() == len(folded) or folded[found.end()] == " "):
            return name
    return ""


def total_row(text: str) -> bool:
    """Whether a row without a date starts like a line of totals."""
    return _TOTAL.fullmatch(fold(text[:60])) is not None


def sign_of(text: str) -> int:
    """-1 for money out, 1 for money in, 0 where the cell is no such word."""
    word = text.strip()
    return SIGNS.get(word) or SIGNS.get(fold(word), 0)
