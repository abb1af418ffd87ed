"""The categories every instance starts with: a tree of two levels, the same ids everywhere.

Slugs and ids never change once released; names are translated where they are shown.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal
from uuid import UUID, uuid5

from django.utils.translation import gettext_noop as _

Bucket = Literal["needs", "wants", "savings", "income", "transfer"]
CategoryKind = Literal["expense", "income", "transfer"]

_NAMESPACE: Final = UUID("6b0f7c52-3c0a-5d0e-9a55-5b7c9a1d2e41")
# How necessary it is says nothing about income and transfers; the middle keeps them out of rankings.
_NEUTRAL_NECESSITY: Final = 5


@dataclass(frozen=True, slots=True)
class SystemCategory:
    """One category as data.

    `necessity_score` runs from 1 (could go at once) to 10 (cannot). The `default_allocation_percent`
    of all leaves sum to 100: 50 needs, 30 wants, 20 savings; a parent has the sum of its children.
    Money put into savings and investments is of kind expense: it leaves what can be spent.
    `icon` is the name of a lucide icon, `color_hex` is #RRGGBB.
    """

    slug: str
    name: str
    parent_slug: str | None
    icon: str
    color_hex: str
    sort_order: int
    necessity_score: int
    default_allocation_percent: Decimal
    bucket: Bucket
    kind: CategoryKind
    description: str


@dataclass(frozen=True, slots=True)
class _Top:
    slug: str
    name: str
    icon: str
    color_hex: str
    necessity: int
    description: str


@dataclass(frozen=True, slots=True)
class _Leaf:
    slug: str
    name: str
    icon: str
    necessity: int
    percent: Decimal
    bucket: Bucket
    description: str


def _need(slug: str, name: str, icon: str, necessity: int, percent: str, description: str) -> _Leaf:
    return _Leaf(slug, name, icon, necessity, Decimal(percent), "needs", description)


def _want(slug: str, name: str, icon: str, necessity: int, percent: str, description: str) -> _Leaf:
    return _Leaf(slug, name, icon, necessity, Decimal(percent), "wants", description)


def _saving(slug: str, name: str, icon: str, necessity: int, percent: str, description: str) -> _Leaf:
    return _Leaf(slug, name, icon, necessity, Decimal(percent), "savings", description)


def _income(slug: str, name: str, icon: str, description: str) -> _Leaf:
    return _Leaf(slug, name, icon, _NEUTRAL_NECESSITY, Decimal(0), "income", description)


def _transfer(slug: str, name: str, icon: str, description: str) -> _Leaf:
    return _Leaf(slug, name, icon, _NEUTRAL_NECESSITY, Decimal(0), "transfer", description)


# Each top category is followed by its children. Colours and order follow the position: add at the end.
_ROWS: Final[tuple[_Top | _Leaf, ...]] = (
    _Top("food-dining", _("Food & Dining"), "utensils", "#FF6B6B", 8, _("Restaurants, groceries, delivery")),
    _need("groceries", _("Groceries"), "shopping-basket", 10, "10", _("Supermarkets, markets, bakeries")),
    _want("dining", _("Dining"), "utensils", 4, "3", _("Restaurants and canteens")),
    _want("fast-food", _("Fast food & delivery"), "pizza", 2, "1", _("Snacks, takeaway, delivery")),
    _want("coffee", _("Coffee"), "coffee", 3, "0.5", _("Coffee shops and cafés")),
    _want("bars", _("Bars & pubs"), "beer", 1, "0.5", _("Drinks and nights out")),
    _Top("housing", _("Housing"), "house", "#5B8DEF", 10, _("The roof over your heads")),
    _need("rent", _("Rent"), "key-round", 10, "12", _("Rent with its service charges")),
    _need("mortgage", _("Mortgage"), "landmark", 10, "3.5", _("Interest and repayment of a home loan")),
    _need("building-charges", _("Building charges"), "building", 9, "1", _("Owners' association, caretaker")),
    _need("home-repairs", _("Repairs & trades"), "wrench", 7, "1", _("Plumber, electrician, painter")),
    _Top("home", _("Home"), "lamp", "#C9A27E", 4, _("What makes a flat a home")),
    _want("furniture", _("Furniture & decor"), "sofa", 4, "1", _("Furniture, lamps, kitchenware")),
    _want("diy-garden", _("DIY & garden"), "hammer", 4, "0.5", _("Hardware stores, plants, tools")),
    _want("home-help", _("Cleaning & help"), "brush-cleaning", 4, "0.5", _("Cleaning, laundry, storage")),
    _Top("utilities", _("Utilities"), "plug-zap", "#DDA0DD", 9, _("Phone, internet, electricity")),
    _need("electricity", _("Electricity"), "zap", 10, "2", _("Power, also together with gas")),
    _need("heating", _("Gas & heating"), "flame", 10, "1", _("Gas, district heating, oil, wood")),
    _need("water", _("Water & waste"), "droplets", 10, "0.5", _("Water, sewage, refuse")),
    _need("internet-tv", _("Internet & TV"), "router", 8, "1", _("Broadband, cable, licence fee")),
    _need("mobile", _("Mobile phone"), "smartphone", 8, "0.75", _("Contracts and top-ups")),
    _Top(
        "transportation",
        _("Transportation"),
        "train-front",
        "#4ECDC4",
        7,
        _("Gas, public transport, rideshare"),
    ),
    _need("fuel", _("Fuel"), "fuel", 8, "2.5", _("Petrol, diesel, charging")),
    _need("public-transport", _("Public transport"), "bus", 8, "1.5", _("Buses, trams, underground, passes")),
    _want("trains", _("Trains & coaches"), "train-front", 5, "0.5", _("Longer journeys by rail or coach")),
    _want("taxi", _("Taxi & rideshare"), "car-taxi-front", 3, "0.5", _("Taxis and ride hailing")),
    _need("parking", _("Parking"), "circle-parking", 6, "0.25", _("Garages, meters, permits")),
    _need("tolls", _("Tolls"), "road", 6, "0.25", _("Motorways, bridges, tunnels")),
    _need("car", _("Car & repairs"), "car", 7, "1", _("Garage, tyres, inspection, washing")),
    _want("shared-vehicles", _("Bike & car sharing"), "bike", 4, "0.5", _("Bikes, scooters, hourly cars")),
    _Top("insurance", _("Insurance"), "shield-check", "#7A8CA8", 8, _("Premiums of every kind")),
    _need("health-insurance", _("Health insurance"), "heart-pulse", 10, "1.5", _("Sickness and care cover")),
    _need("car-insurance", _("Car insurance"), "car", 9, "1", _("Liability and own damage")),
    _need("home-insurance", _("Home insurance"), "house", 8, "0.5", _("Building and contents")),
    _need("life-insurance", _("Life insurance"), "umbrella", 6, "0.5", _("Life and disability")),
    _need("other-insurance", _("Other insurance"), "shield", 6, "0.5", _("Liability, legal, travel")),
    _Top("health-fitness", _("Health & Fitness"), "heart-pulse", "#FFEAA7", 8, _("Medical, gym, supplements")),
    _need("doctor", _("Doctor & dentist"), "stethoscope", 10, "1", _("Practices, hospitals, laboratories")),
    _need("pharmacy", _("Pharmacy"), "pill", 10, "0.75", _("Medicine and supplements")),
    _need("optician", _("Glasses & hearing"), "glasses", 8, "0.25", _("Opticians, hearing aids")),
    _want("gym", _("Gym & sport"), "dumbbell", 4, "1", _("Studios, pools, clubs, courses")),
    _Top("personal-care", _("Personal care"), "sparkles", "#B4BF4E", 6, _("Drugstore, hair, cosmetics")),
    _need("drugstore", _("Drugstore"), "soap-dispenser-droplet", 7, "1", _("Toiletries, household, baby")),
    _want("hair-beauty", _("Hair & beauty"), "scissors", 4, "0.5", _("Hairdresser, nails, massage")),
    _want("cosmetics", _("Cosmetics"), "spray-can", 3, "0.5", _("Make-up and perfume")),
    _Top("kids-family", _("Kids & Family"), "baby", "#F6B26B", 8, _("Children and those you care for")),
    _need("childcare", _("Childcare"), "blocks", 9, "1.5", _("Nursery, sitter, after-school care")),
    _want("kids-things", _("Toys & kids' things"), "toy-brick", 4, "0.5", _("Toys, prams, clothes")),
    _want("pocket-money", _("Pocket money"), "hand-coins", 4, "0.5", _("For children, or for each of you")),
    _need("family-support", _("Family support"), "users", 8, "0.5", _("Maintenance, help for relatives")),
    _Top("education", _("Education"), "graduation-cap", "#8E9BEF", 6, _("School, studies, courses")),
    _need("tuition", _("Tuition & school"), "school", 8, "0.75", _("Fees of schools and universities")),
    _want("courses", _("Courses & materials"), "notebook-pen", 4, "0.25", _("Courses, books, stationery")),
    _Top("pets", _("Pets"), "paw-print", "#B08968", 6, _("Food, vet and care of animals")),
    _want("pet-food", _("Pet food & supplies"), "bone", 6, "0.5", _("Food, litter, toys")),
    _need("vet", _("Vet"), "syringe", 8, "0.5", _("Treatment and animal insurance")),
    _Top("shopping", _("Shopping"), "shopping-bag", "#45B7D1", 4, _("Retail, online shopping, clothing")),
    _want("clothing", _("Clothing & shoes"), "shirt", 5, "1.5", _("Clothes, shoes, accessories")),
    _want("electronics", _("Electronics"), "laptop", 3, "1", _("Computers, phones, appliances")),
    _want("general-shopping", _("Online & department stores"), "package", 3, "1", _("Shops for everything")),
    _want("sports-hobby", _("Sports & hobby gear"), "volleyball", 3, "0.25", _("Sport, crafts, music")),
    _want("postage", _("Post & parcels"), "mail", 4, "0.25", _("Stamps, parcels, couriers")),
    _Top(
        "entertainment",
        _("Entertainment"),
        "clapperboard",
        "#96CEB4",
        2,
        _("Movies, games, streaming services"),
    ),
    _want("cinema-events", _("Cinema & events"), "ticket", 2, "1.25", _("Films, concerts, theatre, matches")),
    _want("leisure", _("Culture & leisure"), "ferris-wheel", 3, "1", _("Museums, zoos, parks, clubs")),
    _want("games", _("Games"), "gamepad-2", 1, "0.5", _("Video and board games")),
    _want("books-press", _("Books & press"), "book-open", 4, "0.75", _("Books, newspapers, magazines")),
    _want("betting", _("Lottery & betting"), "dices", 1, "0.25", _("Lottery, casino, bets")),
    _Top("subscriptions", _("Subscriptions"), "repeat", "#B39DDB", 3, _("Charged until it is cancelled")),
    _want("streaming", _("Video & music streaming"), "tv", 2, "1", _("Films, series, music, podcasts")),
    _want("software", _("Apps & cloud"), "cloud", 4, "1", _("Software, storage, hosting")),
    _want("memberships", _("Memberships"), "id-card", 3, "0.5", _("Clubs, shopping clubs, associations")),
    _Top("travel", _("Travel"), "plane", "#5FB3E6", 2, _("Holidays and trips")),
    _want("flights", _("Flights"), "plane", 2, "1.25", _("Airlines and airports")),
    _want("lodging", _("Hotels & lodging"), "bed", 2, "1.5", _("Hotels, holiday flats, hostels")),
    _want("car-rental", _("Car rental"), "car-front", 2, "0.25", _("Rented cars and vans")),
    _want("tours", _("Tours & agencies"), "map", 1, "0.5", _("Package tours, ferries, activities")),
    _Top("gifts-donations", _("Gifts & Donations"), "gift", "#E8909C", 3, _("For others")),
    _want("gifts", _("Gifts"), "gift", 3, "1", _("Presents, flowers, cards")),
    _want("donations", _("Donations"), "hand-heart", 4, "1", _("Charities and places of worship")),
    _Top("fees-interest", _("Fees & interest"), "receipt", "#A3A7AD", 5, _("What banks and offices charge")),
    _need("bank-fees", _("Bank fees"), "landmark", 5, "0.25", _("Account, card and transfer fees")),
    _need("interest-paid", _("Interest paid"), "percent", 8, "0.25", _("Overdrafts and card interest")),
    _need("fines", _("Fines"), "siren", 9, "0", _("Penalties and late fees")),
    _Top("taxes", _("Taxes"), "scale", "#9A8C98", 10, _("Tax and public charges")),
    _need("income-tax", _("Income tax"), "scale", 10, "0.5", _("Income and wage tax paid by hand")),
    _need("property-tax", _("Property tax"), "house", 10, "0.25", _("Land, council and property tax")),
    _need("vehicle-tax", _("Vehicle tax"), "car", 10, "0.25", _("Road tax and registration")),
    _need("public-charges", _("Public charges"), "stamp", 9, "0", _("Passports, permits, courts")),
    _Top("debt-payments", _("Debt payments"), "hand-coins", "#C97B63", 9, _("Paying back what was borrowed")),
    _saving("car-loan", _("Car loan"), "car", 9, "1", _("Loan or leasing of a vehicle")),
    _saving("student-loan", _("Student loan"), "graduation-cap", 9, "0.5", _("Loans for studies")),
    _saving("other-loans", _("Other loans"), "hand-coins", 9, "1.5", _("Instalments, consumer credit")),
    _Top("savings", _("Savings"), "piggy-bank", "#F7DC6F", 7, _("Emergency fund, goals")),
    _saving("emergency-fund", _("Emergency fund"), "life-buoy", 8, "5", _("Months of needs, put by")),
    _saving("goal-saving", _("Saving for goals"), "target", 5, "4", _("Towards something you want")),
    _Top("investment", _("Investment"), "trending-up", "#98D8C8", 6, _("DeFi, stocks, crypto")),
    _saving("stocks-funds", _("Stocks & funds"), "chart-line", 6, "5", _("Brokers, ETFs, funds")),
    _saving("crypto", _("Crypto"), "bitcoin", 2, "1", _("Coins, exchanges, DeFi")),
    _saving("pension-saving", _("Pension saving"), "rocking-chair", 7, "2", _("Private pension plans")),
    _Top("cash", _("Cash"), "banknote", "#8DB580", 5, _("Drawn from a machine, spent unseen")),
    _want("cash-withdrawal", _("Cash withdrawal"), "banknote", 5, "1", _("Cash machines and counters")),
    _Top("other", _("Other"), "circle-ellipsis", "#B8B8B0", 4, _("What fits nowhere else")),
    _want("other-expense", _("Other expenses"), "circle-ellipsis", 4, "1", _("What fits nowhere else")),
    _want("work-expense", _("Work expenses"), "briefcase", 7, "0", _("Laid out for an employer")),
    _Top("income", _("Income"), "wallet", "#4FB286", 5, _("What comes in")),
    _income("salary", _("Salary"), "briefcase", _("Wages and bonuses")),
    _income("self-employment", _("Self-employment"), "laptop", _("Invoices, fees, royalties")),
    _income("interest-dividends", _("Interest & dividends"), "percent", _("Yields of money")),
    _income("benefits", _("Benefits"), "hand-helping", _("Child benefit, unemployment, grants")),
    _income("pension", _("Pension"), "rocking-chair", _("State and company pensions")),
    _income("rental-income", _("Rental income"), "house", _("From tenants and guests")),
    _income("tax-refund", _("Tax refund"), "scale", _("Paid back by the tax office")),
    _income("refunds-cashback", _("Refunds & cashback"), "undo-2", _("Bonuses, claims, reimbursements")),
    _income("gifts-received", _("Gifts received"), "gift", _("From family and friends")),
    _income("other-income", _("Other income"), "circle-plus", _("Sales and everything else")),
    _Top("transfers", _("Transfers"), "arrow-left-right", "#9DA5A0", 5, _("Neither income nor expense")),
    _transfer("own-transfer", _("Between own accounts"), "arrow-left-right", _("From one to another")),
    _transfer("card-payment", _("Card payment"), "credit-card", _("Paying off a credit card")),
    _transfer("partner-transfer", _("With the partner"), "users", _("Settling up between the two of you")),
)


def system_category_id(slug: str) -> UUID:
    """The id of a system category, the same on every instance."""
    return uuid5(_NAMESPACE, slug)


def _shade(color_hex: str, step: int) -> str:
    """The colour, darker by 6% a step, so that siblings can be told apart in a chart."""
    light = max(100 - 6 * step, 40)
    channels = (int(color_hex[at : at + 2], 16) * light // 100 for at in (1, 3, 5))
    return "#" + "".join(f"{channel:02X}" for channel in channels)


def _kind_of(bucket: Bucket) -> CategoryKind:
    return "income" if bucket == "income" else "transfer" if bucket == "transfer" else "expense"


def _top_category(top: _Top, sort_order: int, leaves: list[_Leaf]) -> SystemCategory:
    """With the sum of its leaves, and the bucket that most of it goes into."""
    percent_of: dict[Bucket, Decimal] = {}
    for leaf in leaves:
        percent_of[leaf.bucket] = percent_of.get(leaf.bucket, Decimal(0)) + leaf.percent
    bucket = max(percent_of, key=lambda each: percent_of[each])
    return SystemCategory(
        slug=top.slug,
        name=top.name,
        parent_slug=None,
        icon=top.icon,
        color_hex=top.color_hex,
        sort_order=sort_order,
        necessity_score=top.necessity,
        default_allocation_percent=sum(percent_of.values(), Decimal(0)),
        bucket=bucket,
        kind=_kind_of(bucket),
        description=top.description,
    )


def _child_category(leaf: _Leaf, top: _Top, position: int, sort_order: int) -> SystemCategory:
    return SystemCategory(
        slug=leaf.slug,
        name=leaf.name,
        parent_slug=top.slug,
        icon=leaf.icon,
        color_hex=_shade(top.color_hex, position),
        sort_order=sort_order,
        necessity_score=leaf.necessity,
        default_allocation_percent=leaf.percent,
        bucket=leaf.bucket,
        kind=_kind_of(leaf.bucket),
        description=leaf.description,
    )


def _families() -> dict[_Top, list[_Leaf]]:
    families: dict[_Top, list[_Leaf]] = {}
    for row in _ROWS:
        if isinstance(row, _Top):
            leaves = families[row] = []
        else:
            leaves.append(row)
    return families


def _tree() -> tuple[SystemCategory, ...]:
    tree: list[SystemCategory] = []
    for family, (top, leaves) in enumerate(_families().items(), start=1):
        tree.append(_top_category(top, family * 100, leaves))
        tree.extend(
            _child_category(leaf, top, position, family * 100 + position + 1) for position, leaf in enumerate(leaves)
        )
    return tuple(tree)


SYSTEM_CATEGORIES: Final = _tree()
"""Parents before their children, in the order of `sort_order`."""

SYSTEM_CATEGORIES_BY_SLUG: Final = {category.slug: category for category in SYSTEM_CATEGORIES}


def store_system_categories(model: Any) -> None:
    """Write the tree into the database, for a migration: new ones added, known ones brought up to date."""
    for each in SYSTEM_CATEGORIES:
        model.objects.update_or_create(
            pk=system_category_id(each.slug),
            defaults={
                "slug": each.slug,
                "name": each.name,
                "parent_id": system_category_id(each.parent_slug) if each.parent_slug else None,
                "icon": each.icon,
                "color": each.color_hex,
                "sort_order": each.sort_order,
                "necessity_score": each.necessity_score,
                "default_allocation_percent": each.default_allocation_percent,
                "bucket": each.bucket,
                "kind": each.kind,
                "description": each.description,
            },
        )
