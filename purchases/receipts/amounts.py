"""What was to be paid in all: the amount beside a word for it, never the one beside a word for a part."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final

from purchases.receipts.days import is_american
from purchases.receipts.lines import Line, Sum

_PAYABLE: Final = re.compile(
    r"\b(amount due|balance due|total due|amount payable|(total )?to (be )?paid?\b(?! by)|total to pay|"
    r"zu zahlen(der betrag)?|"
    r"zahlbetrag|offener betrag|net a payer|(total|montant|reste) a payer|(totaal )?te (betalen|voldoen)|"
    r"(total|importe) a pagar|(totale )?da pagare|importo dovuto)\b"
)
_STRONG: Final = re.compile(
    r"\b(grand total|order total|invoice total|total \(?inc|total (paid|amount|cost|price|charged)|"
    r"total for your order|"
    r"gesamtbetrag|gesamtsumme|gesamtpreis|rechnungsbetrag|rechnungssumme|endbetrag|endsumme|bruttobetrag|"
    r"auftragssumme|"
    r"bestellwert|total ttc|montant (total|ttc)|prix total|total de (votre|la) commande|total commande|"
    r"total inkl|total incl|"
    r"totaal ?(incl|bedrag|prijs)|totaalbedrag|eindtotaal|factuurbedrag|importe total|total (de la )?(factura|"
    r"compra)|"
    r"total (del? )?(su )?pedido|precio total|total con iva|totale (complessivo|fattura|documento|ordine|euro|"
    r"ivato|iva incl)|"
    r"importo totale|prezzo totale)"
)
_WEAK: Final = re.compile(r"^\W*(total|totals|summe|gesamt|totaal|totale|somme|betrag|importe|importo|montant)\b")
_PART: Final = re.compile(
    r"parcial|parziale|\bht\b|hors t|\bexcl|\bexkl|\bohne\b|\bsin iva|\bnett?o?\b|nettobetrag|"
    r"before tax|base imp|imponibile|discount|saving|saved|rabatt|remise|korting|descuento|sconto|gutschein|"
    r"voucher|"
    r"product total|items? total|total (items|articles|products|points|weight|quantity|qty|produits)|menge|poids|"
    r"change|wechselgeld|"
    r"ruckgeld|cambio|resto\b|wisselgeld|a rendre|points|punkte|deposit|anzahlung|monthly|monatlich|rate\b|cuota"
)
_TAX: Final = re.compile(r"\b(vat|tax|taxes|mwst\.?|ust\.?|mehrwertsteuer|tva|taxe|btw|iva|igic|impuestos|gst|hst)\b")
_WITH_TAX: Final = re.compile(r"\bincl|\binkl|\bttc\b|compris|inclu|brutto|ivato|\bcon iva|\binc\b|einschl|mit mwst")
_TAX_IN_IT: Final = re.compile(
    r"\bincludes\b|\bcontains\b|of which|\bdont\b|davon|\bdarin\b|enth[ae]lt|di cui|waarvan|del cual|\bincluye\b"
)
_HEADS: Final = re.compile(
    r"\b(qty|quantity|price|description|menge|einzelpreis|preis|aantal|prijs|prix|quantite|cantidad|precio|"
    r"prezzo|quantita)\b"
)


def read_total(lines: Sequence[Line]) -> Sum | None:
    """What is to be paid stands before what it comes to, that before a bare 'total'. None where two differ."""
    for pattern in (_PAYABLE, _STRONG, _WEAK):
        found = [each for index in range(len(lines)) if (each := _beside(lines, index, pattern)) is not None]
        amounts = {each.amount for each in found}
        if len(amounts) == 1:
            return next((each for each in found if each.currency), found[0])
        if amounts:
            return _proven(lines, found)
    return None


def _beside(lines: Sequence[Line], index: int, pattern: re.Pattern[str]) -> Sum | None:
    line = lines[index]
    label = pattern.search(line.folded)
    if label is None or _is_part(line.folded, label):
        return None
    after = [each for each in line.sums if each.start >= label.end() - 1] or list(line.sums)
    found = _one_of(after) if after else _below(lines, index)
    return found if found is not None and found.amount else None


def _is_part(folded: str, label: re.Match[str]) -> bool:
    """Told from what stands around the label: 'net à payer' is the whole."""
    around = f"{folded[: label.start()]}total{folded[label.end() :]}"
    if re.search(r"sub ?-? ?tot|zwischen|sous ?-? ?tot", around):
        return True
    if _TAX.search(folded) and _TAX_IN_IT.search(folded):
        return True
    if _WITH_TAX.search(folded):
        return False
    return bool(_PART.search(around) or _TAX.search(around))


def _one_of(sums: Sequence[Sum]) -> Sum | None:
    """Of several in a line the last, where it is what the others come to."""
    if len({each.amount for each in sums}) == 1:
        return next((each for each in sums if each.currency), sums[0])
    last = sums[-1]
    return last if sum(each.amount for each in sums[:-1]) == last.amount else None


def _below(lines: Sequence[Line], index: int) -> Sum | None:
    """The amount of a label in a column of labels, from the column of amounts below; it is the greatest of them."""
    if _HEADS.search(lines[index].folded):
        return None
    first = index + 1
    while first < len(lines) and not lines[first].sums and first - index < 10:
        first += 1
    last = first
    while last < len(lines) and lines[last].is_bare:
        last += 1
    column = lines[first:last]
    place = index - (first - len(column))
    if not column or place < 0 or (len(column) == 1 and first != index + 1):
        return None
    found = column[place].sums[0]
    return found if found.amount == max(each.sums[0].amount for each in column) else None


def _proven(lines: Sequence[Line], found: Sequence[Sum]) -> Sum | None:
    """Of totals that differ, the one that two other amounts come to: what it is without tax, and the tax."""
    others = {each.amount for line in lines for each in line.sums if each.amount}
    sums = {one + other for one in others for other in others if one < other}
    proven = {each.amount for each in found if each.amount in sums}
    return next(each for each in found if each.amount in proven) if len(proven) == 1 and len(others) <= 60 else None


def read_currency(lines: Sequence[Line], total: Sum | None, default: str) -> str | None:
    """Beside the total, else the one that stands in the text, else their own; None of several or strange ones."""
    if total is not None and total.currency:
        return _one_code(total.currency, lines, default)
    counted = Counter(each.currency for line in lines for each in line.sums if each.currency)
    codes = {code for code in (_one_code(each, lines, default) for each in counted) if code}
    if not codes:
        codes = {code for sign, code in (("€", "EUR"), ("£", "GBP")) if any(sign in line.folded for line in lines)}
    if not codes and not counted:
        if any(unicodedata.category(sign) == "Sc" for line in lines for sign in line.text):
            return None
        return "USD" if is_american(lines) else default
    return codes.pop() if len(codes) == 1 else None


_CANADIAN: Final = re.compile(r"\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b")
_NORDIC: Final = {"kr": ("SEK", "NOK", "DKK"), "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN")}
_COUNTRIES: Final = {
    "canada": "CAD", "australia": "AUD", "new zealand": "NZD",
    "danmark": "DKK", "sverige": "SEK", "norge": "NOK",
}  # fmt: skip


def _one_code(sign: str, lines: Sequence[Line], default: str) -> str | None:
    """Which dollar or krone it is: the country that is named, the person's own, else the American dollar, no krone."""
    if sign not in _NORDIC:
        return sign
    possible = _NORDIC[sign]
    if sign == "$" and any(_CANADIAN.search(each.text) for each in lines):
        return "CAD"
    named = {
        code for word, code in _COUNTRIES.items() if code in possible and any(word in each.folded for each in lines)
    }
    if len(named) == 1:
        return named.pop()
    if default in possible:
        return default
    return "USD" if sign == "$" and not named else None
