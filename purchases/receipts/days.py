"""The day something was bought: in words or figures, of six languages, told from the days that mean something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from purchases.receipts.lines import Line

OLDEST_YEARS = 25
_MONTHS: Final = (
    "january jan januar janner januari janvier janv enero ene gennaio gen",
    "february feb februar februari fevrier fevr febrero febbraio",
    "march mar marz maerz maart mrt mars marzo",
    "april apr avril avr abril abr aprile",
    "may mai mei mayo maggio mag",
    "june jun juni juin junio giugno giu",
    "july jul juli juillet juil julio luglio lug",
    "august aug augustus aout agosto ago",
    "september sep sept septembre septiembre settembre set",
    "october oct oktober okt octobre octubre ottobre ott",
    "november nov novembre noviembre",
    "december dec dezember dez decembre diciembre dic dicembre",
)
_NUMBERS: Final = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_MONTH: Final = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_WORDED: Final = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|[.ºo°])?[\s-]+(?:de |of |"
    rf"d')?(?P<month>{_MONTH})\.?,?[\s-]+(?:del? )?(?P<year>\d{{4}})\b"
)
_AMERICAN: Final = re.compile(rf"\b(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})\b")
_YEAR_FIRST: Final = re.compile(
    r"(?<![\d./-])(?P<year>20\d\d)([./-])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d|[./-]\d)"
)
_FIGURES: Final = re.compile(
    r"(?<![\d./-])(?P<one>\d{1,2})(?P<mark>[./-])\s?(?P<two>\d{1,2})(?P=mark)\s?(?P<year>\d{4}|\d{2})(?!\d|[./-]\d)"
)
_CLOCK: Final = re.compile(r"\b([01]?\d|2[0-3])[:h.][0-5]\d\b")
_OTHER_DAY: Final = re.compile(
    r"\bdue\b|payable|fallig|zahlbar|zahlungsziel|\bbis\b|echeance|vencimiento|scadenza|verval|\bvoor\b|liefer|"
    r"deliver|dispatch|"
    r"\bship|arriv|zustell|livrai|livre|prevu|expedi|bezorg|lever|entrega|envio|consegna|spedi|valid|gultig|"
    r"until|expir|return|retour|"
    r"ruckgabe|devoluc|\breso\b|hasta|jusqu|entro|\btot\b|fino al|gebor|\bborn|birth|version|stand:|leistungs|"
    r"zeitraum|period|"
    r"garant|warrant|gewahr|vom \d+.* bis"
)
_BOUGHT: Final = re.compile(
    r"order(ed)? (date|on|placed)|purchase(d)? (date|on)|date of (purchase|order)|bestelldatum|kaufdatum|"
    r"auftragsdatum|bestellt am|"
    r"bestell\w* vom|auftrag\w* vom|date (de|d'|de la|de votre) ?(commande|achat)|commande (effectuee|passee|"
    r"validee)|commande\b.* du\b|"
    r"achete le|besteldatum|aankoopdatum|besteld op|fecha (de|del) (la )?(compra|pedido)|data (dell'|di |"
    r"d')?(ordine|acquisto)|"
    r"ordine (effettuato|del)"
)
_DATED: Final = re.compile(
    r"\b(date|dated|datum|fecha|data|sent|gesendet|verzonden|envoye|enviado|inviato|rechnungsdatum|belegdatum|"
    r"factuurdatum|"
    r"invoice date|receipt date)\b|(rechnung|facture|fattura|factura|factuur|quittung|beleg|invoice|"
    r"scontrino)\b.*\b(vom|du|del|de|van|of|dated)\b"
)
_AMERICAN_SIGNS: Final = re.compile(r"\b[A-Z]{2} \d{5}\b|\b\d\d:\d\d ?[AP]M\b|(?i:sales tax)|\b[A-Z]{2} TAX\b")
_LANGUAGES: Final = {
    "en": "the order total receipt invoice subtotal thank you your change cash sales tax store payment",
    "de": "rechnung summe der die das und mwst gesamtbetrag datum bestellung vielen dank kasse bar",
    "fr": "facture total ttc tva le la de du votre commande montant carte merci livraison",
    "nl": "factuur totaal btw datum het een bestelling aantal kassabon betaald pin bedankt",
    "es": "factura fecha total iva el la pedido importe tarjeta gracias efectivo cambio compra",
    "it": "fattura totale iva data il di ordine importo pagamento grazie contanti resto scontrino",
}


@dataclass(frozen=True, slots=True)
class _Found:
    day: date
    rank: int
    has_clock: bool


def read_day(lines: Sequence[Line], *, currency: str | None, today: date) -> date | None:
    """The day of the purchase, else of the paper, else the one day that stands there. None where days differ."""
    month_first = _is_month_first(lines, currency)
    found = [each for index in range(len(lines)) for each in _days_of(lines, index, month_first, today)]
    for rank in (2, 1, 0):
        of_rank = [each for each in found if each.rank == rank]
        days = {each.day for each in of_rank}
        if len(days) > 1:
            days = {each.day for each in of_rank if each.has_clock}
        if len(days) == 1:
            return days.pop()
        if of_rank:
            return None
    return None


def language_of(lines: Sequence[Line]) -> str | None:
    """By words that few other languages have; None where two have as many."""
    words = {word for line in lines for word in re.findall(r"[a-z]+", line.folded)}
    counted = sorted(((len(words & set(each.split())), code) for code, each in _LANGUAGES.items()), reverse=True)
    return counted[0][1] if counted[0][0] > counted[1][0] else None


def is_american(lines: Sequence[Line]) -> bool:
    """By its days, its places, its clock or its tax."""
    told = _told_order(lines)
    return told if told is not None else any(_AMERICAN_SIGNS.search(line.text) for line in lines)


def _told_order(lines: Sequence[Line]) -> bool | None:
    """Whether months stand first, told by a day that can be meant in one way only."""
    for line in lines:
        for match in _FIGURES.finditer(line.folded):
            if match["mark"] == "/" and (int(match["one"]) > 12) != (int(match["two"]) > 12):
                return int(match["two"]) > 12
    return None


def _is_month_first(lines: Sequence[Line], currency: str | None) -> bool | None:
    """How 03/04 is meant; None where that cannot be told."""
    told = _told_order(lines)
    if told is not None:
        return told
    marks = {each.currency for line in lines for each in line.sums if each.currency}
    if language_of(lines) not in ("en", None) or marks & {"EUR", "GBP", "CHF"}:
        return False
    return True if is_american(lines) or ("$" in marks and currency == "USD") else None


def _days_of(lines: Sequence[Line], index: int, month_first: bool | None, today: date) -> Iterator[_Found]:
    folded = lines[index].folded
    for start, found in _written(folded, month_first):
        before = folded[:start]
        if (
            not re.search(r"[a-z]", before)
            and not re.search(r"[a-z]{3}", folded)
            and index
            and not lines[index - 1].sums
        ):
            before = lines[index - 1].folded
        if found is None or found > today or found.year < today.year - OLDEST_YEARS or _OTHER_DAY.search(before):
            continue
        rank = 2 if _BOUGHT.search(before) else 1 if _DATED.search(before) else 0
        yield _Found(found, rank, bool(_CLOCK.search(folded)))


def _written(folded: str, month_first: bool | None) -> Iterator[tuple[int, date | None]]:
    """Where each day of the line begins, and which it is; None of one that could be two."""
    for pattern in (_WORDED, _AMERICAN, _YEAR_FIRST):
        for match in pattern.finditer(folded):
            month = match["month"]
            yield match.start(), _day(match["year"], _NUMBERS.get(month) or int(month), int(match["day"]))
    for match in _FIGURES.finditer(folded):
        one, two = int(match["one"]), int(match["two"])
        swapped = two > 12 or (match["mark"] == "/" and month_first is True and one <= 12)
        if match["mark"] == "/" and month_first is None and one != two and one <= 12 and two <= 12:
            yield match.start(), None
            continue
        yield match.start(), _day(match["year"], one if swapped else two, two if swapped else one)


def _day(year: str, month: int, day: int) -> date | None:
    try:
        return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    except ValueError:
        return None
