"""The product where there is one, the order's number, and for how long somebody stands for the thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from purchases.receipts.lines import Line

LONGEST_PRODUCT, LONGEST_WARRANTY = 120, 600
_NO_ITEM: Final = re.compile(
    r"total|totaal|summe|betrag|gesamt|sous|montant|importe\b|importo|\b(vat|tax|mwst|ust|tva|btw|iva|gst|hst|"
    r"mehrwertsteuer)\b|"
    r"imponible|imponibile|\bbase\b|netto|\bnet\b|\bnett?o? a\b|versand|liefer|porto|delivery|shipping|postage|"
    r"livraison|expedition|"
    r"verzend|bezorg|envio|gastos|spedizione|spese|consegna|kartenz|\bkarte\b|carte|card|carta|tarjeta|visa|"
    r"mastercard|maestro|"
    r"\bpin\b|paypal|klarna|\bbar\b|\bcash\b|especes|contant|efectivo|elettronico|gegeben|entregado|ruckgeld|"
    r"change|wisselgeld|"
    r"cambio|\bresto\b|rendre|paid|bezahlt|betaald|regle|pagato|pagado|discount|rabatt|remise|korting|descuento|"
    r"sconto|gutschein|"
    r"voucher|cadeau|coupon|bon d|\bdue\b|payer|betalen|pagar|pagare|zahlen|participation|pfand|deposit|zahlung|"
    r"paiement|betaling|"
    r"balance|\bsaved\b|rounding|rundung|service fee|cuota|\brate\b|points|tip\b|trinkgeld|saving"
)
_SUMS: Final = re.compile(
    r"\W*(total|totaal|summe|gesamt|sub ?-?tot|zwischens|sous ?-?tot|base imp|imponib|netto|zu zahlen|te betalen)"
)
_QUANTITY: Final = re.compile(r"^(?:\d{1,2} ?[x×*] ?|1 (?=\D)|\d{5,14} (?=\D))+", re.IGNORECASE)
_BEHIND: Final = re.compile(
    r"(?:[\s|]+(?:\d{1,2}(?:[.,]\d)? ?%|1|1 ?(?:x|st\.?|stk\.?|pcs?)|€|\$|£|EUR|USD|GBP|CHF))+$", re.IGNORECASE
)
_PIECES: Final = re.compile(r"^(\d{1,3}) ?[x×*] |^([2-9]|\d{2}) (?=[A-Za-z])", re.IGNORECASE)
_ORDER: Final = re.compile(
    r"(?:order (?:number|no\.?|id|#)|order ?#|bestell-?(?:nummer|nr\.?)|auftrags-?(?:nummer|nr\.?)|(?:n[°ºo]\.?|"
    r"num[eé]ro|"
    r"r[eé]f[eé]rence) (?:de )?(?:la )?commande|commande n[°ºo]\.?|order ?nummer|bestel ?nummer|"
    r"n[°ºo]\.? de pedido|"
    r"n[uú]mero de pedido|pedido n[.°ºo]*|numero (?:d'|dell')?ordine|ordine n[.°ºo]*)"
    r"[\s:.#]*([A-Z0-9][A-Z0-9/-]{3,29})",
    re.IGNORECASE,
)
_COUNTS: Final = {
    **dict.fromkeys(("one", "ein", "eins", "un", "une", "een", "uno", "una", "einjahrige"), 1),
    **dict.fromkeys(("two", "zwei", "deux", "twee", "dos", "due", "zweijahrige"), 2),
    **dict.fromkeys(("three", "drei", "trois", "drie", "tres", "tre", "dreijahrige"), 3),
    **dict.fromkeys(("four", "vier", "quatre", "cuatro", "quattro"), 4),
    **dict.fromkeys(("five", "funf", "cinq", "vijf", "cinco", "cinque"), 5),
    **dict.fromkeys(("ten", "zehn", "dix", "tien", "diez", "dieci"), 10),
}
_MONTHS_WORD: Final = r"months?|monaten?|monatige|mois|maand(?:en)?|mes(?:es|i|e)?"
_YEARS_WORD: Final = r"years?|yrs?|jahren?|jahrige|ans?|annees?|jaar|jaren|anos?|anni|anno"
_SPAN: Final = re.compile(rf"\b(\d{{1,3}}|{'|'.join(_COUNTS)})[\s-]*(?:(?P<m>{_MONTHS_WORD})|(?P<y>{_YEARS_WORD}))\b")
_COVER: Final = re.compile(r"warrant|guarantee|garan[tz]|gewahrleistung")
_MOST_APART = 60


def read_product(lines: Sequence[Line]) -> str | None:
    """What the one line above the total is of that is no tax, carriage or payment; None of several things."""
    items: dict[str, Line] = {}
    for line in lines:
        if _SUMS.match(line.folded):
            break
        if line.sums and not line.is_bare and not _NO_ITEM.search(line.folded):
            items[line.folded] = line
    if len(items) != 1:
        return None
    line = next(iter(items.values()))
    # Folding may change the length of a text; what is cut by folded places is cut only where it did not.
    if len(line.text) != len(line.folded) or (_PIECES.match(line.text) and not line.text.startswith(("1 ", "1x"))):
        return None
    name = _QUANTITY.sub("", _BEHIND.sub("", line.text[: line.sums[0].start].strip())).strip(" .:-|*€$£\t")
    letters = sum(each.isalpha() for each in name)
    return name if letters >= 3 and len(name) <= LONGEST_PRODUCT and letters * 3 >= len(name) else None


def read_order_number(lines: Sequence[Line]) -> str | None:
    """The first one; it has a digit."""
    for line in lines:
        match = _ORDER.search(line.text)
        if match and any(each.isdigit() for each in match[1]):
            return match[1].strip("-/")
    return None


def read_warranty(lines: Sequence[Line]) -> int | None:
    """Months, where all that is said of a warranty says the same."""
    found = set()
    for line in lines:
        for cover in _COVER.finditer(line.folded):
            for span in _SPAN.finditer(line.folded):
                apart = max(span.start() - cover.end(), cover.start() - span.end())
                if apart <= _MOST_APART:
                    count = _COUNTS.get(span[1]) or int(span[1])
                    found.add(count * 12 if span["y"] else count)
    months = found.pop() if len(found) == 1 else 0
    return months if 1 <= months <= LONGEST_WARRANTY else None
