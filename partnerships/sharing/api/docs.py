"""The endpoints of sharing in the API's schema."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import example
from partnerships.approvals.api.docs import ANA
from partnerships.sharing.api.answers import PrivacyAccountAnswer, PrivacyAnswer, PrivacyBody

ACCOUNT = "01930000-0000-7000-8000-0000000000a1"
SAVINGS = {"money_account": ACCOUNT, "name": "Savings", "level": "total"}
LEVELS_TOLD = (
    "`hidden`: nothing, as every account begins. `exists`: its name. `total`: the balance. `category_sums`: sums by "
    "category and month, those of fewer than three payments as one. `full`: every line."
)
PRIVACY_GET = extend_schema(
    operation_id="privacy_get",
    summary="Show what your partner sees of your accounts",
    description=f"Accounts that are yours alone. {LEVELS_TOLD} 404 without a partner.",
    responses={200: PrivacyAnswer, 404: None},
    examples=[example({"partner": ANA, "accounts": [SAVINGS]})],
)
PRIVACY_PUT = extend_schema(
    operation_id="privacy_put",
    summary="Choose what your partner sees of an account",
    description=(
        f"It holds at once. {LEVELS_TOLD} 400 `does_not_exist` for an account that is not yours alone; 409 "
        "`no_partnership`, and `partnership_paused` for more than they see now."
    ),
    request=PrivacyBody,
    responses={200: PrivacyAccountAnswer, 409: None},
    examples=[
        example({"money_account": ACCOUNT, "level": "total"}, request=True),
        example(SAVINGS),
    ],
)
