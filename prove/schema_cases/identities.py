"""Who asks: the owner, who has the demo household and looks after the instance, and a stranger who has little."""

from __future__ import annotations

from typing import Any

import httpx
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings

from accounts.keys.models import ApiKey
from accounts.keys.services import create_key
from accounts.models import User
from ledger.demo.household import make_demo
from partnerships.agreements.services import begin_agreement
from partnerships.agreements.terms import Terms
from partnerships.core.services import start_partnership
from prove.schema_cases.belongings import Belongings
from prove.serving import PASSWORD, let_log_in

LOG_IN = "/_allauth/app/v1/auth/login"
ME = "/api/v1/me/"
FEW = 4


class Identity:
    """A person with a token, which is asked for anew when a case has ended its session."""

    def __init__(self, name: str, person: User, address: str, spared: set[str]) -> None:
        self.name = name
        self.person = person
        self.belongings = Belongings(self.client, spared)
        self._address = address
        self._client: httpx.Client | None = None

    def client(self) -> httpx.Client:
        if self._client is None:
            self._client = httpx.Client(base_url=self._address, timeout=600, headers=self._logged_in())
        return self._client

    def _logged_in(self) -> dict[str, str]:
        """Logged in here and not at the server, where cases that guess passwords have shut the door to this person."""
        cache.clear()
        body = {"email": self.person.email, "password": PASSWORD}
        # The proofs' own hasher would write a hash that the server does not know.
        known = [hasher for hasher in settings.PASSWORD_HASHERS if "Argon2" in hasher] or settings.PASSWORD_HASHERS
        with override_settings(PASSWORD_HASHERS=known):
            answer: Any = Client().post(LOG_IN, body, content_type="application/json")
        return {"Authorization": f"Bearer {answer.json()['meta']['access_token']}"}

    def log_in_elsewhere(self) -> None:
        """A second session, which nobody uses."""
        self._logged_in()

    def have_keys(self) -> None:
        """A few, made here for the same reason."""
        for number in range(FEW - ApiKey.objects.owned_by(self.person).count()):
            create_key(person=self.person, name=f"Key {number}", scopes=["ledger:read"], expires_at=None)

    @property
    def authorization(self) -> str:
        return self.client().headers["Authorization"]

    def answered(self, status: int, authorization: str | None) -> None:
        """Log in again where the token that was sent is no longer one."""
        if status == 401 and authorization == self.authorization and self.client().get(ME).status_code == 401:
            self._client = None


def make_staff(person: User) -> None:
    """Staff who may do all the API has for them, and who do not run the instance."""
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    needed = (
        *("view_user", "change_user", "view_auditentry", "add_exchangerate"),
        *("view_backuprun", "add_backuprun", "delete_backuprun", "change_backupplan"),
        *("download_backup", "restore_backup"),
    )
    person.user_permissions.set(Permission.objects.filter(codename__in=needed))


def make_people(address: str) -> tuple[Identity, Identity, Identity, Identity]:
    """The owner, the stranger, one who walks the way that is known to lead somewhere, and the partner of that one."""
    owner = make_demo()[0]
    stranger = User.objects.create_user("stranger@example.org", "", name="Sam", currency="USD", country="US")
    guide = User.objects.create_user("guide@example.org", "", name="Gil", currency="EUR")
    mate = User.objects.create_user("mate@example.org", "", name="Mo", currency="EUR")
    make_partners(guide, mate)
    for person in (owner, guide):
        make_staff(person)
    User.objects.create_user("blocked@example.org", "", name="Bo")
    spared = {str(person.pk) for person in (owner, stranger, guide, mate)}
    for person in (owner, stranger, guide, mate):
        let_log_in(person)
    named = {"owner": owner, "stranger": stranger, "guide": guide, "mate": mate}
    first, second, third, fourth = (Identity(name, person, address, spared) for name, person in named.items())
    return first, second, third, fourth


def make_partners(first: User, second: User) -> None:
    """The two split by income, from this month on."""
    month = first.today.replace(day=1)
    with transaction.atomic():
        partnership = start_partnership(first=first, second=second, currency="EUR", started_on=month)
        begin_agreement(partnership=partnership, terms=Terms(starts_on=month), proposed_by=first)
