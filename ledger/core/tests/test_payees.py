from timeit import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.payee_noise import CITIES, COUNTRY_CODES, LEADING_PHRASES, LEGAL_FORMS
from ledger.core.payees import PAYEE_KEY_MAX_LENGTH, fold, payee_key, search_text

STATEMENT_WORDS = sorted(
    {*CITIES, *COUNTRY_CODES, *LEADING_PHRASES, *LEGAL_FORMS}
    | {"Card", "1234", "12", "12/03", "14:33", "LIDL", "S.p.A.", "*", "SQ *", "&", "H", "M", "xx12", "o2"}
    | {"amazon.de", "AMZN Mktp US*", "EREF+A12", "sagt", "no", "Straße", "x" * 70, "9" * 90}
)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("LIDL SAGT DANKE 4411 BERLIN", "Lidl 99 München DEU"),
        ("TESCO STORES 3217", "TESCO STORE 88123"),
        ("AMZN Mktp US*2K4XY1", "AMZN Mktp US*MXBGDKLS Amzn.com/bill WA"),
        ("Amazon.de*AB12C3", "www.amazon.co.uk"),
        ("ALBERT HEIJN 1521 AMSTERDAM", "BEA, Betaalpas Albert Heijn 1003,PAS123"),
        ("SQ *BLUE BOTTLE COFFEE OAKLAND CA", "TST* Blue Bottle Coffee"),
        ("CARTE 12/03 CARREFOUR CITY CB*1234", "PAIEMENT CB CARREFOUR CITY 3003 PARIS FR"),
        ("PURCHASE AUTHORIZED ON 03/12 STARBUCKS STORE 12345 SEATTLE WA", "Starbucks #00981"),
        ("PAYPAL *STEAM GAMES", "Steam Games"),
        ("SEPA-LASTSCHRIFT ALPENVEREIN 2025/02 RF59 0252 5228", "Alpenverein"),
        ("STADTWERKE KDNR 64524209 RG 899741129", "Stadtwerke Vertrag 7538737"),
        ("PATREON* X0E6", "Patreon* S1W2"),
        ("SEPA-Lastschrift Telekom Deutschland GmbH", "TELEKOM DEUTSCHLAND GMBH EREF+A1234"),
        ("H & M 123 STOCKHOLM", "H&M"),
        ("Enel Energia S.p.A.", "ADDEBITO SDD ENEL ENERGIA"),
        ("Bäckerei Müller", "BACKEREI MULLER 14.03.2024 12:33"),
        ("Netflix.com", "NETFLIX"),
        ("Uber *Trip help.uber.com", "UBER TRIP"),
        ("McDonald's 10442", "MCDONALDS"),
    ],
)
def test_payments_to_one_payee_share_a_key(first: str, second: str) -> None:
    assert payee_key(first) == payee_key(second)


@pytest.mark.parametrize(
    ("payee", "key"),
    [
        ("7-ELEVEN 33124", "7 eleven"),
        ("O2 UK", "o2 uk"),
        ("1&1 Telecom GmbH", "1&1 telecom"),
        ("Hotel Berlin", "hotel berlin"),
        ("Stadtwerke München", "stadtwerke munchen"),
        ("S.N.C.F. Voyages", "sncf voyages"),
        ("Card Factory 220", "card factory"),
        ("Café Røst", "cafe rost"),
        ("Rechnung 4711 Stadtwerke", "rechnung stadtwerke"),
        ("セブンイレブン", "セブンイレブン"),
    ],
)
def test_what_belongs_to_the_name_stays(payee: str, key: str) -> None:
    assert payee_key(payee) == key


@pytest.mark.parametrize("payee", ["1234", "VISA", "***", "12/03", "GmbH", "\u0301", "§ 4411"])
def test_a_payee_of_noise_alone_still_has_a_key(payee: str) -> None:
    assert payee_key(payee)


def test_a_blank_payee_has_no_key() -> None:
    assert payee_key("") == payee_key(" \t") == ""


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(STATEMENT_WORDS), max_size=12).map(" ".join)))
def test_a_key_is_its_own_key(payee: str) -> None:
    key = payee_key(payee)
    assert payee_key(key) == key
    assert len(key) <= PAYEE_KEY_MAX_LENGTH
    assert bool(key) == bool(payee.strip())


@given(st.text(max_size=100))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("part", ["a", "1", "a.", "*", "a&", "1/", "amzn*", "a ", "a-.com", "visa "])
def test_a_hostile_payee_costs_no_more_than_a_long_one(part: str) -> None:
    payee = part * (200_000 // len(part))
    assert timeit(lambda: payee_key(payee), number=1) < 0.5


def test_search_text_joins_folds_and_collapses() -> None:
    assert search_text("  Café  Zürich ", "", "Straße\n9") == "cafe zurich strasse 9"
