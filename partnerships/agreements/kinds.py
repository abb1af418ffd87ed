"""What both have to agree to: another split, another threshold, another way of getting even."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.kernel.events import announce
from config.kernel.live import push
from config.kernel.money import money_text
from partnerships.agreements.events import AgreementMade
from partnerships.agreements.services import AGREEMENT, MODE, THRESHOLD
from partnerships.agreements.terms import check_start, checked, from_values, terms_in, write
from partnerships.agreements.wording import FIELDS, mode_text
from partnerships.approvals.models import Approval
from partnerships.approvals.registry import ApprovalKind, Field, Moved, register
from partnerships.approvals.showing import money
from partnerships.core.events import PartnershipChanged
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing


@register
class AgreementChange(ApprovalKind):
    """The object is the partnership. It has moved where its month is split otherwise than when it was asked."""

    kind = AGREEMENT
    fields = FIELDS
    is_whole = True

    def apply(self, approval: Approval, by: Standing) -> None:
        partnership = by.partnership
        asked = from_values(approval.after)
        now = terms_in(partnership, asked.starts_on)
        before = now.as_values(partnership.currency) if now else {}
        if before != approval.before:
            raise Moved(before)
        terms = checked(asked, partnership)
        check_start(terms.starts_on, partnership)
        write(terms, partnership, approval.requested_by)
        announce(AgreementMade(partnership.pk, terms.starts_on, by.person.pk))
        push(by.people, "agreement:changed", {"starts_on": terms.starts_on.isoformat()})

    def describe(self, approval: Approval) -> str:
        return gettext("wants to split otherwise")


class _Setting(ApprovalKind):
    """One column of the partnership, changed while it is as it was when asked."""

    column: str

    def apply(self, approval: Approval, by: Standing) -> None:
        there = Partnership.objects.filter(pk=by.partnership.pk)
        changed = there.filter(**{self.column: approval.before[self.column]}).update(
            **{self.column: approval.after[self.column]}, version=F("version") + 1
        )
        if not changed:
            raise Moved({self.column: self.text_of(there.get())})
        announce(PartnershipChanged(by.partnership.pk, "terms", by.person.pk))
        push(by.people, "partnership:changed", {self.column: approval.after[self.column]})

    def text_of(self, partnership: Partnership) -> str:
        raise NotImplementedError


@register
class ThresholdChange(_Setting):
    kind = THRESHOLD
    column = "approval_threshold"
    fields = {"approval_threshold": Field(_("Ask each other above"), money)}

    def text_of(self, partnership: Partnership) -> str:
        return money_text(partnership.approval_threshold, partnership.currency)

    def describe(self, approval: Approval) -> str:
        return gettext("wants to ask each other from another amount on")


@register
class ModeChange(_Setting):
    kind = MODE
    column = "mode"
    fields = {"mode": Field(_("How you get even"), mode_text)}

    def text_of(self, partnership: Partnership) -> str:
        return str(partnership.mode)

    def describe(self, approval: Approval) -> str:
        return gettext("wants to get even another way")
