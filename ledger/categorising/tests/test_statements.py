"""Payees as banks of many countries write them; written before the lists, so that the lists are held to them."""

from functools import partial
from time import process_time
from timeit import timeit

import pytest

from ledger.categorising.suggest import suggest_from_merchants
from ledger.core.system_categories import system_category_id

SPENT = """
groceries	LIDL SAGT DANKE 4411 BERLIN
groceries	REWE Markt GmbH-Zw//Koeln/DE
groceries	EDEKA CENTER MEYER//HAMBURG/DE
groceries	KAUFLAND 2210 DRESDEN
groceries	NETTO MARKEN-DISCOU
drugstore	DM FIL.1234 H:3456 STUTTGART
drugstore	ROSSMANN 1455
electricity	Stadtwerke Muenchen GmbH
internet-tv	Rundfunk ARD, ZDF, DRadio
mobile	Telefonica Germany GmbH + Co. OHG
trains	DB Vertrieb GmbH
health-insurance	Techniker Krankenkasse
electronics	MEDIA MARKT E-BUSINESS GMBH
clothing	ZALANDO PAYMENTS GMBH
fuel	ARAL AG//BERLIN/DE
diy-garden	OBI BAU-U.HEIMWERKERMAERKTE
groceries	TESCO STORES 3217
groceries	SAINSBURYS S/MKTS LONDON GBR
groceries	M&S SIMPLY FOOD
fast-food	GREGGS PLC
fast-food	Deliveroo London
coffee	PRET A MANGER
coffee	COSTA COFFEE 43012345
public-transport	TFL TRAVEL CH
trains	TRAINLINE.COM
pharmacy	BOOTS 0673
electricity	OCTOPUS ENERGY
mobile	VODAFONE LTD
property-tax	LB HACKNEY COUNCIL TAX
internet-tv	TV LICENCE MBP
bars	JD WETHERSPOON
fuel	TESCO PAY AT PUMP 2231
groceries	DUNNES STORES CORK
groceries	SUPERVALU RANELAGH
electricity	ELECTRIC IRELAND
general-shopping	AMZN Mktp US*2K4
general-shopping	AMAZON.COM*MK1AB2CD3 AMZN.COM/BILL WA
general-shopping	TARGET 00012345 MINNEAPOLIS MN
groceries	WHOLEFDS SOH 10245
groceries	TRADER JOE'S #542
groceries	KROGER #452
coffee	STARBUCKS STORE 12345
coffee	DUNKIN #345678 Q35
fast-food	CHIPOTLE 1234
fast-food	MCDONALD'S F12345
fast-food	DOORDASH*CHIPOTLE
fuel	SHELL OIL 57444123401
fuel	CHEVRON 0093412
pharmacy	CVS/PHARMACY #08321
pharmacy	WALGREENS #4567
taxi	UBER   *TRIP
fast-food	UBER   *EATS
taxi	LYFT *RIDE SUN 5PM
mobile	VERIZON WRLS*RTCCR VB
internet-tv	COMCAST XFINITY
diy-garden	THE HOME DEPOT #2512
streaming	NETFLIX.COM
streaming	Spotify USA
streaming	HULU 877-8244858
software	APPLE.COM/BILL
software	ADOBE *CREATIVE CLOUD
software	OPENAI *CHATGPT SUBSCR
car-insurance	GEICO *AUTO
flights	DELTA AIR 0062341
flights	SOUTHWES 5262345
lodging	AIRBNB * HMABCD
gym	PLANET FIT CLUB FEES
electricity	PG&E WEBRECURRING
groceries	CARTE 12/03 CARREFOUR CITY PARIS 11
groceries	CB MONOPRIX 3045 LYON
groceries	PAIEMENT CB INTERMARCHE
trains	SNCF INTERNET PARIS
public-transport	RATP PARIS
mobile	PRLV SEPA FREE MOBILE
electricity	PRLV SEPA EDF CLIENTS PARTICULIERS
tolls	ASF VEDENE
sports-hobby	DECATHLON 0123
groceries	BOULANGERIE PAUL ET FILS
pharmacy	PHARMACIE DU CENTRE
groceries	ALBERT HEIJN 1521 AMSTERDAM
groceries	JUMBO 4455 UTRECHT
trains	NS GROEP IZ NS REIZIGERS
public-transport	OV-CHIPKAART AUTOM
general-shopping	BOL.COM
general-shopping	HEMA EV123 ROTTERDAM
drugstore	KRUIDVAT 7034
drugstore	ETOS 3321
electricity	VATTENFALL KLANTENSERVICE
health-insurance	ZILVEREN KRUIS ZORGVERZEKERINGEN
groceries	COLRUYT HALLE
trains	SNCB NMBS
groceries	MIGROS M ZUERICH
groceries	COOP-1234 BERN
trains	SBB CFF FFS
fuel	MIGROL TANKSTELLE
groceries	BILLA DANKT 0012345
groceries	HOFER DANKT
groceries	MERCADONA AV DIAGONAL
fuel	REPSOL E.S. 1234
general-shopping	EL CORTE INGLES
electricity	IBERDROLA CLIENTES
trains	RENFE VIAJEROS
groceries	ESSELUNGA MILANO
groceries	CONAD SUPERSTORE
tolls	TELEPASS SPA
electricity	ENEL ENERGIA
groceries	PINGO DOCE LISBOA
electricity	EDP COMERCIAL
groceries	CONTINENTE BOM DIA
groceries	ZABKA Z1234 K.1
groceries	BIEDRONKA 345 WARSZAWA
general-shopping	ALLEGRO.PL
fuel	ORLEN STACJA NR 123
groceries	ALBERT CR 0123 PRAHA
groceries	ICA SUPERMARKET STOCKHOLM
public-transport	SL STOCKHOLM
groceries	REMA 1000 OSLO
groceries	NETTO AARHUS
groceries	PRISMA HELSINKI
fast-food	IFOOD *IFOOD
fuel	POSTO IPIRANGA
groceries	PAO DE ACUCAR
groceries	WOOLWORTHS 1234 SYDNEY
diy-garden	BUNNINGS 321000
groceries	COLES 0456
coffee	TIM HORTONS #1234
groceries	LOBLAWS 1029
pharmacy	SHOPPERS DRUG MART
fast-food	SWIGGY
mobile	AIRTEL PREPAID
groceries	SEVEN-ELEVEN JAPAN
rent	Miete Wohnung 3. OG
rent	LOYER MARS
cash-withdrawal	GELDAUTOMAT SPARKASSE 14.03
cash-withdrawal	ATM WITHDRAWAL 001234 MAIN ST
cash-withdrawal	RETRAIT DAB 1203
bank-fees	KONTOFUEHRUNGSGEBUEHR
bank-fees	FOREIGN TRANSACTION FEE AMAZON
parking	Q-PARK CENTRUM
dining	RISTORANTE DA MARIO
hair-beauty	FRISEUR SCHNITTPUNKT
vet	TIERARZTPRAXIS DR. WOLF
donations	UNICEF SPENDE
betting	LOTTO HESSEN
stocks-funds	TRADE REPUBLIC BANK
crypto	COINBASE INC
games	STEAMGAMES.COM 4259522
games	PLAYSTATION NETWORK
furniture	IKEA NIEDERLASSUNG 119
postage	DEUTSCHE POST 12
cinema-events	ODEON CINEMAS
books-press	WATERSTONES
childcare	KITA SONNENSCHEIN
student-loan	NELNET STUDENT LOAN
memberships	COSTCO ANNUAL MEMBERSHIP
lodging	BOOKING.COM HOTEL
car-rental	SIXT AUTOVERMIETUNG
optician	FIELMANN AG
"""
EARNED = """
salary	GEHALT MAERZ 2024
salary	ACME CORP PAYROLL
salary	VIREMENT SALAIRE
salary	SALARIS JANUARI
interest-dividends	INTEREST PAID
interest-dividends	ZINSEN
benefits	BUNDESAGENTUR FUER ARBEIT FAMILIENKASSE
tax-refund	HMRC REFUND
tax-refund	FINANZAMT KOELN-MITTE
pension	DEUTSCHE RENTENVERSICHERUNG
"""


def _table(text: str) -> list[tuple[str, str]]:
    rows = [line.split("\t") for line in text.splitlines() if line]
    return [(slug, payee) for slug, payee in rows]


@pytest.mark.parametrize(("slug", "payee"), _table(SPENT))
def test_what_was_spent_gets_its_category(slug: str, payee: str) -> None:
    found = suggest_from_merchants(payee, "", "expense")
    assert found is not None
    assert found.category_id == system_category_id(slug), found.reason


@pytest.mark.parametrize(("slug", "payee"), _table(EARNED))
def test_what_was_earned_gets_its_category(slug: str, payee: str) -> None:
    found = suggest_from_merchants(payee, "", "income")
    assert found is not None
    assert found.category_id == system_category_id(slug), found.reason


@pytest.mark.parametrize(
    "payee",
    [
        "SHELLFISH MARKET GARIBALDI",
        "BALDI AUTO",
        "TARGETED ADS LTD",
        "Penny Jones",
        "Mr Tim Cook",
        "Marcus Weber",
        "Anna Orange",
        "Otto Müller",
        "John Next",
        "Free Willy",
        "Deutsche Bank",
        "Hans Müller",
        "",
        "4711",
    ],
)
def test_a_likeness_of_letters_is_no_merchant(payee: str) -> None:
    assert suggest_from_merchants(payee, "", "expense") is None


@pytest.mark.parametrize(
    ("payee", "slug"),
    [
        ("TESCO PETROL 3211", "fuel"),
        ("WALMART PHARMACY 12", "pharmacy"),
        ("ATM TESCO STRATFORD", "cash-withdrawal"),
        ("UBER EATS", "fast-food"),
        ("AMAZON PRIME", "memberships"),
        ("Löwenapotheke", "pharmacy"),
        ("BAECKEREI WIMMER", "groceries"),
    ],
)
def test_the_more_telling_words_win(payee: str, slug: str) -> None:
    found = suggest_from_merchants(payee, "", "expense")
    assert found is not None
    assert found.category_id == system_category_id(slug)


def test_a_shop_paying_back_is_a_refund_and_no_income() -> None:
    assert suggest_from_merchants("ZALANDO PAYMENTS GMBH", "", "income") is None
    refund = suggest_from_merchants("ZALANDO PAYMENTS GMBH", "", "refund")
    assert refund is not None
    assert refund.category_id == system_category_id("clothing")


def test_a_wage_is_no_expense() -> None:
    assert suggest_from_merchants("GEHALT MAERZ", "", "expense") is None


def test_money_moved_between_own_accounts_is_no_expense() -> None:
    assert suggest_from_merchants("Umbuchung Sparkonto", "", "expense") is None
    moved = suggest_from_merchants("Umbuchung Sparkonto", "", "transfer")
    assert moved is not None
    assert moved.category_id == system_category_id("own-transfer")


def test_notes_are_read_when_the_payee_says_nothing_and_weigh_less() -> None:
    by_payee = suggest_from_merchants("Miete Mai", "", "expense")
    by_notes = suggest_from_merchants("Hans Müller", "Miete Mai", "expense")
    assert by_payee is not None
    assert by_notes is not None
    assert by_notes.category_id == by_payee.category_id == system_category_id("rent")
    assert by_notes.confidence < by_payee.confidence


@pytest.mark.parametrize(
    ("payee", "notes", "slug"),
    [
        ("HAUSVERWALTUNG LINDENHOF", "Rent", "rent"),
        ("HAUSVERWALTUNG LINDENHOF", "Rent March 2026", "rent"),
        ("Hausverwaltung Lindenhof", "Miete 03/2026 Wohnung 12", "rent"),
        ("FONCIA", "LOYER MARS", "rent"),
        ("Hausverwaltung Lindenhof", "Hausgeld", "building-charges"),
        ("Hausverwaltung Lindenhof", "", "building-charges"),
        ("SIXT", "Rent a car", "car-rental"),
        ("NETFLIX.COM", "Miete", "streaming"),
    ],
)
def test_a_telling_word_in_the_notes_goes_before_a_vague_one_in_the_payee(payee: str, notes: str, slug: str) -> None:
    found = suggest_from_merchants(payee, notes, "expense")
    assert found is not None
    assert found.category_id == system_category_id(slug)


def test_the_country_of_the_person_decides_between_merchants_of_one_name() -> None:
    swiss = suggest_from_merchants("TPG 1234", "", "expense", "CH")
    australian = suggest_from_merchants("TPG 1234", "", "expense", "AU")
    assert swiss is not None
    assert australian is not None
    assert swiss.category_id == system_category_id("public-transport")
    assert australian.category_id == system_category_id("internet-tv")


def test_an_ordinary_word_begins_a_payee_only_where_the_merchant_is_at_home() -> None:
    assert suggest_from_merchants("NEXT OXFORD STREET", "", "expense", "GB") is not None
    assert suggest_from_merchants("NEXT OXFORD STREET", "", "expense", "DE") is None


def test_a_payee_is_looked_up_fast_enough_for_large_files() -> None:
    suggest_from_merchants("warm", "up", "expense")
    looked_up = partial(suggest_from_merchants, "ALBERT HEIJN 1521 AMSTERDAM", "", "expense")
    assert timeit(looked_up, number=1000, timer=process_time) < 0.2


def test_money_back_from_a_known_shop_is_its_refund_though_a_word_says_refund() -> None:
    assert suggest_from_merchants("VISA REFUND ZALANDO", "", "income") is None
    assert suggest_from_merchants("CLOUDFLARE", "Refund: CLOUDFLARE", "income") is None
    assert suggest_from_merchants("Expense reimbursement", "", "income") is not None


def test_a_till_that_names_itself_is_told_from_a_person() -> None:
    assert suggest_from_merchants("PENNY DANKT 3211 K2 20.09. 12:01", "", "expense") is not None
    assert suggest_from_merchants("POS 60,36 AT K2 21.09. 09:05 AVANTI 8620 STATION", "", "expense") is not None
    assert suggest_from_merchants("Penny Jones 3211", "", "expense") is None
