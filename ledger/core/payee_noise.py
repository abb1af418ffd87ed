"""Words of bank statements that are no part of a payee's name, folded as `payees.fold` does."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _by_first_word(phrases: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases (one a line) under their first word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in phrases.splitlines():
        for phrase in line.split(","):
            if words := tuple(phrase.split()):
                found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(some, key=len, reverse=True)) for first, some in found.items()}


LEADING_PHRASES: Final = _by_first_word(
    """
    pos, pos purchase, pos debit, pos payment, pos transaction, pos kauf, pos terminal
    visa, visa debit, visa debit card, visa purchase, visa kauf, visa card, visa varekjop, visa dankort
    mastercard, mastercard debit, debit mastercard, maestro, maestro kauf, girocard, v pay, vpay
    debit, debit card purchase, debit card payment, debit card transaction, debit card, debit purchase
    credit card purchase, card purchase, card payment, card payment to, card transaction
    card purchase with pin, card subscription, contactless, contactless payment, contactless purchase
    purchase, purchase at, purchase authorized on, recurring payment, recurring card purchase
    recurring payment authorized on, recurring debit card, checkcard, check card, check card purchase
    ach, ach debit, ach credit, ach withdrawal, ach deposit, ach hold, electronic debit, preauthorized debit
    direct debit, direct debit to, direct debit payment to, standing order to, standing order
    bill payment, bill payment to, bill pay, faster payment to, faster payments receipt, fpi, fpo
    eftpos, eftpos purchase, eftpos debit, osko payment, osko payment to, osko payment from
    interac, interac purchase, interac e transfer, idp purchase, upi, neft, imps, rtgs, ecs, nach
    sepa, sepa lastschrift, sepa direct debit, sepa uberweisung, sepa ueberweisung, sepa basislastschrift
    sepa instant, sepa incasso, sepa overboeking, sepa periodieke overb, sepa credit transfer, sepa gutschrift
    lastschrift, lastschrifteinzug, basislastschrift, folgelastschrift, erstlastschrift, elv
    kartenzahlung, kaufumsatz, kauf, einkauf, karte, debitkarte, kreditkarte, ec, ec karte, ec cash
    ec kartenzahlung, zahlung, zahlung mit karte, dauerauftrag, uberweisung, ueberweisung
    belastung, kauf dienstleistung, kauf dienstleistung vom, bezahlung mit karte, twint kauf, apple pay
    google pay, cb, carte, carte du, carte x, paiement cb, paiement par carte, paiement carte, paiement
    paiement psc, paiement par carte x, achat cb, achat carte, achat, achat par carte, facture carte
    facture carte du, prlv, prlv sepa, prlvm, prelevement, prelevement sepa, prelevement europeen
    prelevement de, vir, vir sepa, vir inst, virement, virement sepa, virement de, virement recu de
    bea, gea, betaalautomaat, incasso, betaalpas, bancontact, paiement bancontact, betaling met debetkaart
    compra, compra en, compra tarjeta, compra tarj, compra con tarjeta, pago con tarjeta, pago en
    pago tarjeta
    tarjeta, recibo, adeudo, adeudo recibo, cargo, cargo en cuenta, transferencia de, transferencia a
    pagamento pos, pagamento carta, pagamento tramite pos, pagamento, pagamento con carta, addebito
    addebito sdd, addebito diretto, acquisto, acquisto pos, carta, bonifico da, bonifico a
    compra no debito, compra no credito, compra no debito via nubank, compra cartao, pag, pix, pix enviado
    pix recebido, transferencia enviada pelo pix, transferencia recebida pelo pix, debito, debito automatico
    platnosc karta, platnosc, zakup, zakup przy uzyciu karty, transakcja karta, operacja karta, platba kartou
    platba, nakup, kortkop, kortkob, kop, autogiro, swish, swish betalning, dankort, dankort kob, dankort nota
    varekjop, korttiosto, betalingsservice, mobilepay
    """
)
LEGAL_FORMS: Final = _words(
    """gmbh mbh gesmbh kg kgaa ohg ltd limited plc llc llp inc incorporated corp sarl sas sasu srl bv nv vof
    asa oy oyj aps lda ltda eireli sro doo kft zrt pty pvt pte ulc sicav cb"""
)
# Words of their own too, so only dropped from the end.
AMBIGUOUS_LEGAL_FORMS: Final = _words("as ab se sa ag sl ug co")
COURTESIES: Final = _words("sagt dankt danke dank")
CURRENCIES: Final = _words("eur usd gbp chf sek nok dkk pln czk huf cad aud nzd jpy brl inr")
LABELS_BEFORE_NUMBERS: Final = _words(
    """card carte karte no nr num ref reference store stores filiale fil branch shop invoice rechnung rnr
    kundennummer kdnr kunde mandat mandate auftrag order id pos term terminal pasvolgnr betaalpas rg rgnr
    vertrag vertragsnummer vertragsnr vtnr contract contrat police policy vsnr beitragsnr umowa faktura facture"""
)
LONG_COUNTRY_CODES: Final = _words(
    """usa gbr deu aut che fra nld bel esp ita prt pol cze swe dnk nor fin irl lux can aus nzl bra jpn
    hun svk rou bgr grc hrv svn est lva ltu"""
)
COUNTRY_CODES: Final = _words(
    """us uk gb de at ch fr nl be es it pt pl cz se dk no fi ie lu ca au nz br in jp hu sk ro bg gr hr si
    ee lv lt mt cy nsw vic qld
    al ak az ar co ct dc fl ga hi ia id il ks ky la ma md me mi mn mo ms mt nc nd ne nh nj nm nv ny oh ok
    or pa ri sc sd tn tx ut va vt wa wi wv wy ab bc mb nb ns on qc sk"""
)
CITIES: Final = _words(
    """berlin hamburg munchen muenchen munich koln koeln cologne frankfurt stuttgart dusseldorf duesseldorf
    leipzig dresden hannover nurnberg nuernberg bremen essen dortmund bonn mannheim karlsruhe augsburg
    wiesbaden munster muenster freiburg potsdam mainz kiel wien vienna graz linz salzburg innsbruck
    zurich zuerich genf geneve geneva basel bern lausanne winterthur luzern
    paris lyon marseille toulouse nice nantes lille bordeaux strasbourg rennes montpellier grenoble
    amsterdam rotterdam utrecht eindhoven groningen haarlem leiden delft tilburg breda nijmegen
    brussels bruxelles brussel antwerpen gent brugge liege leuven
    london manchester birmingham leeds glasgow liverpool edinburgh bristol cardiff belfast sheffield
    dublin cork galway limerick madrid barcelona valencia sevilla zaragoza malaga bilbao
    roma rome milano milan napoli torino firenze bologna venezia genova lisboa lisbon porto braga coimbra
    warszawa krakow wroclaw poznan gdansk lodz praha prague brno ostrava budapest bratislava
    stockholm goteborg malmo uppsala kobenhavn copenhagen aarhus odense oslo bergen trondheim
    helsinki espoo tampere turku seattle boston chicago houston dallas austin denver atlanta miami
    philadelphia phoenix portland oakland brooklyn minneapolis detroit nashville
    toronto montreal vancouver calgary ottawa edmonton winnipeg sydney melbourne brisbane perth adelaide
    auckland wellington tokyo osaka kyoto mumbai delhi bangalore bengaluru chennai hyderabad pune"""
)
