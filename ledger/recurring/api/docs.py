"""`recurring/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import (
    ACCOUNT,
    ENTRY,
    GROCERIES,
    LIMIT,
    SKIP,
    UUID_SCHEMA,
    changing,
    example,
    one_of,
    page_of_one,
    query,
)
from ledger.recurring.api import answers, bodies
from ledger.recurring.models import Recurring
from ledger.recurring.upcoming import DAYS, MOST_DAYS

RENT = "01930000-0000-7000-8000-0000000000d1"
SENT: dict[str, Any] = {
    "money_account": ACCOUNT,
    "kind": "expense",
    "amount": "900.00",
    "payee": "Northside Homes",
    "notes": "Flat 4",
    "category": GROCERIES,
    "frequency": "monthly",
    "interval": 1,
    "starts_on": "2026-01-31",
    "ends_on": None,
    "books": True,
}
SHOWN: dict[str, Any] = {
    "id": RENT,
    **SENT,
    "to_account": None,
    "to_amount": None,
    "currency": "EUR",
    "next_on": "2026-11-30",
    "status": "active",
    "paused_because": "",
    "monthly_amount": "900.00",
    "created_at": "2026-01-04T09:30:00Z",
    "updated_at": "2026-01-04T09:30:00Z",
    "version": 1,
}
WHOLE = {**SHOWN, "days": [{"due_on": "2026-10-31", "status": "booked", "transaction": ENTRY}]}
DUE = {
    "recurring": RENT,
    "due_on": "2026-11-30",
    "is_late": False,
    "money_account": ACCOUNT,
    "to_account": None,
    "kind": "expense",
    "amount": "900.00",
    "currency": "EUR",
    "payee": "Northside Homes",
    "category": GROCERIES,
    "books": True,
}
ADDRESS = "https://example.org/plan/recurring/feed/tup_calendar_EXAMPLE/"
MADE = {"is_open": True, "made_at": "2026-11-20T09:30:00Z"}
RULE = "A 29th, 30th or 31st falls on the last day of shorter months, 29 February on the 28th of other years."
LIST = extend_schema(
    operation_id="recurring_list",
    summary="List what comes back",
    description="Of all accounts you see in full; what is due next first, what has ended last.",
    parameters=[
        query("money_account", "Only of these accounts.", UUID_SCHEMA, many=True),
        query("status", "Only of these.", one_of(Recurring.Status.values), many=True),
        LIMIT,
        SKIP,
    ],
    responses={200: answers.RecurringPage},
    examples=[page_of_one(SHOWN)],
)
CREATE = extend_schema(
    operation_id="recurring_create",
    summary="Begin something that comes back",
    description=f"Each due day is booked once, on its own date, days that passed while we were away too. {RULE} "
    "Nothing is booked for days before today.",
    request=bodies.RecurringBody,
    responses={201: answers.RecurringAnswer},
    examples=[example(SENT, request=True), example(SHOWN, status=201)],
)
GET = extend_schema(
    operation_id="recurring_get",
    summary="Show one, with its latest days",
    responses={200: answers.WholeRecurringAnswer},
    examples=[example(WHOLE)],
)
PUT = changing(
    "recurring_update", "Change one from its next due day on", bodies.RecurringBody, answers.RecurringAnswer,
    {**SENT, "version": 1}, {**SHOWN, "version": 2},
)  # fmt: skip
PATCH = changing(
    "recurring_partial_update", "Change some of it from its next due day on", bodies.RecurringBody,
    answers.RecurringAnswer, {"amount": "950.00"}, {**SHOWN, "amount": "950.00", "version": 2},
)  # fmt: skip
DELETE = extend_schema(
    operation_id="recurring_delete",
    summary="Forget one",
    description="The transactions it has booked stay.",
    responses={204: None},
)
SKIP_DAY = changing(
    "recurring_skip", "Leave one due day out", bodies.SkipBody, answers.RecurringAnswer,
    {"due_on": "2026-11-30"}, {**SHOWN, "next_on": "2026-12-31", "version": 2},
)  # fmt: skip
UNSKIP_DAY = extend_schema(
    operation_id="recurring_unskip",
    summary="Take back that a day is left out",
    parameters=[query("due_on", "The day, not one that has passed.", {"type": "string", "format": "date"})],
    responses={204: None, 400: None},
)
PAUSE = extend_schema(
    operation_id="recurring_pause",
    summary="Pause one",
    description="Nothing is booked until it is resumed.",
    request=None,
    responses={200: answers.RecurringAnswer, 400: None},
    examples=[example({**SHOWN, "status": "paused", "version": 2})],
)
RESUME = extend_schema(
    operation_id="recurring_resume",
    summary="Resume one that is paused or has ended",
    description="From today on; nothing is booked for the time between.",
    request=None,
    responses={200: answers.RecurringAnswer, 400: None},
    examples=[example({**SHOWN, "version": 3})],
)
END = extend_schema(
    operation_id="recurring_end",
    summary="End one",
    request=None,
    responses={200: answers.RecurringAnswer},
    examples=[example({**SHOWN, "status": "ended", "next_on": None, "version": 2})],
)
UPCOMING = extend_schema(
    operation_id="recurring_upcoming",
    summary="Show what is due in the days to come",
    description="And what is late: expected, its day passed, not seen at the bank yet.",
    parameters=[
        query(
            "days",
            "How many days, today counts.",
            {"type": "integer", "minimum": 1, "maximum": MOST_DAYS, "default": DAYS},
        ),
        query("money_account", "Only of these accounts.", UUID_SCHEMA, many=True),
    ],
    responses={200: answers.UpcomingAnswer},
    examples=[example({"first": "2026-11-20", "last": "2027-01-18", "results": [DUE]})],
)
FEED_GET = extend_schema(
    operation_id="recurring_feed_get",
    summary="Show whether your calendar feed is open",
    responses={200: answers.FeedAnswer},
    examples=[example(MADE)],
)
FEED_CREATE = extend_schema(
    operation_id="recurring_feed_create",
    summary="Open your calendar feed at a new secret address",
    description="An iCalendar file of the next 60 days, for calendars that cannot log in. The address before opens "
    "nothing any more.",
    request=None,
    responses={201: answers.NewFeedAnswer},
    examples=[example({**MADE, "url": ADDRESS}, status=201)],
)
FEED_DELETE = extend_schema(
    operation_id="recurring_feed_delete", summary="Close your calendar feed", responses={204: None}
)
OFFER: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-0000000000d2",
    "money_account": ACCOUNT,
    "kind": "expense",
    "payee": "Streaming",
    "amount": "13.99",
    "amount_low": "13.99",
    "amount_high": "13.99",
    "amount_before": "12.99",
    "currency": "EUR",
    "frequency": "monthly",
    "interval": 1,
    "next_on": "2026-12-15",
    "days": ["2026-09-15", "2026-10-16", "2026-11-15"],
    "times": 14,
    "missed": 0,
}
NOTICE: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-0000000000d3",
    "recurring": RENT,
    "kind": "price",
    "due_on": "2026-11-15",
    "transaction": ENTRY,
    "amount": "13.99",
    "amount_before": "12.99",
    "currency": "EUR",
    "payee": "Streaming",
}
OFFER_LIST = extend_schema(
    operation_id="recurring_offers_list",
    summary="List what seems to come back",
    description="Found in the last three years of your accounts: payee, rhythm and amount. The dearest first.",
    parameters=[LIMIT, SKIP],
    responses={200: answers.OfferPage},
    examples=[page_of_one(OFFER)],
)
OFFER_ACCEPT = extend_schema(
    operation_id="recurring_offer_accept",
    summary="Accept an offer",
    description="It is expected from the bank from now on. One that was decided already is 404.",
    request=None,
    responses={201: answers.RecurringAnswer, 400: None},
    examples=[example({**SHOWN, "books": False}, status=201)],
)
OFFER_DECLINE = extend_schema(
    operation_id="recurring_offer_decline",
    summary="Decline an offer for ever",
    request=None,
    responses={204: None},
)
NOTICE_LIST = extend_schema(
    operation_id="recurring_notices_list",
    summary="List what was odd",
    description="Another price, a day on which nothing came, one that came twice. The newest first.",
    parameters=[LIMIT, SKIP],
    responses={200: answers.NoticePage},
    examples=[page_of_one(NOTICE)],
)
NOTICE_DISMISS = extend_schema(
    operation_id="recurring_notice_dismiss", summary="Show a notice no more", request=None, responses={204: None}
)
