"""What columns, stages and answers are called, in English, German, French, Spanish, Italian and Dutch.

Compared folded (`ledger.imports.readers.text.fold`): without case, accents and signs between words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ledger.imports.readers.text import fold

_COLUMNS: Final[dict[str, str]] = {
    "id": "id|uuid|thing id|purchase id",
    "origin": "origin",
    "product_name": "product name|product|name|item|item name|article|thing|title|description|what|produkt|produktname|"
    "artikel|artikelname|artikelbezeichnung|bezeichnung|gegenstand|ware|produit|nom du produit|nom|designation|objet|"
    "producto|nombre|nombre del producto|articulo|descripcion|prodotto|nome|nome prodotto|articolo|descrizione|"
    "oggetto|productnaam|naam|omschrijving|beschreibung|beschrijving",
    "price": "price|price paid|purchase price|amount|cost|total|total price|paid|value|preis|kaufpreis|betrag|kosten|"
    "gesamtpreis|prix|prix d achat|montant|cout|prix total|precio|precio de compra|importe|coste|costo|prezzo|"
    "prezzo d acquisto|prezzo di acquisto|importo|totale|prijs|aankoopprijs|bedrag|koopprijs|precio total",
    "currency_code": "currency code|currency|wahrung|wahrungscode|devise|monnaie|moneda|divisa|valuta|munt",
    "quantity": "quantity|qty|pieces|count|number|units|anzahl|menge|stuck|stuckzahl|quantite|nombre de pieces|"
    "cantidad|unidades|quantita|pezzi|aantal|stuks",
    "retailer": "retailer|retailer name|shop|store|seller|vendor|merchant|bought at|bought from|purchased from|handler|"
    "handler name|geschaft|laden|verkaufer|gekauft bei|magasin|vendeur|marchand|boutique|achete chez|tienda|vendedor|"
    "comercio|comprado en|negozio|venditore|rivenditore|acquistato da|winkel|verkoper|gekocht bij",
    "retailer_url": "retailer url|shop url|store url|retailer website|shop website",
    "brand": "brand|brand name|maker|manufacturer|make|marke|hersteller|markenname|marque|fabricant|marca|fabricante|"
    "produttore|merk|fabrikant",
    "brand_url": "brand url|brand website|manufacturer url",
    "category": "category|kategorie|categorie|categoria",
    "status": "status|state|order status|zustand|bestellstatus|statut|etat|estado|stato|bestelstatus",
    "purchase_date": "purchase date|date|day|when|jour|dia|giorno|dag|"
    "purchased|purchased on|bought|bought on|date of purchase|order date|"
    "date bought|datum|kaufdatum|gekauft am|bestelldatum|einkaufsdatum|date d achat|achete le|date de commande|fecha|"
    "fecha de compra|comprado el|fecha de pedido|data|data di acquisto|data acquisto|data d acquisto|aankoopdatum|"
    "gekocht op|besteldatum|koopdatum",
    "received_date": "received date|received|received on|delivered|delivered on|delivery date|erhalten am|geliefert am|"
    "lieferdatum|recu le|livre le|date de livraison|recibido el|fecha de entrega|ricevuto il|data di consegna|"
    "ontvangen op|leverdatum|bezorgd op",
    "return_until": "return until|returnable until|return by|can go back until|return date|ruckgabe bis|ruckgabefrist|"
    "retour jusqu au|retour possible jusqu au|devolucion hasta|reso entro|retourneren tot|retour tot",
    "serial_number": "serial number|serial|serial no|s n|sn|seriennummer|serien nr|numero de serie|n de serie|"
    "numero di serie|matricola|serienummer",
    "location": "location|place|room|where|where it is|ort|standort|raum|zimmer|lieu|emplacement|piece|lugar|ubicacion|"
    "habitacion|luogo|posizione|stanza|locatie|plaats|kamer",
    "notes": "notes|note|comment|comments|remarks|notizen|notiz|bemerkung|bemerkungen|kommentar|remarque|remarques|"
    "commentaire|notas|nota|comentario|observaciones|commento|osservazioni|opmerking|opmerkingen|notities",
    "tags": "tags|tag|labels|label|schlagworter|etiketten|etiquettes|mots cles|etiquetas|etichette|trefwoorden",
    "is_archived": "is archived|archived|archiviert|archive|archivado|archiviato|gearchiveerd",
    "life_months": "life months|lasts months|lifetime months|useful life months|lebensdauer monate|"
    "nutzungsdauer monate|duree de vie mois|vida util meses|durata mesi|levensduur maanden",
    "in_net_worth": "in net worth|counts in net worth",
    "transaction": "transaction|transaction id|payment|payment id",
    "warranty_start": "warranty start|warranty from|guarantee start|garantie ab|garantiebeginn|garantie von|"
    "debut de garantie|debut garantie|inicio de garantia|inicio garantia|inizio garanzia|garantie vanaf|"
    "start garantie",
    "warranty_end": "warranty end|warranty until|warranty expires|warranty expiry|warranty expiration|guarantee until|"
    "warranty to|guarantee end|garantie bis|garantieende|garantie ende|fin de garantie|garantie jusqu au|"
    "fin garantie|fin de garantia|garantia hasta|fine garanzia|garanzia fino al|scadenza garanzia|garantie tot|"
    "einde garantie",
    "warranty_months": "warranty months|warranty|warranty duration|warranty period|warranty length|guarantee|garantie|"
    "garantie monate|garantiedauer|garantiezeit|duree de garantie|garantie mois|garantia|garantia meses|"
    "duracion de garantia|garanzia|garanzia mesi|durata garanzia|garantie maanden|garantieduur|garantietermijn",
    "warranty_type": "warranty type|type of warranty|garantieart|type de garantie|tipo de garantia|tipo di garanzia|"
    "type garantie|soort garantie",
    "warranty_status": "warranty status|garantiestatus|statut de garantie|estado de garantia|stato garanzia",
    "warranty_provider": "warranty provider|warranty by|garantiegeber|garant|fournisseur de garantie|garante|"
    "garantieverlener",
    "warranty_notes": "warranty notes|garantienotizen|notes de garantie|notas de garantia|note garanzia|"
    "garantienotities",
}
_STATUSES: Final[dict[str, str]] = {
    "ordered": "ordered|on order|pending|shipped|on its way|bestellt|unterwegs|versandt|commande|en cours|expedie|"
    "pedido|pendiente|enviado|en camino|ordinato|spedito|in arrivo|besteld|verzonden|onderweg",
    "received": "received|delivered|owned|bought|done|complete|completed|erhalten|geliefert|gekauft|zugestellt|recu|"
    "livre|achete|recibido|entregado|comprado|ricevuto|consegnato|acquistato|ontvangen|geleverd|bezorgd|gekocht",
}
_TYPES: Final[dict[str, str]] = {
    "legal": "legal|statutory|by law|gesetzlich|gewahrleistung|legale|legal de conformidad|wettelijk",
    "manufacturer": "manufacturer|maker|standard|herstellergarantie|hersteller|constructeur|fabricante|produttore|"
    "fabrikant|fabrieksgarantie",
    "limited": "limited|limitiert|beschrankt|limitee|limitada|limitata|beperkt",
    "extended": "extended|erweitert|verlangert|etendue|prolongee|extendida|ampliada|estesa|verlengd|uitgebreid",
    "lifetime": "lifetime|for life|life|lebenslang|a vie|de por vida|vitalicia|a vita|levenslang",
}
_WARRANTY_STATUSES: Final[dict[str, str]] = {
    "active": "active|aktiv|activa|attiva|actief|en cours",
    "expired": "expired|abgelaufen|expiree|caducada|vencida|scaduta|verlopen",
    "voided": "voided|void|erloschen|ungultig|annulee|anulada|annullata|vervallen",
}
_ENGLISH: Final = frozenset(
    [
        "product",
        "item",
        "price",
        "cost",
        "date",
        "day",
        "purchase",
        "purchased",
        "bought",
        "shop",
        "store",
        "retailer",
        "brand",
        "warranty",
        "what",
        "where",
    ]
)
_YES: Final = frozenset(["yes", "true", "1", "y", "x", "ja", "wahr", "oui", "vrai", "si", "verdadero", "vero", "waar"])
_NO: Final = frozenset(["no", "false", "0", "n", "nein", "falsch", "non", "faux", "falso", "nee", "onwaar"])


def _table(words: dict[str, str]) -> dict[str, str]:
    return {word: name for name, found in words.items() for word in found.split("|")}


_COLUMN_OF, _STATUS_OF = _table(_COLUMNS), _table(_STATUSES)
_TYPE_OF, _WARRANTY_STATUS_OF = _table(_TYPES), _table(_WARRANTY_STATUSES)
FIELDS: Final = tuple(_COLUMNS)


def field_of(header: str) -> str:
    """Which field a column or a key holds; '' where its name tells nothing. '(EUR)' behind it is no part of it."""
    return _COLUMN_OF.get(fold(header), "") or _COLUMN_OF.get(fold(header.split("(")[0].split("[")[0]), "")


def speaks_english(headers: Iterable[str]) -> bool:
    """Only where English is written may the month stand before the day."""
    return any(word in _ENGLISH for header in headers for word in fold(header).split())


def status_of(text: str) -> str:
    return _STATUS_OF.get(fold(text), "")


def type_of(text: str) -> str:
    """A kind nobody knows is another one."""
    return _TYPE_OF.get(fold(text), "other")


def warranty_status_of(text: str) -> str:
    return _WARRANTY_STATUS_OF.get(fold(text), "")


def flag_of(text: str) -> bool | None:
    folded = fold(text)
    return True if folded in _YES else False if folded in _NO else None
