"""Who a session belongs to: found in one query, for the API and for sockets alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.headless.tokens.strategies.jwt import internal as jwt
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.devices import device_name
from accounts.models import User

PRESENCE_INTERVAL = timedelta(minutes=5)
USER_AGENT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Caller:
    """A person and the session they call from. `expires_at`: when the access token ends."""

    person: User
    session_key: str
    expires_at: datetime
    claims: dict[str, Any]


def caller_of(access_token: str) -> Caller | None:
    """Whose token this is, or None when it is forged, expired, ended or its person is gone or blocked.

    One query. The session is read from the database each time, so that logging out, ending the session anywhere
    and changing the password end every access token at once, in every process.
    """
    claims = jwt.decode_token(access_token, "access")
    if claims is None:
        return None
    session_key = jwt.session_key_from_sid(claims["sid"])
    if not session_key:
        return None
    person = _person_of(claims["sub"], session_key)
    if person is None:
        return None
    return Caller(person, session_key, datetime.fromtimestamp(claims["exp"], tz=UTC), claims)


def _person_of(person_id: str, session_key: str) -> User | None:
    """In SQL of its own: building the same query through the ORM costs 0.4 ms, and every call of the API pays it."""
    person_key, session_table = User._meta.pk, Session._meta.db_table
    try:
        parameters = [
            session_key,
            Session._meta.get_field("expire_date").get_db_prep_value(timezone.now(), connection),
            person_key.get_db_prep_value(person_key.to_python(person_id), connection),
        ]
    except ValidationError:
        return None
    found = User.objects.raw(
        f"SELECT person.*, session.session_data FROM {User._meta.db_table} person"  # noqa: S608 names of tables
        f" JOIN {session_table} session ON session.session_key = %s AND session.expire_date > %s"
        " WHERE person.id = %s AND person.is_active",
        parameters,
    )
    for person in found:
        session = SessionStore().decode(vars(person)["session_data"])
        is_theirs = session.get(SESSION_KEY) == str(person.pk)
        return person if is_theirs and _knows_password(session.get(HASH_SESSION_KEY, ""), person) else None
    return None


def _knows_password(session_hash: str, person: User) -> bool:
    """The hash in the session was made from the password as it is now (or under a former SECRET_KEY)."""
    if constant_time_compare(session_hash, person.get_session_auth_hash()):
        return True
    return any(constant_time_compare(session_hash, each) for each in person.get_session_auth_fallback_hash())


def is_presence_due(person: User) -> bool:
    return person.last_seen is None or timezone.now() - person.last_seen > PRESENCE_INTERVAL


def note_presence(*, person: User, session_key: str, address: str | None, user_agent: str) -> None:
    """Write down that the person is here, and on which device. Two statements; ask `is_presence_due` first."""
    now = timezone.now()
    User.objects.filter(pk=person.pk).update(last_seen=now)
    seen = {"last_seen_at": now, "user_agent": user_agent[:USER_AGENT_LENGTH]}
    if address:
        seen["ip"] = address
    UserSession.objects.filter(session_key=session_key, user=person).update(**seen)


@dataclass(frozen=True, slots=True)
class Device:
    """Somewhere a person is logged in. `is_here`: it is the one that asks."""

    session: UserSession
    name: str
    is_here: bool

    @property
    def was_just_seen(self) -> bool:
        return bool(timezone.now() - self.session.last_seen_at < 2 * PRESENCE_INTERVAL)


def devices_of(*, person: User, session_key: str) -> list[Device]:
    """Where a person is logged in, the latest seen first. Two queries a device: sessions that have ended go."""
    sessions = sorted(UserSession.objects.purge_and_list(person), key=lambda each: each.last_seen_at, reverse=True)
    return [Device(each, device_name(each.user_agent), each.session_key == session_key) for each in sessions]


def sessions_of(person: User) -> QuerySet[UserSession]:
    return UserSession.objects.filter(user=person)  # type: ignore[no-any-return]


def end_session(*, session: UserSession) -> None:
    """Log one device out. Its cookie and its tokens stop working with the next request."""
    session.end()


def end_other_sessions(*, person: User, session_key: str) -> int:
    """Log every device out but the one with `session_key`; returns how many there were."""
    others = list(UserSession.objects.filter(user=person).exclude(session_key=session_key))
    for session in others:
        session.end()
    return len(others)
