from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from config.kernel.logs import redacted
from config.kernel.models import AuditEntry
from ledger.core.errors import FieldError
from partnerships.agreements.models import Agreement
from partnerships.agreements.month_shares import this_month
from partnerships.core.errors import Overtaken
from partnerships.core.models import Partnership
from partnerships.core.services import end_partnership
from partnerships.core.standing import current_standing
from partnerships.inviting import finding, services
from partnerships.inviting.errors import TooManyTries
from partnerships.inviting.models import Invitation
from partnerships.inviting.services import Sent
from partnerships.inviting.tests.conftest import invited_by, link_of, verify

pytestmark = pytest.mark.django_db
IN_TWO_WEEKS = timedelta(days=14, minutes=1)


def audited(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


def test_accepting_makes_two_partners_who_split_as_proposed(ana: User, ben: User) -> None:
    sent = invited_by(ana, method="percent", first_percent=Decimal(60))
    partnership = services.accept_invitation(invitation=sent.invitation, person=ben)
    standing = current_standing(ben)
    assert standing is not None
    assert (standing.partnership, standing.place, standing.partner) == (partnership, 1, ana)
    agreement = Agreement.objects.get(partnership=partnership)
    assert (agreement.starts_on, agreement.method, agreement.first_percent) == (this_month(), "percent", Decimal(60))
    assert (partnership.currency, partnership.started_on) == ("EUR", timezone.now().date())
    kept = Invitation.objects.get()
    assert (kept.status, kept.decided_by, kept.partnership) == ("accepted", ben, partnership)
    assert (audited("invitation_sent"), audited("invitation_accepted"), audited("partnership_started")) == (1, 1, 2)


@pytest.mark.parametrize("first", ["accept", "decline", "withdraw", "expire"])
def test_one_answer_and_no_second(sent: Sent, ben: User, carla: User, first: str) -> None:
    invitation = sent.invitation
    with time_machine.travel(timezone.now() + (IN_TWO_WEEKS if first == "expire" else timedelta()), tick=False):
        if first == "accept":
            services.accept_invitation(invitation=invitation, person=carla)
        elif first == "decline":
            services.decline_invitation(invitation=invitation, person=carla)
        elif first == "withdraw":
            services.withdraw_invitation(invitation=invitation)
        else:
            assert (services.expire_due(), services.expire_due()) == (1, 0)
        code = "invitation_expired" if first == "expire" else "already_decided"
        for again in (services.accept_invitation, services.decline_invitation):
            with pytest.raises(Overtaken, match=code):
                again(invitation=Invitation.objects.get(), person=ben)
        with pytest.raises(Overtaken, match="already_decided"):
            services.withdraw_invitation(invitation=invitation)
        assert finding.with_secret(sent.secret) is None
        assert finding.with_secret_or_code(sent.code, ben) is None
    assert Partnership.objects.count() == (first == "accept")


def test_only_somebody_else_can_answer_it(sent: Sent, ana: User) -> None:
    for act in (services.accept_invitation, services.decline_invitation):
        with pytest.raises(FieldError) as refused:
            act(invitation=sent.invitation, person=ana)
        assert refused.value.stable_code == "not_your_own"


def test_an_invitation_waits_while_one_of_the_two_has_a_partner(sent: Sent, ana: User, ben: User, carla: User) -> None:
    other = invited_by(ben)
    services.accept_invitation(invitation=other.invitation, person=carla)
    with pytest.raises(Overtaken, match="already_partnered"):
        services.accept_invitation(invitation=sent.invitation, person=ben)
    assert Invitation.objects.get(pk=sent.invitation.pk).status == "pending"
    standing = current_standing(ben)
    assert standing is not None
    end_partnership(standing=standing)
    assert services.accept_invitation(invitation=Invitation.objects.get(pk=sent.invitation.pk), person=ben)


def test_nobody_with_a_partner_invites(couple: Partnership, ana: User) -> None:
    with pytest.raises(Overtaken, match="already_partnered"):
        invited_by(ana)


def test_a_new_link_makes_the_earlier_one_useless(sent: Sent, ben: User) -> None:
    found = finding.with_secret(sent.secret)
    assert found is not None
    again = services.renew_invitation(invitation=Invitation.objects.get(), link_of=link_of)
    assert (finding.with_secret(sent.secret), finding.with_secret_or_code(sent.code, ben)) == (None, None)
    with pytest.raises(Overtaken, match="invitation_renewed"):
        services.accept_invitation(invitation=found, person=ben)
    assert finding.with_secret(again.secret) == again.invitation
    assert finding.with_secret_or_code(again.code.lower().replace("-", " "), ben) == again.invitation
    assert finding.with_secret_or_code(again.link, ben) == again.invitation


def test_an_expired_one_can_be_sent_again(sent: Sent, ben: User) -> None:
    with time_machine.travel(timezone.now() + IN_TWO_WEEKS, tick=False):
        services.expire_due()
        again = services.renew_invitation(invitation=Invitation.objects.get(), link_of=link_of)
        assert services.accept_invitation(invitation=again.invitation, person=ben)


def test_secrets_are_kept_as_digests_and_blacked_out_in_logs(sent: Sent) -> None:
    [row] = Invitation.objects.values_list()
    assert not any(each in str(row) for each in (sent.secret, sent.code, sent.code.replace("-", "")))
    assert sent.secret not in redacted(f"GET /invitation/{sent.secret}/ 302")


def test_an_address_counts_only_when_it_is_known_to_be_theirs(ana: User, ben: User, eve: User) -> None:
    invitation = invited_by(ana, email="EVE@example.org").invitation
    assert invitation.email == "eve@example.org"
    verify(eve, verified=False)
    assert not Invitation.objects.received_by(eve).exists()
    EmailAddress.objects.filter(user=eve).update(verified=True)
    assert Invitation.objects.received_by(eve).get() == invitation
    assert Invitation.objects.visible_to(ana).get() == invitation
    assert not Invitation.objects.visible_to(ben).exists()


def test_what_can_be_invited_has_limits(ana: User, settings: Any) -> None:
    settings.THROTTLES_ON = True
    invited_by(ana, email="eve@example.org")
    refusals: list[tuple[dict[str, Any], str]] = [
        ({"email": ana.email}, "own_address"),
        ({"email": "Eve@example.org"}, "already_invited"),
        ({"method": "fixed"}, "invalid_choice"),
        ({"method": "percent"}, "required"),
        ({"method": "percent", "first_percent": Decimal(101)}, "out_of_range"),
    ]
    for proposal, code in refusals:
        with pytest.raises(FieldError) as refused:
            invited_by(ana, **proposal)
        assert refused.value.stable_code == code
    for _number in range(services.WAITING_AT_MOST - 1):
        invited_by(ana)
    with pytest.raises(FieldError) as refused:
        invited_by(ana)
    assert refused.value.stable_code == "too_many"
    last = Invitation.objects.latest("created_at")
    for _number in range(services.SENT_A_DAY - services.WAITING_AT_MOST):
        services.renew_invitation(invitation=last, link_of=link_of)
    with pytest.raises(FieldError) as refused:
        services.renew_invitation(invitation=last, link_of=link_of)
    assert refused.value.stable_code == "too_often"


def test_guessing_at_codes_ends_after_ten(sent: Sent, ben: User, settings: Any) -> None:
    settings.THROTTLES_ON = True
    for _number in range(finding.CODE_TRIES - 1):
        assert finding.with_secret_or_code("2222-2222", ben) is None
    assert finding.with_secret_or_code(sent.code, ben) is not None
    for _number in range(finding.CODE_TRIES):
        finding.with_secret_or_code("2222-2222", ben)
    with pytest.raises(TooManyTries):
        finding.with_secret_or_code(sent.code, ben)
    assert finding.with_secret_or_code(sent.secret, ben) is not None


def test_the_mail_fences_what_the_inviter_says(ana: User, settings: Any) -> None:
    said = "Log in at https://evil.example.org now. " * 5
    invited_by(ana, email="eve@example.org", message=said)
    assert mail.outbox == []
    settings.MAIL_TRANSPORT = "any"
    sent = invited_by(ana, email="carla@example.org", message=said)
    [message] = mail.outbox
    assert (message.to, message.subject) == (
        ["carla@example.org"],
        "Ana would like to share the household money with you",
    )
    assert sent.link in message.body
    assert sent.code in message.body
    assert all(line.startswith("> ") for line in message.body.splitlines() if "evil" in line or "Log in at" in line)


def test_inviting_asks_nothing_about_the_address(ana: User, ben: User, settings: Any) -> None:
    """The same statements with an address of somebody here as with that of nobody."""
    settings.MAIL_TRANSPORT = "any"
    statements = []
    for email in (ben.email, "nob@example.org"):
        with CaptureQueriesContext(connection) as caught:
            invited_by(ana, email=email)
        statements.append(len(caught.captured_queries))
        assert not any("emailaddress" in each["sql"] for each in caught.captured_queries)
    assert statements[0] == statements[1]
    assert len(mail.outbox) == 2


def test_ended_ones_are_forgotten_with_their_addresses(ana: User) -> None:
    services.withdraw_invitation(invitation=invited_by(ana, email="eve@example.org").invitation)
    with time_machine.travel(timezone.now() + timedelta(days=14) + services.REMEMBERED_FOR + timedelta(hours=1)):
        services.expire_due()
    assert not Invitation.objects.exists()


def test_a_blocked_inviter_invites_nobody(sent: Sent, ana: User, ben: User) -> None:
    ana.is_active = False
    ana.save(update_fields=["is_active"])
    assert finding.with_secret(sent.secret) is None
    assert finding.with_secret_or_code(sent.code, ben) is None
