"""Words of header cells in the languages of bank files, compared folded (see `text.fold`).

A header cell can mean several things ('Valuta' is a currency in one country and a value date in the next);
`meanings` gives them all with a weight, the content of the column decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ledger.imports.readers.text import fold

_HEADERS: tuple[tuple[str, int, str], ...] = (
    (
        "booked_on",
        30,
        "bokfdag|bokforingsdatum|data mov|bokf dag|booking date|booked|booked on|booked date|"
        "posting date|posted date|post date|posted|date posted|completed date|date completed|buchungstag|"
        "buchungsdatum|交易时间|交易日期|buchungs datum|buchung|boekdatum|boekingsdatum|date comptable|"
        "date de comptabilisation|date operation|date de l operation|fecha contable|fecha operacion|"
        "fecha de operacion|data contabile|data registrazione|data operazione|data ksiegowania|"
        "data operacji|datum zauctovani|bokforingsdag|bokfort|bogforingsdato|bokforingsdato|kirjauspaiva|"
        "дата проводки|дата операции|data lancamento|data do lancamento|data movimento|konyveles datuma|"
        "datum valute knjizenja",
    ),
    (
        "booked_on",
        20,
        "transdag|transaktionsdag|umsatztag|date|datum|fecha|data|dato|paivamaara|pvm|дата|tarih|"
        "datums|data transakcji|transaction date|trans date|trans datum|run date|datum provedeni|"
        "datum verrichting|transaktionsdatum|umsatzdatum|kaufdatum|belegdatum|kuupaev|datulet|"
        "datum transakce|started|dia|day|when|time stamp|timestamp|tranzakcio datuma|fecha mov",
    ),
    (
        "booked_on",
        10,
        "value date|valuta|valutadatum|valuta datum|wertstellung|wertstellungstag|date valeur|"
        "date de valeur|fecha valor|data valuta|data waluty|data valor|settlement date|settled|"
        "verrekening|datum verrekening|started date|effective date|interest date|rentedatum|rentedag|"
        "valutadag|valor|valoer|arvopaiva|data do balancete|created on|date created|initiated|"
        "datum splatnosti|ertekanp",
    ),
    (
        "payee",
        30,
        "namn|navn|nimi|nom|nombre|nome|nev|meno|nume|merchant description|zahlungsempfanger in|"
        "partner neve|payee|merchant|merchant name|counterparty name|beneficiary|beneficiary name|"
        "recipient|recipient name|empfanger|zahlungsempfanger|auftraggeber empfanger|"
        "beguenstigter zahlungspflichtiger|begunstigter zahlungspflichtiger|name zahlungsbeteiligter|"
        "begunstigter|beguenstigter|auftraggeber|name|naam|naam omschrijving|naam tegenpartij|"
        "naam tegenrekening|name tegenpartij|tegenpartij|handelaar|nazev protiuctu|nazev protistrany|"
        "gavejas|moketojas gavejas|odbiorca|odbiorca nadawca|nadawca odbiorca|kontrahent|nazwa kontrahenta|"
        "dane kontrahenta|beneficiario|destinataire|tiers|contraparte|mottagare|mottaker|modtager|saaja|"
        "saaja maksaja|partner name|contrepartie|получатель|контрагент|saaja maksaja nimi|partner|to from|"
        "from to|customer|who|description merchant|business|ontvanger|empfangername|"
        "empfaengername|tegenrekeninghouder|交易对方|对方户名",
    ),
    (
        "payee",
        26,
        "counterparty|name description|target name|name of counterparty|counter party|transaction name",
    ),
    (
        "payer",
        30,
        "payer|payer name|zahlungspflichtige r|absender|sender|sender name|avsandare|nadawca|debtor|"
        "debtor name|ordenante|moketojas|maksaja|betaler|naam betaler|remitter|zahlungspflichtiger|"
        "avsender|auftraggebername|auftraggeber name",
    ),
    (
        "description",
        20,
        "description|descriptions|transaction description|details|transaction details|detail|omschrijving|"
        "libelle|libelle operation|intitule|designation|concepto|descripcion|movimiento|descricao|"
        "historico|descrizione|causale|descrizione operazione|opis|opis operacji|opis transakcji|popis|"
        "tekst|text|narrative|particulars|label|rubrik|beskrivning|beskrivelse|forklaring|beskrywing|"
        "transaktion|bezeichnung|selgitus|kuvaus|paaiskinimai|описание|описание операции|aciklama|"
        "kozlemeny|leiras|transaction|entry|nature|wording|bookingtext|betreff|event|umsatztext|umsatzbeschreibung|"
        "основание|商品说明|商品|摘要",
    ),
    (
        "description",
        15,
        "verwendungszweck|zahlungszweck|vorgang verwendungszweck|tytul|tytulem|mededelingen",
    ),
    (
        "description",
        12,
        "buchungstext|ucel platby",
    ),
    (
        "notes",
        10,
        "memo|notes|note|remarks|remark|comment|comments|message|reference text|additional information|"
        "info|zprava|zprava pro prijemce|poznamka|communication|communications|toelichting|mitteilung|"
        "notiz|notitie|viesti|meddelande|melding|payment reference|reference|observaciones|observacoes|"
        "note to self|purpose|назначение платежа|назначение|mededeling|vrije mededeling|details of payment|"
        "remittance information|kommentar|uwagi|reason|备注",
    ),
    (
        "amount",
        32,
        "amount in account currency|сумма в валюте счета|сумма пересчитанная в валюту счета|castka v mene uctu|"
        "kwota w walucie rachunku|montant dans la devise du compte|betrag in kontowahrung",
    ),
    (
        "amount",
        30,
        "net total|objem|wert|betrag in chf|amount|betrag|bedrag|montant|importe|valor|importo|kwota|"
        "castka|suma|summa|sum|belopp|belob|belop|maara|сумма|tutar|osszeg|net|net amount|"
        "transaction amount|umsatz|zauctovana castka|kwota operacji|value|kwota transakcji|"
        "account amount|betrag in eur|billing amount|iznos|сумма операции|neto|importe neto|mutatie|金额|金额 元|"
        "mnozstvi|suma operacji|transaction value|bedrag in eur|amount eur|change",
    ),
    (
        "amount",
        26,
        "netto|nettobetrag",
    ),
    (
        "amount",
        22,
        "netto total|gross|gross amount|total|total amount|subtotal|brutto|line total|bruto|importe bruto",
    ),
    (
        "amount",
        12,
        "original amount|foreign amount|puvodni castka|puvodni castka a mena|instructed amount|"
        "betrag original|originalbetrag|amount foreign currency|local amount|transaction currency amount|"
        "urspr betrag|oorspronkelijk bedrag",
    ),
    (
        "debit",
        30,
        "debit|debits|debet|debit amount|withdrawal|withdrawals|withdrawal amount|withdrawals dr|"
        "paid out|money out|outflow|out|soll|uitgaven|uitgave|debito|cargo|cargos|charge|charges|"
        "расход|ausgabe|ausgaben|ausgang|utgifter|uttag|obciazenia|obciazenie|wyplaty|spent|saida|"
        "saidas|uscite|uscita|dare|addebiti|dr|dr amount|debitos|vydej|terheles|belastung|lastschrift|"
        "ut|af|retiros|gastos|payments|amount debit|debit eur|auszahlung|utbetaling|ut fra konto|"
        "deebet|debeto",
    ),
    (
        "credit",
        30,
        "credit|credits|credit amount|deposit|deposits|deposit amount|deposits cr|paid in|money in|"
        "inflow|in|haben|einnahmen|gutschrift|gutschriften|credito|abono|abonos|приход|einnahme|"
        "eingang|inkomster|insattning|uznania|uznanie|wplaty|received|entrada|entradas|entrate|entrata|"
        "avere|accrediti|cr|cr amount|creditos|prijem|jovairas|inn|bij|depositos|ingresos|receipts|"
        "amount credit|credit eur|einzahlung|innbetaling|inn pa konto|kreedit|kredit|kreditas",
    ),
    (
        "balance",
        30,
        "running bal|bal|saldo na trn|saldo contabilistico|account bal|balance|saldo|kontostand|solde|"
        "running balance|runningbalance|zustatek|сальдо|остаток|saldo po|saldo po operacji|"
        "saldo po transakcji|bakiye|resulting balance|cash balance|closing balance|balance after|"
        "saldo nach buchung|ledger balance|account balance|saldo na mutatie|saldo contabile|egyenleg|"
        "zustatek po operaci|balance eur|saldo eur|jaak|likutis|bokfort saldo|saldo resultante|bal after bkng|"
        "boeksaldo|sold contabil|"
        "balance after booking|余额",
    ),
    (
        "balance",
        15,
        "available balance|saldo disponible|disponibel saldo|available",
    ),
    (
        "currency",
        32,
        "account currency|mena uctu|валюта счета|waluta rachunku|devise du compte|kontowahrung",
    ),
    (
        "currency",
        30,
        "currency|wahrung|waehrung|munt|devise|moneda|divisa|mena|valuta|valiuta|waluta|"
        "валюта|ccy|curr|currency code|valuuta|deviza|moeda|valyuta|munteenheid|"
        "muntsoort|para birimi|devisa|amount currency",
    ),
    (
        "currency",
        12,
        "original currency|foreign currency|transaction currency|originalwahrung|валюта операции",
    ),
    (
        "sign",
        30,
        "af bij|bij af|d c|c d|dc|cd|d k|k d|dr cr|cr dr|credit debit|debit credit|"
        "credit debit indicator|soll haben|s h|sh|debet credit|debit kredit|debet kredit|direction|"
        "soll haben kennzeichen|type|transaction type|indicator|in out|money in out|sign|cr dr indicator|"
        "deebet kreedit|d k c|c d flag|dc indicator|credit or debit|收 支",
    ),
    (
        "fee",
        30,
        "fee|fees|commission|poplatek|kosten|gebuhr|gebuhren|frais|comision|oplata|avgift|комиссия|charges fee",
    ),
    (
        "bank_id",
        30,
        "transaktionscode|id operace|transferwise id|tx id|txid|codigo de transaccion|transaction id|"
        "fitid|id transakce|unique id|transactionid|id transakcji|transaction reference number|iraso nr|"
        "id transaccion|transaktions id|transaktionsid|id operacji|id de transaction|archival id|"
        "archival number|arhiveerimistunnus|arkistointitunnus|transfer id|entry reference|identificador|"
        "идентификатор операции",
    ),
    (
        "account",
        32,
        "auftragskonto|auftraggeberkonto|eigene iban|own iban|own account|my account|iban auftragskonto|"
        "iban auftraggeberkonto|kontonummer eigenes konto",
    ),
    (
        "account",
        30,
        "account|account number|account no|rekening|rekeningnummer|rekeningnr|iban bban|cislo uctu|"
        "numer rachunku|nr rachunku|saskaitos nr|номер счета|счет|account name|nazev uctu|compte|cuenta|conto|"
        "konto|account id|account iban|kliendi konto|numero de compte|rachunek|zrodlo|source account|"
        "szamlaszam",
    ),
    (
        "account",
        12,
        "kontonr|konto nr|account num|card number|kontonummer|iban|kredietkaart|card|kartennummer|card no",
    ),
    (
        "category",
        30,
        "category|categorie|kategorie|kategoria|categoria|rubriek|kategori|kategorija|категория|luokka",
    ),
    (
        "status",
        30,
        "status|state|cleared|stav|status transakcji|статус|tila|estado|stato|zustand|transaction status|交易状态",
    ),
    (
        "kind",
        30,
        "vorgang|umsatztyp|transaktionsart|type|transaction type|typ|transaktionstyp|mutatiesoort|"
        "typ transakce|typ transakcji|rodzaj transakcji|rodzaj operacji|tipo|tipo de operacion|"
        "type of transaction|code|umsatzart|trans type|action|art|laji|tyyppi|buchungstext|"
        "geschaftsvorfall|type operation|tyyp|nature operation|тип операции",
    ),
)
_OF_COUNTERPARTY = (
    "counterparty|counterpty|beneficiary|payee|recipient|partner|empfanger|begunstigter|zahlungsbeteiligter|gegenpartei|"
    "auftraggeber|absender|sender|payer|tegenpartij|saaja maksja"
)
_COUNTERPARTY_NUMBER = re.compile(
    r"tegenrekening|cislo protiuctu|numer rachunku kontrahenta|(?:email|e mail) address|address status|"
    rf"(?:{_OF_COUNTERPARTY}) (?:account|iban|number|bank|konto|bic|status|id|address)|"
    r"(?:iban|konto|rekening|account|bank|bic|swift|address|adresse|e ?mail|number|nummer|ort|city|currency)"
    rf" (?:of |des |der )?(?:{_OF_COUNTERPARTY})\b|shipping|handling|envio|versand|"
    r"name on card|(?:card|account) ?holder|kontoinhaber|titulaire|rekeninghouder"
)
_NO_TEXT_WORDS = (
    "id txn status address adresse mail email number iban bic phone url nummer code zip no nr holder digits"
)
_NO_TEXT = frozenset(_NO_TEXT_WORDS.split())
_TEXT_ROLES = frozenset({"payee", "payer", "description", "notes"})
_FOREIGN = re.compile(
    r"foreign|original|local|exchange|puvodni|urspr|oorspr|fremd|obca|transaction currency|^utl|utland|utenland"
)
_BY_PHRASE: dict[str, list[tuple[str, int]]] = {}
for _role, _weight, _phrases in _HEADERS:
    for _phrase in _phrases.split("|"):
        _BY_PHRASE.setdefault(fold(_phrase), []).append((_role, _weight))
_MERE_NAMES = frozenset({"name", "naam", "nom", "nombre", "nome", "namn", "nimi", "navn"})
_OTHER_SIDE = re.compile(
    r"(?:naam|name|nom|nombre|namn|navn) (?:of |de |du )?"
    r"(?:tegenpartij|counterparty|counterpart|beneficiary|begunstigde|contrepartie|contraparte|motpart)|"
    r"(?:counterparty|counterpart|beneficiary|partner) name"
)
_FRENCH = frozenset({"libelle", "montant", "solde", "devise", "valeur", "comptable", "intitule", "remarque"})
_UNITS = re.compile(r"\((?!credit|debit)[^()]{0,20}\)|\[[^\[\]]{0,20}\]|[$€£]")
_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=4096)
def meanings(header: str) -> tuple[tuple[str, int], ...]:
    """(role, weight) of a header cell; a phrase within a longer header weighs less than the header itself."""
    words = _DIGITS.sub(" ", fold(_UNITS.sub(" ", header[:80])))
    words = " ".join(words.split())
    exact = _BY_PHRASE.get(words)
    if exact:
        return tuple(exact)
    if not words or _COUNTERPARTY_NUMBER.search(words):
        return ()
    found: dict[str, int] = {}
    padded = f" {words} "
    textless = not _NO_TEXT.isdisjoint(words.split())
    for phrase, roles in _BY_PHRASE.items():
        if len(phrase) < 4 or phrase not in words:
            continue
        whole = f" {phrase} " in padded
        if not whole and len(phrase) < 6:
            continue
        for role, weight in roles:
            if textless and role in _TEXT_ROLES:
                continue
            found[role] = max(found.get(role, 0), weight - (6 if whole else 9))
    return tuple(found.items())


def holder(header: str, headers: Sequence[str]) -> bool:
    """Whether a column of mere names is the account holder's: another one is the other side's, be it empty."""
    return fold(header) in _MERE_NAMES and any(_OTHER_SIDE.search(fold(each)) for each in headers)


def foreign(header: str) -> bool:
    """Whether a currency column is that of the shop, not of the account."""
    return _FOREIGN.search(fold(header)) is not None


def english(headers: list[str]) -> bool:
    """Whether the header's date and money words are English ones; without any it counts as English.

    'Date' alone says nothing, as it is French too.
    """
    known = {"date", "amount", "description", "debit", "credit", "balance", "payee", "transaction", "memo", "posted"}
    words = {word for header in headers for word in fold(header).split()}
    foreign = {word for word in words if word in _BY_PHRASE} - known
    told = words & {"date", "amount", "description", "balance"}
    return (bool(told) and not (told == {"date"} and words & _FRENCH)) or not foreign
