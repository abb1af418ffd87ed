"""The endpoints of sharing in the API's schema."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import example
from partnerships.approvals.api.docs import ANA, ASKED
from partnerships.sharing.api.answers import (
    AskedJointAnswer,
    EmbargoAnswer,
    EmbargoBody,
    JointBody,
    PrivacyAccountAnswer,
    PrivacyAnswer,
    PrivacyBody,
    SharingRuleAnswer,
    SharingRuleBody,
    SharingRulesAnswer,
    WhoseAnswer,
    WhoseBody,
)

ENTRY = "01930000-0000-7000-8000-0000000000e1"
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
LINE = {"transaction": ENTRY, "whose": "both", "approval": None, "own_amount": "-12.45"}
WHOSE_GET = extend_schema(
    operation_id="transaction_sharing_get",
    summary="Show whose a transaction is",
    responses={200: WhoseAnswer, 404: None},
    examples=[example(LINE)],
)
WHOSE_PUT = extend_schema(
    operation_id="transaction_sharing_put",
    summary="Say whose a transaction is",
    description=(
        "`both`: of an account of your own your partner then sees its day, payee, amount and category, and it counts "
        "when you get even; above the partnership's threshold once they agree: until then it is `mine`, and `approval` "
        "names what waits. `mine` takes that back. On a joint account, where `both` is how a line begins, `mine` and "
        "`partners` change whose part it is and settle nothing. 400 `withheld`, `not_shareable`, `no_rate`, "
        "`not_joint`; 409 `no_partnership`, `partnership_paused`."
    ),
    request=WhoseBody,
    responses={200: WhoseAnswer, 409: None},
    examples=[example({"whose": "both"}, request=True), example(LINE)],
)
EMBARGO_PUT = extend_schema(
    operation_id="transaction_embargo_put",
    summary="Hide a transaction until a day",
    description=(
        "A gift. On an account of your own it is left out of everything others see, sums and balance included; on a "
        "joint one the other owner sees a private line on its day. Sent again it moves the day. 400 `is_shared` for "
        "what is for both, `day_has_begun`."
    ),
    request=EmbargoBody,
    responses={200: EmbargoAnswer, 404: None},
    examples=[
        example({"until": "2026-12-24"}, request=True),
        example({"transaction": ENTRY, "until": "2026-12-24"}),
    ],
)
EMBARGO_DELETE = extend_schema(
    operation_id="transaction_embargo_delete",
    summary="Show a hidden transaction now",
    description="One that is not hidden stays as it is.",
    responses={204: None, 404: None},
)
JOINT_POST = extend_schema(
    operation_id="money_account_joint_ask",
    summary="Ask your partner to own an account with you",
    description=(
        "They see all of it once they approve. 400 `does_not_exist` unless it is yours alone, `account_closed`; 409 "
        "`already_asked`, `no_partnership`, `partnership_paused`."
    ),
    request=JointBody,
    responses={202: AskedJointAnswer, 404: None, 409: None},
    examples=[
        example({"whole": True, "message": "Ours?"}, request=True),
        example(
            {
                "approval": {
                    **ASKED,
                    "kind": "joint_account",
                    "object_id": ACCOUNT,
                    "title": "Savings",
                    "before": {},
                    "after": {"name": "Savings", "currency": "EUR", "for_both": "start"},
                    "message": "Ours?",
                }
            },
            status=202,
        ),
    ],
)
JOINT_DELETE = extend_schema(
    operation_id="money_account_joint_leave",
    summary="Leave a joint account",
    description="The other one owns it alone from now on, with its history. 400 `no_other_owner`.",
    responses={204: None, 404: None},
)
RULE = {"id": "01930000-0000-7000-8000-0000000000f7", "money_account": ACCOUNT, "category": None, "since": "2026-11-01"}
RULES_GET = extend_schema(
    operation_id="sharing_rules_list",
    summary="List what is for both without saying so each time",
    description="Your own rules. 404 without a partner.",
    responses={200: SharingRulesAnswer, 404: None},
    examples=[example({"results": [RULE]})],
)
RULES_POST = extend_schema(
    operation_id="sharing_rules_create",
    summary="Make an account or a category for both",
    description=(
        "Spending, and money back from it, on accounts that are yours alone, booked from `since` on. 400 `required` "
        "unless one of the two is named, `unchanged` where there is such a rule."
    ),
    request=SharingRuleBody,
    responses={201: SharingRuleAnswer, 409: None},
    examples=[example({"money_account": ACCOUNT, "since": "2026-11-01"}, request=True), example(RULE, status=201)],
)
RULE_DELETE = extend_schema(
    operation_id="sharing_rules_delete",
    summary="Remove such a rule",
    description="What it has made for both stays so.",
    responses={204: None, 404: None, 409: None},
)
