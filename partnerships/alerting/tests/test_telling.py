"""Each of the two is told what the other did, once, and nobody else is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.utils import translation

from accounts.models import User
from accounts.notifications.models import Notification
from accounts.notifications.reading import told_as, unread_count
from accounts.services import delete_account
from config.kernel.models import Job
from ledger.core import services as ledger
from partnerships.agreements.month_shares import this_month
from partnerships.agreements.services import ask_for_mode, ask_for_threshold
from partnerships.alerting import telling
from partnerships.approvals.models import Approval
from partnerships.approvals.services import approve, withdraw
from partnerships.core.models import Partnership
from partnerships.core.services import end_partnership
from partnerships.core.standing import Standing, current_standing
from partnerships.expenses.services import follow_transactions, link_payment, mark_paid
from partnerships.expenses.tests.conftest import adds, books
from partnerships.inviting.services import accept_invitation, invite
from partnerships.statements.models import Contribution, Settlement

pytestmark = pytest.mark.django_db


def standing(person: User) -> Standing:
    found = current_standing(person)
    assert found is not None
    return found


def told(person: User) -> list[tuple[str, str, str]]:
    """Title, text and address of all they were told, oldest first."""
    words = [told_as(each, person).words for each in Notification.objects.visible_to(person).order_by("pk")]
    return [(each.title, each.text, each.url) for each in words]


@pytest.fixture
def asked(couple: Partnership, ana: User) -> Approval:
    ask_for_threshold(standing=standing(ana), threshold=Decimal(250))
    return Approval.objects.get(status="pending")


def test_a_question_is_told_to_who_decides_and_the_answer_to_who_asked(ana: User, ben: User, asked: Approval) -> None:
    for _twice in range(2):
        telling.tell_of_request(asked.pk)
    page = f"/together/approvals/{asked.pk}/"
    assert told(ben) == [("Ana asks for your answer", asked.title, page)]
    assert told(ana) == []
    approve(approval=asked, by=standing(ben))
    for _twice in range(2):
        telling.tell_of_answer(asked.pk)
    assert told(ana) == [("Ben agrees", asked.title, page)]
    assert (unread_count(ana), unread_count(ben)) == (1, 0)


def test_a_question_that_is_taken_back_waits_no_more(ana: User, ben: User, asked: Approval) -> None:
    telling.tell_of_request(asked.pk)
    withdraw(approval=asked, by=standing(ana))
    telling.tell_of_answer(asked.pk)
    telling.tell_of_request(asked.pk)
    assert (told(ana), unread_count(ben)) == ([], 0)


def test_an_invitation_is_told_to_a_verified_address_alone(ana: User, ben: User, carla: User) -> None:
    sent = invite(inviter=ana, link_of=lambda secret: f"/{secret}", email="ben@example.org")
    telling.tell_of_invitation(sent.invitation.pk)
    assert told(ben) == []
    EmailAddress.objects.create(user=ben, email="Ben@example.org", verified=True, primary=True)
    telling.tell_of_invitation(sent.invitation.pk)
    [(title, _text, url)] = told(ben)
    assert title == "Ana would like to share the household money with you"
    assert url == f"/together/invitations/{sent.invitation.pk}/"
    assert told(ana) == told(carla) == []


def test_the_inviter_hears_of_the_yes(ana: User, ben: User) -> None:
    sent = invite(inviter=ana, link_of=lambda secret: f"/{secret}")
    partnership = accept_invitation(invitation=sent.invitation, person=ben)
    telling.tell_of_beginning(partnership.pk, ben.pk)
    assert [title for title, _text, _url in told(ana)] == ["Ben has accepted your invitation"]
    assert told(ben) == []


def test_the_end_is_told_to_the_other(couple: Partnership, ana: User, ben: User) -> None:
    telling.tell_of_end(couple.pk, ana.pk)
    assert told(ben) == []
    end_partnership(standing=standing(ana))
    telling.tell_of_end(couple.pk, ana.pk)
    assert [title for title, _text, _url in told(ben)] == ["Ana has ended the partnership"]
    assert told(ana) == []


def test_the_end_is_told_without_a_name_when_who_ended_it_is_gone(
    couple: Partnership, ana: User, ben: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        delete_account(person=ana)
    assert [title for title, _text, _url in told(ben)] == ["Somebody has ended the partnership"]
    with translation.override("de"):
        assert [title for title, _text, _url in told(ben)] == ["Jemand hat die Partnerschaft beendet"]


def test_what_was_told_before_somebody_left_names_them_no_more(ana: User, ben: User, asked: Approval) -> None:
    telling.tell_of_request(asked.pk)
    delete_account(person=ana)
    assert [title for title, _text, _url in told(ben)] == ["Somebody asks for your answer"]


def test_what_was_told_stays_as_it_was_where_a_partnership_merely_ends(ana: User, ben: User, asked: Approval) -> None:
    telling.tell_of_request(asked.pk)
    end_partnership(standing=standing(ana))
    assert [title for title, _text, _url in told(ben)] == ["Ana asks for your answer"]


def test_an_invitation_of_who_left_is_told_of_no_more(ana: User, carla: User) -> None:
    EmailAddress.objects.create(user=carla, email="carla@example.org", verified=True, primary=True)
    sent = invite(inviter=ana, link_of=lambda secret: f"/{secret}", email="carla@example.org")
    telling.tell_of_invitation(sent.invitation.pk)
    assert len(told(carla)) == 1
    delete_account(person=ana)
    assert told(carla) == []


def test_settling_up_says_who_paid_whom(couple: Partnership, ana: User, ben: User) -> None:
    paid = {"partnership": couple, "amount": Decimal(50), "settled_on": date(2026, 11, 20)}
    by_ana = Settlement.objects.create(number=1, payer=0, **paid)
    by_ben = Settlement.objects.create(number=2, payer=1, **paid)
    telling.tell_of_settlement(by_ana.pk, ana.pk)
    telling.tell_of_settlement(by_ben.pk, ana.pk)
    assert [text for _title, text, _url in told(ben)] == [
        "They paid you €50.00.",
        "They noted that you paid them €50.00.",
    ]
    assert told(ana) == []


def test_contributions_are_told_to_who_has_not_paid(couple: Partnership, ana: User, ben: User) -> None:
    month = this_month()
    for place, paid_on in ((0, None), (1, month)):
        Contribution.objects.create(
            partnership=couple, month=month, place=place, required=Decimal(600), paid_on=paid_on
        )
    for _twice in range(2):
        telling.tell_of_contributions(couple.pk, month)
    [(title, text, url)] = told(ana)
    assert title.startswith("Your part of ")
    assert (text, url) == ("€600.00 goes into the joint pot.", "/together/contributions/")
    assert told(ben) == []


def test_everything_comes_by_jobs(
    couple: Partnership, ana: User, ben: User, django_capture_on_commit_callbacks: object
) -> None:
    """From the service to the bell."""
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        ask_for_mode(standing=standing(ana), mode=Partnership.Mode.POT)
    assert unread_count(ben) == 1
    approval = Approval.objects.get(status="pending")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        approve(approval=approval, by=standing(ben))
    assert (unread_count(ana), unread_count(ben)) == (1, 0)


def test_a_payment_that_outgrew_what_was_agreed_is_told_to_who_paid(
    ana: User, ben: User, couple: Partnership, django_capture_on_commit_callbacks: Any
) -> None:
    paid = mark_paid(standing=standing(ana), expense=adds(standing(ana)), due_on=date(2026, 10, 1))
    account = ledger.create_money_account(owner=ana, currency="EUR", name="Everyday")
    entry = books(account, ana, "2026-10-02", "-40.20", "Telekom")
    link_payment(standing=standing(ana), payment=paid, entry=entry)
    ledger.update_transaction(entry=entry, changed_by=ana, amount=Decimal("-900.00"))
    with django_capture_on_commit_callbacks(execute=True):
        follow_transactions([entry.pk])
    job = Job.objects.get(kind="partnerships.alerting.tell", payload__what="outgrown")
    for _twice in range(2):
        telling.tell_of_outgrown(paid.pk, ana.pk, UUID(job.payload["transaction"]))
    title = "Internet: your payment came to more than was agreed"
    text = "It stays at €40.20 for both. Name the payment again once the expense is changed."
    assert told(ana) == [(title, text, f"/together/expenses/{paid.expense_id}/")]
    assert told(ben) == []
