"""Every model of the partnerships, gathered from its sub-packages for Django."""

from partnerships.agreements.models import Agreement, AgreementException, MonthShare
from partnerships.approvals.models import Approval
from partnerships.core.models import Member, Partnership
from partnerships.dates.models import MoneyDate
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.inviting.models import Invitation
from partnerships.linking.models import LinkProposal
from partnerships.sharing.models import JointTime, PersonalLine, SharingRule
from partnerships.statements.models import Contribution, Settlement

__all__ = [
    "Agreement",
    "AgreementException",
    "Approval",
    "Contribution",
    "Invitation",
    "JointTime",
    "LinkProposal",
    "Member",
    "MoneyDate",
    "MonthShare",
    "Partnership",
    "PersonalLine",
    "Settlement",
    "SharedExpense",
    "SharedPayment",
    "SharingRule",
]
