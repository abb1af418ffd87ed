"""Invented households for judging a detector of standing payments: written by someone who has not read the detector.

In a spelling `@` is the name, `?` a digit that stays (a store, a contract), `~` and `^` a digit and a letter new on
every line, `{d:...}` its day. Names are `|`-separated, the bank's ways to spell them stand under their kind.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from math import cos, pi
from random import Random
from string import ascii_uppercase, digits
from typing import Literal, cast

Frequency = Literal["weekly", "monthly", "yearly"]
AMERICAN = """credit = @ DES:PAYROLL ID:~~~~~~~ CO ID:???????? PPD | @ DIRECT DEP {d:%y%m%d} ?????? ; person = Zelle
payment {way} @ Conf# ^~^~~^~~ | VENMO {way} ~~~~~~~~~~ @ ; debit = @ DES:WEB ONLINE ID:~~~~~~~~ | @ AUTO PAY {d:%m%d%y}
?????? | ACH WITHDRAWAL @ ???????? | @ 800-???-???? CA ; card = @ #???? OAKLAND CA | POS PURCHASE @ ~~~~ | SQ *@ | TST*
@ ~~~~ | CHECKCARD {d:%m%d} @ ~~~~~~~~ | @ ???? ; words = BONUS|to|from|REFUND ; salary = NORTHWIND TRADERS | MERCY
HOSPITAL | ACME CORP | OAKLAND USD ; home = WELLS FARGO HOME MTG | PARKVIEW APTS ; utility = PG&E | NATIONAL GRID | CON
ED OF NY ; water = CITY OF OAKLAND WATER ; phone = VZWRLSS*APOCC VISB | TMOBILE ; internet = COMCAST CABLE COMM |
SPECTRUM ; quarter = GEICO *AUTO POL ???????? | DELTA DENTAL ; year = GEICO *UMBRELLA POL ??????? | AAA MEMBERSHIP |
GODADDY.COM ; gym = PLANET FITNESS ; saving = TRANSFER TO SAV ...???? ; loan = DEPT EDUCATION STUDENT LN | TOYOTA
FINANCIAL ; club = BAY SWIM CLUB | STATE ALUMNI ASSN ; music = MARIA LOPEZ PIANO ; groceries = SAFEWAY | TRADER JOE S |
WHOLEFDS | COSTCO WHSE | KROGER ; coffee = STARBUCKS | BLUE BOTTLE | PEETS ; fuel = SHELL OIL | CHEVRON ; dining = THE
GRILL | CHIPOTLE | DOORDASH *THAI | PHO 88 ; shops = AMZN Mktp US*^^~^~^^~~ | TARGET | EBAY O*~~-~~~~~ | ETSY ; cash =
ATM WITHDRAWAL ; ticket = CLIPPER ; doctor = KAISER COPAY | CVS/PHARMACY ; friend = SAM REED | CHRIS WONG"""
GERMAN = """credit = @ LOHN/GEHALT {d:%m.%Y} PERS.NR ??????? | @ Bezuege {d:%m/%y} EREF+~~~~~~~~ | GUTSCHR. UEBERWEISUNG
@ ; person = UEBERWEISUNG {way} @ {d:%d.%m.} | PayPal {way} @ ~~~~~~~~~ ; debit = SEPA-LASTSCHRIFT @ {d:%Y/%m} RF~~ ~~~~
~~~~ | @ KDNR ???????? RG ~~~~~~~~~ | @ MREF+?????? {d:%d.%m.%y} | @ VERTRAG ??????? ; card = @ SAGT DANKE.
????????//BERLIN/DE {d:%Y-%m-%d} | Kartenzahlung @ ~~~~ | SUMUP *@ | @ FIL. ???? {d:%d.%m} | VISA @ ~~~~~~ ; words =
PRAEMIE|an|von|GUTSCHRIFT ; salary = SIEMENS AG | ROBERT BOSCH GMBH | Klinikum Sued gGmbH | KANZLEI WOLF ; home =
GEWOBAG MIETE | H. SCHUSTER MIETE WHG ? ; utility = STADTWERKE | E.ON Energie | VATTENFALL GAS ; water = BERLINER
WASSERBETRIEBE ; phone = Telekom Mobilfunk | VODAFONE GMBH ; internet = 1u1 Telecom | Telefonica DSL ; quarter = ALLIANZ
KFZ AS-???????? | Rundfunk ARD, ZDF, DRadio ; year = ALLIANZ HAUSRAT AS-???????? | KFZ-STEUER BUNDESKASSE | ADAC e.V. ;
gym = RSG MCFIT BEITRAG ; saving = DAUERAUFTRAG TAGESGELD ; loan = SANTANDER RATE KTO ?????? | BAFOEG BVA ; club = TSV
1860 E.V. | ALPENVEREIN ; music = M. HUBER KLAVIER ; groceries = REWE | EDEKA MUELLER | ALDI SUED | LIDL | dm-drogerie ;
coffee = BAECKEREI WIMMER | BACKWERK HBF | Einstein ; fuel = ARAL | JET TANKSTELLE ; dining = LIEFERANDO.DE | DA GINO |
VAPIANO | IMBISS ; shops = AMAZON EU S.A R.L. ~~~-~~~~~~~ | PP.????.PP EBAY | ZALANDO SE | IKEA ; cash = GA NR??????
BLZ???????? ; ticket = BVG APP ; doctor = DR. BRANDT | APOTHEKE AM MARKT ; friend = JONAS WEBER | LENA FUCHS"""
FRENCH = """credit = VIR SEPA RECU /DE @ /MOTIF SALAIRE {d:%m%Y} /REF ~~~~~~~ | VIREMENT @ PAIE {d:%m/%y} ~~~~ ; person
= VIR INST {way} @ {d:%d/%m} | LYDIA {way} @ ~~~~~~ ; debit = PRLV SEPA @ ECH/{d:%d%m%y} ~~~~~~~~~ | PRLV @ RUM ++??????
FACT ~~~~~~ | PRELEVEMENT @ {d:%m.%y} ICS FR??ZZZ ; card = CARTE {d:%d/%m/%y} @ CB*???? | CB @ FACT {d:%d%m%y} |
PAIEMENT CB @ ~~~~ | CB @ ???? ; words = PRIME|VERS|DE|AVOIR ; salary = RENAULT SAS | DRFIP | CAPGEMINI FRANCE | AP-HP ;
home = FONCIA LOYER | NEXITY LOT ???? ; utility = EDF CLIENTS | ENGIE GAZ | TOTALENERGIES ; water = VEOLIA EAU ; phone =
ORANGE SA MOBILE | SFR ; internet = Free HautDebit | BOUYGUES BOX ; quarter = MAIF AUTO ??????? | HARMONIE MUTUELLE ;
year = MAIF HABITATION ??????? | DGFIP TAXE FONCIERE | OVH SAS ; gym = BASIC FIT ; saving = VIR PERMANENT LIVRET A ;
loan = COFIDIS DOSSIER ?????? | PRET AUTO ; club = TENNIS CLUB | ASSO QUARTIER ; music = MME LEROY PIANO ; groceries =
CARREFOUR CITY | MONOPRIX | LECLERC | FRANPRIX ; coffee = BOULANGERIE PAUL | CAFE DE LA GARE | LE COMPTOIR ; fuel =
TOTAL ACCESS | ESSO EXPRESS ; dining = UBER EATS | BISTROT VICTOR | DELIVEROO | SUSHI SHOP ; shops = AMAZON PAYMENTS
~~~~~~ | PAYPAL *FNAC | VINTED | ZARA ; cash = RETRAIT DAB ; ticket = RATP ; doctor = DR MARTIN | PHARMACIE DU CENTRE ;
friend = PAUL DUPONT | CLAIRE"""
POLISH = """credit = PRZELEW PRZYCH. @ WYNAGRODZENIE {d:%m/%Y} | ELIXIR @ PENSJA ~~~~~~ ; person = BLIK {way} @
{d:%d.%m} | PRZELEW {way} @ ~~~~ ; debit = @ FV ~~~~~~~~/{d:%m/%Y} | @ FAKTURA ~~~~~~~~ NR ?????? | POLECENIE ZAPŁATY @
{d:%d.%m.%Y} ; card = @ ???? WARSZAWA {d:%Y-%m-%d} | ZAKUP KARTĄ @ ~~~~~ | PAYU*@ ~~~~~~ | @ NR ??? ; words =
PREMIA|DO|OD|ZWROT ; salary = ORLEN S.A. | COMARCH SA | SP NR ?? | ALLEGRO SP. Z O.O. ; home = SPÓŁDZIELNIA CZYNSZ LOK
?? | NAJEM J. KOWALCZYK ; utility = TAURON | PGNIG OBRÓT DETALICZNY | VEOLIA ENERGIA ; water = MPWIK ; phone = P4 SP. Z
O.O. PLAY | POLKOMTEL PLUS ; internet = UPC POLSKA | NETIA ; quarter = PZU AC POLISA ?????? | LUX MED ; year = PZU DOM
POLISA ?????? | URZĄD MIASTA ODPADY | HOME.PL ; gym = CITYFIT ; saving = ZLECENIE STAŁE OSZCZĘDN. ; loan = ALIOR RATA
UMOWA ?????? | SANTANDER CONSUMER ; club = KS WISŁA | ZHP HUFIEC ; music = ANNA NOWAK PIANINO ; groceries = BIEDRONKA |
ŻABKA | LIDL | CARREFOUR ; coffee = COSTA COFFEE | PIEKARNIA LUBASZKA | NERO ; fuel = ORLEN STACJA | CIRCLE K ; dining =
PYSZNE.PL | PIZZERIA NA ROGU | BAR MLECZNY | GLOVO ; shops = ALLEGRO ~~~~~~~ | ZALANDO | AMAZON.PL | EMPIK ; cash =
WYPŁATA BANKOMAT ; ticket = JAKDOJADE ; doctor = APTEKA GEMINI | DENTEX ; friend = MAREK ZIELIŃSKI | OLA MAZUR"""
BOOKS = ((AMERICAN, 1.1), (GERMAN, 1.0), (FRENCH, 0.95), (POLISH, 4.0))
WORLD = """any = NETFLIX.COM 866-579-7172 CA | Spotify P~^~^^~~^ Stockholm | DISNEY PLUS ~~~-~~~~ | PAYPAL *STRAVA |
Amazon Prime*^~~^^~~^~ amzn.com/prm | APPLE.COM/BILL ICLOUD+ | GOOGLE *YouTubePremium g.co/helppay# | DROPBOX*^^~^^~~~~
| OPENAI *CHATGPT SUBSCR ~~~~ | AUDIBLE*^~~^^~~^~ | ADOBE *CREATIVE CLOUD {d:%d%b} | NYTIMES*NYTimes Disc | PATREON*
^~^~ | UBER *ONE MEMBERSHIP ~~~~ | GOOGLE *Duolingo ~~~~ | MSFT * E~~~~~~~~^ XBOX | PLAYSTATION NETWORK ~~~~~~~~ ; ride
= UBER *TRIP | BOLT.EU/O/~~~~~~~ ; gift = INTERFLORA | GOFUNDME | LEGO ; away = HOTEL MIRAMAR | BAR DEL PUERTO | TAVERNA
NIKOS | MUSEO | KONZUM HR ; chance = DECATHLON | IKEA | H&M | LUSH ; plain = @ {d:%d/%m} | @ ~~~~~~ ; self = @"""
# Whose names, spelled as what, amounts, how often, latest days, percent it varies and swings by season, how many.
STANDING = """home debit 700 1600 monthly 1 2 0 0 1 1 ; utility debit 45 140 monthly 1 2 9 20 1 2 ; loan debit 90 320
monthly 1 1 0 0 0 1 ; water debit 60 140 monthly 2 3 8 5 0 1 ; phone debit 15 60 monthly 1 2 0 0 1 2 ; internet debit 30
60 monthly 1 2 0 0 1 1 ; quarter debit 50 220 monthly 3 2 0 0 1 2 ; year debit 60 420 yearly 1 2 6 0 1 3 ; gym debit 20
50 weekly 4 1 0 0 1 1 ; saving plain 50 400 monthly 1 0 0 0 1 1 ; club debit 60 160 monthly 6 2 0 0 0 1 ; music person
20 35 weekly 1 0 0 0 0 1"""
CHANCES = """groceries 1 4 4 140 4 ; fuel 8 20 35 85 2 ; dining 1 7 9 95 4 ; shops 1 8 6 230 4 ; cash 5 19 20 200 1 ;
ride 3 22 7 42 2 ; ticket 2 8 2 19 1 ; doctor 15 75 6 120 2 ; gift 25 120 15 90 2"""


@dataclass(frozen=True, slots=True)
class Line:
    booked_on: date
    amount: Decimal  # out is negative
    payee: str


@dataclass(frozen=True, slots=True)
class Truth:
    payee: str
    payees: frozenset[str]  # every spelling in the lines
    frequency: Frequency
    interval: int
    is_live: bool  # goes on after the last line


@dataclass(frozen=True, slots=True)
class Stranger:
    lines: list[Line]
    truths: list[Truth]


@dataclass(slots=True)
class Plan:  # days are counted from the household's first
    spellings: list[str]
    amount: float
    frequency: str = "monthly"
    interval: int = 1
    slack: int = 2  # days it may be late
    vary: float = 0
    season: float = 0
    start: int = 0
    end: int | None = None
    pause: range = range(0)
    is_card: bool = False  # booked at week-ends too
    is_early: bool = False  # moved before week-ends, else behind them
    is_lesson: bool = False


def is_bank_day(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in {(1, 1), (5, 1), (12, 25), (12, 26)}


def is_school_day(day: date) -> bool:
    breaks = (((1, 1), (1, 6)), ((3, 30), (4, 13)), ((7, 12), (9, 1)), ((10, 19), (11, 1)), ((12, 22), (12, 31)))
    return not any(first <= (day.month, day.day) <= last for first, last in breaks)


def moved(rule: date, late: int, step: int) -> date:  # never more than three days
    offsets = [*(late + days * step for days in range(4)), *(-days * step for days in range(4))]
    return next(day for days in offsets if abs(days) < 4 and is_bank_day(day := rule + timedelta(days)))


def read(text: str) -> list[str]:
    return " ".join(text.split()).split(" ; ")


class House:
    def __init__(self, rng: Random, until: date) -> None:
        self.rng, self.until = rng, until
        self.since = date(until.year - 3, until.month, min(until.day, 28)) + timedelta(1)
        self.days = (until - self.since).days
        text, self.scale = rng.choice(BOOKS)
        pairs = [part.split(" = ") for part in read(text) + read(WORLD)]
        self.book = {key: names.split(" | ") for key, names in pairs}
        self.bonus, self.to, self.back, self.refund = self.book["words"][0].split("|")
        self.lines: list[Line] = []
        self.truths: list[Truth] = []
        self.away: set[date] = set()

    def take(self, key: str, kind: str) -> list[str]:
        """A name no one else gets, as banks spell it, at times otherwise from some day on."""
        name = self.keep(self.book[key].pop(self.rng.randrange(len(self.book[key]))))
        ways = self.rng.sample(self.book[kind], 2 if kind != "self" and self.rng.random() < 0.2 else 1)
        return [name, *(self.keep(way).replace("@", name) for way in ways)]

    def keep(self, text: str) -> str:
        return "".join(self.rng.choice(digits) if sign == "?" else sign for sign in text)

    def line(self, day: date, amount: float, spelling: str, way: str = "") -> Line:
        new = {"~": digits, "^": ascii_uppercase}
        payee = "".join(self.rng.choice(new.get(sign, sign)) for sign in spelling).format(d=day, way=way)
        return Line(day, Decimal(round(amount * 100)).scaleb(-2), " ".join(payee.split()))

    def between(self, low: float, high: float) -> float:
        return self.scale * low * float((high / low) ** self.rng.random())

    def rules(self, plan: Plan) -> Iterator[date]:  # before week-ends, delays and gaps
        first = self.since + timedelta(plan.start)
        last = self.until if plan.end is None else self.since + timedelta(plan.end)
        if plan.frequency == "weekly":
            day = first + timedelta(self.rng.randrange(7 * plan.interval))
            day += timedelta((4 - day.weekday()) % 7 if plan.is_early or day.weekday() > 4 else 0)
            yield from (day + timedelta(days) for days in range(0, (last - day).days + 1, 7 * plan.interval))
            return
        step = plan.interval * (12 if plan.frequency == "yearly" else 1)
        day_of_month = self.rng.choice((1, 1, 15, 28, 31, *range(1, 31)))
        begin = first.year * 12 + first.month - 1 + self.rng.randrange(1, step + 1)
        for year, month in (divmod(months, 12) for months in range(begin, begin + 38, step)):
            if (day := date(year, month + 1, min(day_of_month, monthrange(year, month + 1)[1]))) <= last:
                yield day

    def stand(self, plan: Plan) -> list[Line]:
        """The lines of a standing thing, and its truth if there are enough of them to tell."""
        rng, (name, *spellings), found = self.rng, plan.spellings, list[Line]()
        turn, rise = (self.since + timedelta(rng.randint(self.days // 3, self.days * 2 // 3)) for _ in range(2))
        risen = 1 if plan.vary else rng.choice((1, rng.uniform(1.03, 1.1)))
        for place, rule in enumerate(rules := list(self.rules(plan))):
            late = rng.choice((0, 0, rng.randint(0, plan.slack)))
            day = rule + timedelta(late) if plan.is_card else moved(rule, late, -1 if plan.is_early else 1)
            may_fail = len(rules) > 9 and 0 < place < len(rules) - 2 and not plan.is_early
            is_off = (rule - self.since).days in plan.pause or (plan.is_lesson and not is_school_day(rule))
            if is_off or not self.since <= day <= self.until or (may_fail and self.rng.random() < 0.025):
                continue
            winter = 1 + plan.season / 100 * cos(2 * pi * rule.timetuple().tm_yday / 365)
            off = 1 + rng.uniform(-plan.vary, plan.vary) / 100
            amount = plan.amount * winter * off * (risen if rule >= rise else 1)
            for again in range(2 if may_fail and rng.random() < 0.01 else 1):  # the second is booked days later
                booked_on = min(day + timedelta(again * rng.randint(0, 4)), self.until)
                found.append(self.line(booked_on, amount, spellings[-1 if rule >= turn else 0]))
        if len({line.booked_on for line in found}) < (3 if plan.frequency == "yearly" else 4):
            return []
        self.lines += found
        payees, rhythm = frozenset(line.payee for line in found), cast(Frequency, plan.frequency)
        called = " ".join("".join(sign for sign in name if sign not in "~^").split())
        self.truths.append(Truth(called, payees, rhythm, plan.interval, plan.end is None))
        return found

    def furnish(self) -> None:
        for row in read(STANDING):
            key, kind, low, high, frequency, *numbers = row.split()
            interval, slack, vary, season, fewest, most = map(int, numbers)
            for _ in range(self.rng.randint(fewest, most)):
                amount = -round(self.between(int(low), int(high)), 2 if vary else 0)
                plan = Plan(self.take(key, kind), amount, frequency, interval, slack, vary, season)
                plan.is_lesson = key == "music"
                if key in {"home", "internet"} and self.rng.random() < 0.25:
                    plan.end = self.rng.randint(300, 700)
                    self.stand(replace(plan, spellings=self.take(key, kind), start=plan.end, end=None))
                if key != "music" or all(is_school_day(self.until - timedelta(days)) for days in (2, 9)):
                    self.stand(plan)  # early in or after a summer nobody can tell whether lessons go on

    def subscribe(self) -> None:
        for _ in range(self.rng.randint(3, 8)):
            fate, some = self.rng.randrange(6), self.rng.randint(250, 800)
            plan = Plan(self.take("any", "self"), 0.01 - round(self.between(3, 25)), is_card=True)
            plan.vary = self.rng.choice((0, 0, 3))
            plan.start, plan.end = some if fate == 1 else 0, some if fate == 2 else None
            plan.pause = range(some, some + 61) if fate == 3 else plan.pause
            self.stand(plan)

    def employ(self) -> None:
        for _ in range(self.rng.randint(1, 2)):
            is_fortnightly = self.rng.random() < (0.6 if self.scale == BOOKS[0][1] else 0.1)
            pay, leaves = self.between(1500, 3400), self.rng.randint(300, 700) if self.rng.random() < 0.3 else None
            spans = [(0, leaves)] if leaves is None else [(0, leaves), (leaves + self.rng.randint(0, 40), None)]
            for start, end in spans:
                plan = Plan(self.take("salary", "credit"), pay, slack=0, start=start, end=end, is_early=True)
                plan.vary = self.rng.choice((0, 0, 6))
                if is_fortnightly:
                    plan.frequency, plan.interval, plan.amount = "weekly", 2, pay / 2
                for one in self.rng.sample(self.stand(plan), self.rng.randint(0, 2)):
                    extra = pay * self.rng.uniform(0.3, 1.2)
                    self.lines.append(self.line(one.booked_on, extra, f"{one.payee} {self.bonus}"))

    def travel(self) -> None:
        """Bursts far from home; the shops at home see nobody then."""
        for _ in range(self.rng.randint(4, 6)):
            first, names = self.since + timedelta(self.rng.randrange(self.days)), self.book["away"]
            for day in (first + timedelta(days) for days in range(self.rng.randint(5, 12))):
                self.away.add(day)
                for name in self.rng.choices(names, k=self.rng.randint(1, 4)):
                    self.lines.append(self.line(day, -self.between(6, 160), f"{name} ~~~~"))

    def live(self) -> None:
        for key, *numbers in map(str.split, read(CHANCES)):
            shortest, longest, low, high, count = map(int, numbers)
            payees = [
                self.take(key, "plain" if key == "cash" else "card")[1] for _ in range(min(count, len(self.book[key])))
            ]
            day = self.since + timedelta(self.rng.randint(0, longest))
            while day <= self.until:
                amount, payee = self.between(low, high), self.rng.choice(payees)
                if day not in self.away:
                    amount = round(amount / 10 + 1) * 10 if key == "cash" else amount
                    self.lines.append(self.line(day, -amount, payee))
                if key == "shops" and self.rng.random() < 0.08:
                    back = day + timedelta(self.rng.randint(3, 20))
                    self.lines.append(self.line(back, amount, self.rng.choice((payee, f"{payee} {self.refund}"))))
                day += timedelta(self.rng.randint(shortest, longest))

    def meet(self) -> None:
        """Coffee most mornings, friends who settle up, and shops visited thrice about a month apart."""
        cafes, menu = [self.take("coffee", "card")[1] for _ in range(2)], [self.between(2, 7) for _ in range(4)]
        for day in (self.since + timedelta(days) for days in range(self.days + 1)):
            if day.weekday() < 5 and day not in self.away and self.rng.random() < 0.65:
                self.lines.append(self.line(day, -self.rng.choice(menu), self.rng.choice(cafes)))
        for friend in [self.take("friend", "person")[1] for _ in range(2)]:
            day = self.since + timedelta(self.rng.randint(5, 60))
            while day <= self.until:
                amount, way = self.rng.choice((10, 20, 25, 40, 50, 100)), self.rng.choice((1, -1))
                self.lines.append(self.line(day, amount * way, friend, self.back if way > 0 else self.to))
                day += timedelta(self.rng.randint(5, 70))
        for _ in range(2):
            payee, day = self.take("chance", "card")[1], self.since + timedelta(self.rng.randrange(self.days - 100))
            for price in self.rng.sample((8, 14, 27, 45, 80, 150), 3):
                self.lines.append(self.line(day, -price * self.scale * self.rng.uniform(0.9, 1.1), payee))
                day += timedelta(self.rng.randint(26, 35))


def stranger(seed: int, until: date) -> Stranger:
    house = House(Random(seed), until)  # noqa: S311
    for part in (house.furnish, house.subscribe, house.employ, house.travel, house.live, house.meet):
        part()
    lines = [line for line in house.lines if house.since <= line.booked_on <= until]
    return Stranger(sorted(lines, key=lambda line: line.booked_on), house.truths)
