"""The first evening of two: from an empty instance to being even, each in a browser of their own, every step counted.

A step is a click, a field that is filled in, or an address that is opened; what a form holds already is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from accounts.tests.apple_server import AppleServer
from tests.browser.instance import Instance
from tests.browser.people import PASSWORD, SETTLED, amount_of

pytestmark = pytest.mark.browser
MOST_STEPS = 33
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


class Hand:
    """One of the two, whose steps are counted in `steps` under what they are for."""

    def __init__(self, name: str, page: Page, steps: dict[str, int]) -> None:
        self.name = name
        self.page = page
        self.steps = steps
        self.doing = ""

    def begins(self, doing: str) -> None:
        self.doing = f"{self.name} {doing}"

    def opens(self, address: str) -> None:
        self._counted()
        self.page.goto(address)

    def clicks(self, what: str, inside: str = "body") -> None:
        self._counted()
        around = self.page.locator(inside)
        around.get_by_role("link", name=what).or_(around.get_by_role("button", name=what)).first.click()
        self.page.wait_for_load_state()
        self.page.wait_for_function(SETTLED)

    def fills(self, label: str, value: str) -> None:
        self._counted()
        self.page.locator("form").get_by_label(label).first.fill(value)

    def signs_up(self) -> None:
        self.clicks("Make an account")
        self.fills("Your name", self.name)
        self.fills("Email", f"{self.name.lower()}@example.org")
        self.fills("Password", PASSWORD)
        self.clicks("Make an account", "form")

    def sees(self, text: str, inside: str = "main") -> None:
        expect(self.page.locator(inside)).to_contain_text(text)

    def sums(self) -> dict[str, list[Decimal]]:
        """The rows of the statement's sums: together, mine, the other's, as far as there is one."""
        rows = self.page.locator(".shared-balance :is(tbody, tfoot) tr").all()
        told = [row.locator("th, td").all_inner_texts() for row in rows]
        return {name: [amount_of(each) for each in cells if each.strip()] for name, *cells in told}

    def _counted(self) -> None:
        self.steps[self.doing] = self.steps.get(self.doing, 0) + 1


Both = tuple[Hand, Hand]


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory, apple: AppleServer) -> Iterator[Instance]:
    """An instance nobody has ever been to, without the demo."""
    instance = Instance(tmp_path_factory.mktemp("first-evening"), **{**apple.environment(), "DEMO": "off"})
    try:
        instance.start()
        yield instance
    finally:
        instance.stop()


@pytest.fixture
def both(browser: Browser, empty: Instance) -> Iterator[Both]:
    """Ana at a desk, Ben at his phone."""
    steps: dict[str, int] = {}
    contexts = [browser.new_context(base_url=empty.address, locale="en-GB", viewport=each) for each in (DESK, PHONE)]
    for context in contexts:
        context.set_default_timeout(10_000)
    ana, ben = (Hand(name, each.new_page(), steps) for name, each in zip(("Ana", "Ben"), contexts, strict=True))
    yield ana, ben
    for context in contexts:
        context.close()


def become_a_couple(ana: Hand, ben: Hand) -> None:
    """They split by income, 3,000 to 2,000."""
    ana.begins("signs up")
    ana.opens("/")
    ana.signs_up()
    ana.begins("invites Ben, with her income")
    ana.clicks("Together", ".side")
    ana.fills("Your monthly income", "3000")
    ana.clicks("Make the invitation")
    link = ana.page.get_by_label("The link").input_value()
    ana.clicks("Copy")
    ben.begins("opens the link and signs up")
    ben.opens(link)
    ben.signs_up()
    ben.begins("says his income and accepts the split")
    ben.fills("Your monthly income", "2000")
    ben.clicks("Accept")
    for each in (ana, ben):
        each.sees("You are even", "#together-owing")
    ana.sees("You 60", "#together-owing")
    ben.sees("You 40", "#together-owing")


def share_the_rent(ana: Hand, ben: Hand) -> None:
    """Above what needs an answer; what Ben adds is below."""
    ana.begins("adds the rent")
    ana.clicks("Add what you both bear")
    ana.fills("Name", "Rent")
    ana.fills("Amount", "1150")
    ana.clicks("Add", "main form")
    ana.sees("Waiting for an answer")
    ben.begins("approves the rent")
    ben.clicks("Approve", "#together-approvals")
    ben.sees("Rent", "#together-due")
    ben.begins("adds the power")
    ben.clicks("Add a shared expense", "#together-due")
    ben.fills("Name", "Power")
    ben.fills("Amount", "60")
    ben.clicks("Add", "main form")
    ben.sees("Power")


def euros(*amounts: int) -> list[Decimal]:
    return [Decimal(each) for each in amounts]


def pay_and_get_even(ana: Hand, ben: Hand) -> None:
    """60 to 40: of the rent Ben bears 460, of the power Ana bears 36, so he owes her 424."""
    ana.begins("pays the rent")
    ana.clicks("Statement", "main")
    ana.clicks("I paid it", "#due tr:has-text('Rent')")
    ben.begins("pays the power and reads the statement")
    ben.clicks("Statement", "main")
    ben.clicks("I paid it", "#due tr:has-text('Power')")
    ben.sees("You owe Ana", ".shared-balance")
    ana.sees("Ben owes you", ".shared-balance")
    expect(ana.page.locator("#paid-by-other")).to_contain_text("Power")
    sums = ana.sums()
    assert sums["Paid"] == euros(1210, 1150, 60)
    assert sums["Fair share of what was paid"] == euros(1210, 726, 484)
    assert (sums["Ben owes you"], ben.sums()["You owe Ana"]) == (euros(424, -424), euros(-424, 424))
    ben.begins("settles")
    ben.clicks("Settle up", ".shared-balance")
    assert amount_of(ben.page.locator("#settle .figure-hero").inner_text()) == 424
    ben.clicks("It is given", "#settle")
    for each in (ana, ben):
        each.sees("You are even", ".shared-balance")
        assert amount_of(each.page.locator(".shared-balance .figure-hero").inner_text()) == 0


def test_two_people_are_even_on_their_first_evening(both: Both) -> None:
    become_a_couple(*both)
    share_the_rent(*both)
    pay_and_get_even(*both)
    steps = both[0].steps
    for doing, count in steps.items():
        print(f"{count:3} {doing}")
    total = sum(steps.values())
    print(f"{total:3} together, at most {MOST_STEPS}")
    assert total <= MOST_STEPS
