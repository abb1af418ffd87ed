"""What the people around the owner get: her partner, her partner of former days, and somebody she has invited.

Where nothing is said here, the partner gets what a stranger with a partner gets, and the two others what somebody
without one gets: a thing that is not theirs does not exist. Written by hand, as `route_expectations`.
"""

from __future__ import annotations

from typing import Final

from prove.routing.household import FULL, GIFT, JOINT, JOINT_GIFT, LEVELS
from prove.routing.identities import FORMER_PARTNER, INVITED, NOBODY, PARTNER, STAFF, STRANGER, Identity
from tests.route_rules import KEYS_AREA, Expectation

# Routes of the couple, without a partner as for staff, who have none.
OF_COUPLES: Final = (
    "together/", "settings/partner/", "transactions/share/", "api/v1/partnerships/", "api/v1/approvals/",
    "api/v1/shared-expenses/", "api/v1/shared-payments/", "api/v1/statements/", "api/v1/settlements/",
    "api/v1/contributions/", "api/v1/messages/",
)  # fmt: skip
# Route, method, and the statuses for the partner, the former partner and the invited, where no rule gives them.
_TABLE = """
    api/v1/approvals/<uuid:key>/                        GET 200 . .
    api/v1/approvals/<uuid:key>/                        DELETE 204 . .
    api/v1/approvals/<uuid:key>/approval/               POST 403 . .
    api/v1/approvals/<uuid:key>/decline/                POST 403 . .
    api/v1/messages/<uuid:key>/                         GET 200 . .
    api/v1/messages/<uuid:key>/read/                    POST 403 . .
    api/v1/settlements/<uuid:key>/                      GET 200 . .
    api/v1/settlements/<uuid:key>/                      PATCH 400 . .
    api/v1/settlements/<uuid:key>/                      DELETE 400 . .
    api/v1/shared-expenses/<uuid:key>/                  GET 200 . .
    api/v1/shared-expenses/<uuid:key>/                  PUT 400 . .
    api/v1/shared-expenses/<uuid:key>/                  PATCH 400 . .
    api/v1/shared-expenses/<uuid:key>/                  DELETE 202 . .
    api/v1/shared-expenses/<uuid:key>/payments/         POST 400 . .
    api/v1/shared-payments/<uuid:key>/                  GET 200 . .
    api/v1/shared-payments/<uuid:key>/                  DELETE 400 . .
    api/v1/shared-payments/<uuid:key>/transaction/      PUT 400 . .
    api/v1/shared-payments/<uuid:key>/transaction/      DELETE 400 . .
    together/approvals/<uuid:pk>/                       GET 200 . .
    together/approvals/<uuid:pk>/approve/               POST 302 . .
    together/approvals/<uuid:pk>/decline/               POST 302 . .
    together/approvals/<uuid:pk>/withdraw/              POST 302 . .
    together/chat/                                      POST . 422 .
    together/chat/approvals/<uuid:pk>/                  GET 200 . .
    together/chat/approvals/<uuid:pk>/                  POST 422 . .
    together/chat/expenses/<uuid:pk>/                   GET 200 . .
    together/chat/expenses/<uuid:pk>/                   POST 422 . .
    together/chat/messages/<uuid:pk>/read/              POST 302 . .
    together/expenses/<uuid:pk>/                        GET 200 . .
    together/expenses/<uuid:pk>/                        POST 422 . .
    together/expenses/<uuid:pk>/delete/                 POST 302 . .
    together/expenses/<uuid:pk>/pay/                    POST 302 . .
    together/payments/<uuid:pk>/undo/                   POST 302 . .
    together/settlements/<uuid:pk>/                     GET 200 . .
    together/settlements/<uuid:pk>/                     POST 422 . .
    together/settlements/<uuid:pk>/undo/                POST 302 . .
"""
# What of the owner's is there for her partner: route, method, the status on an account that is shown (an account on any
# rung, a line in full alone) and on one that is joint. Of a gift there is nothing, but that a joint account has a line.
_LADDER = """
    api/v1/money-accounts/<uuid:key>/                   GET 200 200
    api/v1/money-accounts/<uuid:key>/                   PUT 403 400
    api/v1/money-accounts/<uuid:key>/                   PATCH 403 200
    api/v1/money-accounts/<uuid:key>/                   DELETE 403 400
    api/v1/money-accounts/<uuid:key>/bank-balances/     GET 403 .
    api/v1/money-accounts/<uuid:key>/bank-balances/     POST 403 .
    api/v1/money-accounts/<uuid:key>/bank-balances/<uuid:balance>/   DELETE 403 .
    api/v1/money-accounts/<uuid:key>/closure/           POST 403 200
    api/v1/money-accounts/<uuid:key>/closure/           DELETE 403 204
    api/v1/money-accounts/<uuid:key>/joint/             POST . 400
    api/v1/money-accounts/<uuid:key>/joint/             DELETE . 204
    api/v1/money-accounts/<uuid:key>/reconciliation/    GET 403 .
    api/v1/money-accounts/<uuid:key>/reconciliation/    POST 403 .
    api/v1/transactions/<uuid:key>/                     GET 200 200
    api/v1/transactions/<uuid:key>/                     PUT 403 400
    api/v1/transactions/<uuid:key>/                     PATCH 403 200
    api/v1/transactions/<uuid:key>/                     DELETE 403 204
    api/v1/transactions/<uuid:key>/embargo/             PUT 403 400
    api/v1/transactions/<uuid:key>/embargo/             DELETE 403 204
    api/v1/transactions/<uuid:key>/refund/              GET 200 200
    api/v1/transactions/<uuid:key>/refund/              PUT 403 400
    api/v1/transactions/<uuid:key>/refund/              DELETE 403 404
    api/v1/transactions/<uuid:key>/sharing/             GET 403 200
    api/v1/transactions/<uuid:key>/sharing/             PUT 403 400
    together/date/transactions/<uuid:pk>/               POST . 302
    together/date/transactions/<uuid:pk>/whose/         POST . 302
    together/date/transactions/<uuid:pk>/undo/          POST . 302
    money-accounts/<uuid:pk>/                           GET . 200
    money-accounts/<uuid:pk>/                           POST . 422
    money-accounts/<uuid:pk>/close/                     POST . 302
    money-accounts/<uuid:pk>/delete/                    POST . 302
    money-accounts/<uuid:pk>/join/                      POST . 302
    money-accounts/<uuid:pk>/leave/                     POST . 302
    together/chat/transactions/<uuid:pk>/               GET 200 200
    together/chat/transactions/<uuid:pk>/               POST 422 422
    transactions/<uuid:pk>/                             GET 200 200
    transactions/<uuid:pk>/                             POST 200 422
    transactions/<uuid:pk>/always/                      POST . 204
    transactions/<uuid:pk>/category/                    GET . 200
    transactions/<uuid:pk>/category/                    POST . 400
    transactions/<uuid:pk>/category/undo/               POST . 204
    transactions/<uuid:pk>/delete/                      POST . 302
    transactions/<uuid:pk>/hide/                        POST . 302
    transactions/<uuid:pk>/pair/                        GET . 200
    transactions/<uuid:pk>/pair/                        POST . 422
    transactions/<uuid:pk>/row/                         GET 200 200
    transactions/<uuid:pk>/similar/                     POST . 200
    transactions/<uuid:pk>/whose/                       POST . 302
    transactions/sort/<uuid:pk>/                        POST . 400
"""
Table = dict[tuple[str, str], dict[str, int]]


def _read(table: str, *columns: str) -> Table:
    """By route and method. A dot stands for what the rule gives."""
    found: Table = {}
    for line in filter(None, map(str.strip, table.splitlines())):
        route, method, *statuses = line.split()
        found[route, method] = {
            column: int(status) for column, status in zip(columns, statuses, strict=True) if status != "."
        }
    return found


KNOWN: Final = _read(_TABLE, PARTNER.name, FORMER_PARTNER.name, INVITED.name)
SHOWN, OWNED = "shown", "owned"
LADDER: Final = _read(_LADDER, SHOWN, OWNED)
OF_SURPRISE: Final = ("api/v1/transactions/<uuid:key>/", "GET")


def status_in_household(expectation: Expectation, method: str, identity: Identity, rung: str) -> int | None:
    """The status that must come, or None where any below 500 will do. `rung` as Walk.route."""
    if identity.key:
        if not expectation.route.startswith(KEYS_AREA):
            return expectation.status(method, NOBODY)
        if not expectation.opens(identity, method):
            return 403
    key = expectation.route, "GET" if method == "HEAD" and not expectation.foreign else method
    found = None
    if not rung:
        found = KNOWN.get(key, {}).get(_name_of(identity))
    elif _is_partner(identity):
        found = LADDER.get(key, {}).get(_side(key, rung))
    return found if found is not None else expectation.status(method, _like(expectation, identity))


def _side(key: tuple[str, str], rung: str) -> str:
    """Whether what stands on the rung is shown or owned, '' where it is neither."""
    if "transactions/" not in key[0]:
        return OWNED if rung in (JOINT, JOINT_GIFT) else SHOWN if rung in (*LEVELS, GIFT) else ""
    if rung == JOINT or (rung == JOINT_GIFT and key == OF_SURPRISE):
        return OWNED
    return SHOWN if rung == FULL else ""


def _is_partner(identity: Identity) -> bool:
    return identity.actor == PARTNER.actor


def _name_of(identity: Identity) -> str:
    """Of the person, who may come with a key."""
    return next(each.name for each in (PARTNER, FORMER_PARTNER, INVITED) if each.actor == identity.actor)


def _like(expectation: Expectation, identity: Identity) -> Identity:
    return STAFF if not _is_partner(identity) and expectation.route.startswith(OF_COUPLES) else STRANGER


def is_on_rungs(expectation: Expectation) -> bool:
    """Its address names an account or a line, of which some stand on rungs."""
    of_thing = ("money-accounts/<uuid", "transactions/<uuid", "reconcile/<uuid", "sort/<uuid")
    return not expectation.foreign and any(each in expectation.route for each in of_thing)
