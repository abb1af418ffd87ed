"""A dozen things of a made-up household, bought over four and a half years before the day the demo is made."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Cover:
    """A warranty of so many `months` from the day the thing came; None: for life. `days_left` sets its end instead."""

    kind: str
    months: int | None
    provider: str
    days_left: int | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """Bought `days_ago` of somebody's days for `price` euros, there `came` days later; None: on its way.

    `paid_as`: payees of which the payment nearest to that day paid it, and says what it came to. `returns_in`: days
    from today. `months`: how long it lasts; with it the thing counts in net worth.
    """

    owner: str
    name: str
    price: str
    shop: str
    brand: str
    category: str
    days_ago: int
    came: int | None = 0
    place: str = ""
    tags: tuple[str, ...] = ()
    serial: str = ""
    notes: str = ""
    months: int | None = None
    returns_in: int | None = None
    is_shown: bool = True
    paid_as: tuple[str, ...] = ()
    covers: tuple[Cover, ...] = ()
    papers: tuple[str, ...] = ()

    @property
    def euros(self) -> Decimal:
        return Decimal(self.price)


RECEIPT, CARD, MANUAL, PHOTO = "receipt", "warranty", "manual", "photo"
THINGS = (
    Thing(
        "ana", "Office chair", "412.00", "Kaiserkraft", "", "furniture", 1656, place="Study", tags=("work",),
        months=120, covers=(Cover("manufacturer", 36, "Kaiserkraft"),),
    ),
    Thing(
        "ben", "Dishwasher S4", "579.00", "Expert", "Siemens", "home", 1390, 4, "Kitchen", ("kitchen",), "FD9804 00217",
        months=120, covers=(Cover("legal", 24, "Expert"),), papers=(RECEIPT, MANUAL),
    ),
    Thing(
        "ana", "Casserole 24 cm", "186.30", "KaDeWe", "Staub", "home", 343, place="Kitchen", tags=("kitchen",),
        paid_as=("KaDeWe",), covers=(Cover("lifetime", None, "Staub"),), papers=(RECEIPT,),
    ),
    Thing(
        "ana", "Washer WWB 380", "949.00", "Expert", "Miele", "home", 992, 3, "Bathroom", ("laundry",), "78/164520933",
        months=144, covers=(Cover("legal", 24, "Expert"), Cover("extended", 60, "Miele")),
        papers=(RECEIPT, CARD, PHOTO),
    ),
    Thing(
        "ana", "OLED TV 55″", "1199.00", "MediaMarkt", "LG", "electronics", 722, 0, "Living room", (), "407MXKD9E114",
        months=84, covers=(Cover("legal", 24, "MediaMarkt", days_left=8),), papers=(RECEIPT, MANUAL),
    ),
    Thing(
        "ana", "MacBook Air 13″", "1349.00", "Apple Store", "Apple", "electronics", 708, 0, "Study", ("work",),
        "C02XK1QJJK7L", months=60, is_shown=False,
        covers=(Cover("limited", 24, "Apple", days_left=22, notes="Ask for the battery before it ends."),),
        papers=(RECEIPT, CARD),
    ),
    Thing(
        "ana", "Pixel 8", "649.00", "MediaMarkt", "Google", "electronics", 619, 3, "With Ana", ("phone", "work"),
        "3A07-9QH-1184", "Screen protector on since day one.", months=48,
        covers=(
            Cover("manufacturer", 24, "Google", notes="Parts and labour. Repair or replacement, postage included."),
            Cover("extended", 12, "MediaMarkt", notes="Drops and liquids. Never used."),
        ),
        papers=(RECEIPT, MANUAL),
    ),
    Thing(
        "ben", "Precede e-bike", "2799.00", "Canyon", "Canyon", "sports-hobby", 577, 9, "Cellar", ("bike",),
        "CNY-2504-77102", months=96, covers=(Cover("legal", 24, "Canyon"), Cover("manufacturer", 72, "Canyon, frame")),
        papers=(RECEIPT, CARD),
    ),
    Thing(
        "ana", "Dyson V15", "629.00", "Dyson", "Dyson", "home", 459, 2, "Hall", (), "SV22-EU-RKA1130", months=72,
        covers=(Cover("manufacturer", 24, "Dyson"),), papers=(RECEIPT, MANUAL),
    ),
    Thing(
        "ana", "Söderhamn sofa", "890.00", "IKEA", "IKEA", "furniture", 55, 6, "Living room", (), "", "Cover: red.",
        months=120, covers=(Cover("manufacturer", 120, "IKEA"),), papers=(RECEIPT, CARD),
    ),
    Thing(
        "ben", "Drill GSR 12V", "99.00", "OBI", "Bosch", "diy-garden", 13, place="Cellar", tags=("tools",),
        returns_in=1, paid_as=("Bauhaus", "Obi"), covers=(Cover("manufacturer", 36, "Bosch"),), papers=(RECEIPT,),
    ),
    Thing("ana", "Stagg kettle", "65.50", "Coolblue", "Fellow", "home", 2, None, tags=("kitchen",), returns_in=28),
)  # fmt: skip
# Broken, sent in, and not back yet: days ago each.
IN_REPAIR, OPENED, SENT = "Pixel 8", 11, 8
PROBLEM, REFERENCE = "The battery is empty within four hours", "G-7719-204"
SAID = "Sent by DHL, label 0034 0434. The workshop confirmed the fault: the repair is free of charge."
# A receipt that came by mail and waits to be hung on its thing.
WAITING = "Stagg kettle"
# What each has saved of the lists: whose, which list, its name, the filters.
VIEWS = (
    ("ana", "things", "Kitchen", "place=Kitchen"),
    ("ana", "things", "Ends soon", "warranty=soon"),
    ("ana", "transactions", "Large payments", "amount_min=200&kind=expense"),
    ("ben", "things", "Mine", "is_mine=true"),
)
