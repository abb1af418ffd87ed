"""What the partner reads of a purchase they are asked about: what, how much, when and how. None of the asker's figures.

Their word changes nothing by itself: whoever asked buys it, or does not.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.kernel.formatting import active_locale, format_money
from insights.advice.models import Advice
from insights.advice.services import ASKED_KIND
from partnerships.approvals.models import Approval
from partnerships.approvals.registry import ApprovalKind, Field, Moved, register
from partnerships.approvals.showing import choice_of, day
from partnerships.core.standing import Standing


def _price(value: Any, approval: Approval) -> str:
    """In the currency it was asked in, which need not be that of the partnership."""
    return format_money(Decimal(value["amount"]), value["currency"], active_locale()).text if value else ""


@register
class PurchaseAdvice(ApprovalKind):
    kind = ASKED_KIND
    fields = {
        "price": Field(_("Price"), _price),
        "on": Field(_("When"), day),
        "how": Field(_("How"), choice_of(Advice.How.choices)),
        "instalments": Field(_("Instalments")),
    }

    def apply(self, approval: Approval, by: Standing) -> None:
        """Nothing is written: the approval is the answer. What was taken back since is answered to nobody."""
        if not Advice.objects.filter(approval=approval).exists():
            raise Moved

    def describe(self, approval: Approval) -> str:
        return gettext("asks what you think of buying %(name)s") % {"name": approval.title}
