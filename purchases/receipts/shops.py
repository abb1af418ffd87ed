"""Whose paper it is: the sender of a mail, a name everybody knows in the head, the only known address on the web, or a
firm by its legal form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from config.kernel.folding import fold
from purchases.receipts.lines import Line

_KNOWN: Final = (
    "Amazon", "Apple", "Best Buy", "bol", "Boulanger", "Costco", "Coolblue", "Currys", "Darty", "Decathlon",
    "Digitec Galaxus", "eBay", "El Corte Inglés", "Fnac", "H&M", "Home Depot", "IKEA", "John Lewis", "Leroy Merlin",
    "MediaMarkt", "Newegg", "OBI", "Otto", "Saturn", "Target", "Walmart", "Zalando", "Action", "Aldi", "Alternate",
    "AO", "Argos", "ASOS", "B&Q", "Backmarket", "BAUHAUS", "Bergfreunde", "Blokker", "BUT", "Canyon", "Carrefour",
    "Castorama", "Cdiscount", "Conforama", "Conrad", "Cyberport", "de Bijenkorf", "Dell", "Dunelm", "Dyson", "EDEKA",
    "Elgiganten", "Esselunga", "Etsy", "Euronics", "expert", "Gamma", "Globetrotter", "Halfords", "HEMA", "HORNBACH",
    "Kaiserkraft", "Karwei", "Kaufland", "Lidl", "Lowe's", "Maisons du Monde", "Manor", "Manufactum", "MediaWorld",
    "Migros", "Monoprix", "Müller", "Notebooksbilliger", "Nike", "PcComponentes", "Praxis", "Primark", "REWE",
    "Rossmann", "Screwfix", "Staples", "Tchibo", "Tesco", "Thalia", "Thomann", "Toom", "Unieuro", "Wayfair",
    "wehkamp", "Westwing", "Worten", "XXXLutz", "Zara", "Zooplus",
)  # fmt: skip
_ALSO: Final = {
    "Apple Store": "Apple", "Media Markt": "MediaMarkt", "Galaxus": "Digitec Galaxus", "Digitec": "Digitec Galaxus",
    "The Home Depot": "Home Depot", "Bijenkorf": "de Bijenkorf", "Back Market": "Backmarket",
}  # fmt: skip
_NAMES: Final = {fold(name): name for name in _KNOWN} | {fold(said): name for said, name in _ALSO.items()}
_HEAD_LINES, _LETTER_LINES, _FOOT_LINES = 3, 8, 8
_STARTS: Final = re.compile(
    rf"^\W*({'|'.join(re.escape(each) for each in sorted(_NAMES, key=len, reverse=True))})(?:\.(?:com|de|fr|nl|"
    rf"es|it|co\.uk|at|ch|be))?(?![a-z0-9])"
)
_SENDER: Final = re.compile(r"^(?:from|von|van|de|da|absender|expediteur|remitente|mittente) ?: ?(.+)$")
_DOMAIN: Final = re.compile(
    r"(?:@|www\.|https?://)(?:[a-z0-9-]+\.)*?"
    r"([a-z0-9-]{2,40})\.(?:com|de|fr|nl|es|it|co\.uk|uk|at|ch|be|eu|org|net|shop|store)\b"
)
_NO_SHOP_DOMAINS: Final = frozenset({

        "paypal",
        "klarna",
        "gmail",
        "outlook",
        "hotmail",
        "icloud",
        "yahoo",
        "gmx",
        "web",
        "googlemail",
        "dhl",
        "ups",
        "stripe",

})  # fmt: skip
_LEGAL: Final = re.compile(
    r"^(?P<name>[^\d|:@]{2,60}?),? \(?(?:Pte\.? Ltd\.?|GmbH(?: ?& ?Co\.? ?KG(?:aA)?)?|"
    r"mbH|AG|KG|OHG|UG|SE|e\.K\.|B\.?V\.?|"
    r"N\.?V\.?|V\.?O\.?F\.?|S\.?A\.?S\.?U?|"
    r"SARL|S\.?à ?r\.?l\.?|EURL|S\.?A\.?U?\.?|S\.?L\.?U?\.?|[sS]\.?[rR]\.?[lL]\.?|[sS]\.?[pP]\.?[aA]\.?|Ltd\.?|"
    r"Limited|PLC|plc|LLC|Inc\.?|A/S|AB|Oy)"
    r"(?=$|[\s,.)|·-])"
)
_NO_NAME: Final = re.compile(
    r"invoice|receipt|rechnung|quittung|beleg|bon\b|facture|fattura|factura|factuur|ticket|order|bestell|confirm|"
    r"commande|pedido|ordine|"
    r"hello|dear|hallo|bonjour|hola|ciao|thank|dank|merci|gracias|grazie|page|seite|date|datum|subject|betreff|"
    r"objet|copy|kopie|duplicat|"
    r"sehr geehrte|liebe|important|customer|kunde|client|scontrino|documento|manual|anleitung|handbuch|notice|"
    r"lieferschein|bank"
)
_CUSTOMER: Final = re.compile(
    r"bill(ed)? to|ship(ped)? to|sold to|invoice to|\bcustomer\b|rechnung an|(rechnungs|liefer)(adresse|anschrift)|"
    r"\bkunde\b|"
    r"factur[ee]{1,2} a\b|adresse de (facturation|livraison)|\bclient\b|\bklant\b|factuuradres|\bcliente\b|facturar a"
)
_BANKS: Final = re.compile(r"\b(bank|sparkasse|banque|banco|banca|visa|mastercard|paypal|dhl|versicherung|insurance)\b")
_COUNTRIES: Final = re.compile(
    r"\s+(espana|iberica|france|deutschland|nederland|italia|belgie|uk|group|retail)$", re.IGNORECASE
)


def read_shop(lines: Sequence[Line]) -> str | None:
    return _sender(lines) or _headed(lines) or _by_form(lines[:_LETTER_LINES]) or _by_domain(lines) or _plain(lines)


def known_shop(name: str) -> str | None:
    """What everybody calls the shop whose name `name` begins with, as a bank writes it, say."""
    match = _STARTS.match(fold(name))
    return _NAMES[match[1]] if match else None


def _sender(lines: Sequence[Line]) -> str | None:
    """Of a mail, by its name, else by where it comes from."""
    for line in lines[:_LETTER_LINES]:
        match = _SENDER.match(line.folded)
        if match is None:
            continue
        said = line.text[match.start(1) :] if len(line.text) == len(line.folded) else match[1]
        name = re.split(r"[<\[(]|\s\S+@", said)[0].strip(" \"'")
        known = _STARTS.match(fold(name))
        if known:
            return _NAMES[known[1]]
        domains = _domains([line])
        if len(domains) == 1 and domains <= _NAMES.keys():
            return _NAMES[domains.pop()]
        plain = re.sub(r"\.(com|de|fr|nl|es|it|co\.uk)$", "", name)
        if 2 <= len(plain) <= 60 and any(fold(plain).split()[0] in each for each in domains):
            return plain
    return None


def _headed(lines: Sequence[Line]) -> str | None:
    for line in lines[:_HEAD_LINES]:
        match = _STARTS.match(line.folded)
        if match and not line.sums and (len(line.folded.split()) <= 6 or _LEGAL.match(line.text)):
            return _NAMES[match[1]]
    return None


def _by_form(lines: Sequence[Line]) -> str | None:
    for line in lines:
        if _CUSTOMER.search(line.folded):
            return None
        match = _LEGAL.match(line.text)
        if match is None or line.sums or _BANKS.search(line.folded):
            continue
        name = _COUNTRIES.sub("", match["name"].strip(" ,(·-"))
        known = _STARTS.match(fold(name))
        return _NAMES[known[1]] if known else name if sum(each.isalpha() for each in name) >= 2 else None
    return None


def _by_domain(lines: Sequence[Line]) -> str | None:
    known = _domains(lines) & _NAMES.keys()
    return _NAMES[known.pop()] if len(known) == 1 else None


def _domains(lines: Sequence[Line]) -> set[str]:
    return {match[1] for line in lines for match in _DOMAIN.finditer(line.folded)} - _NO_SHOP_DOMAINS


def _plain(lines: Sequence[Line]) -> str | None:
    """The first line, where it is a name and no person's: one word, or one in capitals."""
    for line in lines[:2]:
        words = line.text.split()
        if _NO_NAME.search(line.folded):
            continue
        shouted = any(len(each) >= 3 and each.isupper() for each in words)
        is_name = len(words) <= 4 and (len(words) == 1 or shouted) and not re.search(r"[\d:@/]", line.text)
        return line.text.strip(" *-=") if is_name and 2 <= len(line.text) <= 40 else None
    return None
