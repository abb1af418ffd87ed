"""The checks of ours find what they are for, and leave alone what is right."""

from __future__ import annotations

import pytest

from tools.check_lengths import long_functions
from tools.check_locks import problems_of
from tools.check_money import bare_arithmetic
from tools.check_templates import violations


@pytest.mark.parametrize(
    "expression",
    [
        'F("balance") + Decimal("0.25")',
        'Decimal("0.25") + F("balance")',
        'F("balance") - amount',
        'models.F("account__balance") * 2',
        'F("balance") + F("own_amount") + 0.25',
        'F("balance") + Value(Decimal("1"))',
        '-amount + F("balance")',
    ],
)
def test_a_column_that_meets_a_bare_number_is_found(expression: str) -> None:
    assert list(bare_arithmetic(f"update(balance={expression})"))


@pytest.mark.parametrize(
    "expression",
    [
        'F("balance") + Value(amount, output_field=MoneyField())',
        'F("balance") - F("own_amount")',
        'F("version") + 1',
        'Sum("own_amount") + F("balance")',
    ],
)
def test_arithmetic_that_names_its_field_is_left_alone(expression: str) -> None:
    assert not list(bare_arithmetic(f"update(balance={expression})"))


def test_a_function_of_61_lines_is_found_and_one_of_60_is_not() -> None:
    def of(lines: int) -> str:
        return "def walk():\n" + "    step()\n" * (lines - 1)

    assert list(long_functions(of(61))) == [(1, "walk", 61)]
    assert not list(long_functions(of(60)))


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color: red">',
        '<a\n  onclick="go()">',
        "<script>go()</script>",
        "<style>p{}</style>",
        '<button hx-on:click="go()">',
        '<a href="javascript:go()">',
        '<script src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//cdn.example/x.css">',
    ],
)
def test_markup_that_the_content_policy_blocks_is_found(markup: str) -> None:
    assert list(violations(markup))


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="{% static "js/app.js" %}" type="module"></script>',
        '<a href="https://example.org/">out</a>',
        '<button hx-confirm="Really?" data-style="x">',
        '<script id="points" type="application/json">[]</script>',
    ],
)
def test_markup_that_the_content_policy_allows_is_left_alone(markup: str) -> None:
    assert not list(violations(markup))


def test_a_lock_with_an_address_without_a_hash_or_with_a_missing_name_is_found() -> None:
    lock = "django==5.2 \\\n    --hash=sha256:aa\ncelery==5.7\n"
    assert list(problems_of("base.txt", "django\nredis>=1\n", lock)) == [
        "base.txt: celery has no hash",
        "base.txt: redis is asked for and not locked (make lock)",
    ]
    assert list(problems_of("base.txt", "", "--index-url https://x/simple\n")) == ["base.txt:1 names an address"]
