"""Ids that lead somewhere, in the place of those that were made up: at a 404 a body is hardly looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

import httpx
from schemathesis import Case

from prove.serving import PASSWORD

ROOT = "/api/v1/"
ASKED_AGAIN_AFTER = 40
KEPT_AS_MADE_UP = 0.15
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
# What the fields of bodies and the parameters of lists lead to.
_LEADS_TO = {
    "money_account": "money-accounts",
    "from_account": "money-accounts",
    "to_account": "money-accounts",
    "category": "categories",
    "parent": "categories",
    "replacement": "categories",
    "categories": "categories",
    "entry": "transactions",
    "other": "transactions",
    "purchase": "transactions",
    "ids": "transactions",
    "person": "admin/people",
}
# What the texts of bodies and parameters have to be, beside their form, for anything to come of them.
_SAYS = {
    "currency": ("EUR", "EUR", "USD", "JPY"),
    "base": ("EUR",),
    "from": ("EUR", "USD"),
    "to": ("EUR", "CHF"),
    "convert_to": ("EUR", "USD"),
    "time_zone": ("Europe/Rome", "America/New_York"),
    "locale": ("de-DE", "en-GB"),
    "country": ("DE", "US"),
    "payday": ("1", "last working day"),
    "scopes": ("ledger:read", "imports:write"),
    "amount": ("12.50", "7", "1000.01"),
    "color": ("#B7791F",),
    "password": (PASSWORD,),
}
# Lists that know no parameters, and those that show more than what is one's own unless asked.
_WHOLE = {"import-forms", "me/keys"}
_ALSO_OF_ALL = {"categories", "exchange-rates"}
OWN = "?own"


class Belongings:
    """What one person sees, by the list that shows it; asked again now and then, since cases make and delete.

    `spared` are ids that no case may be given: of the people the proof itself is.
    """

    def __init__(self, client: Callable[[], httpx.Client], spared: set[str]) -> None:
        self._client = client
        self._spared = spared
        self._known: dict[str, list[str]] = {}
        self._asked: dict[str, int] = {}
        self._made: dict[str, list[str]] = {}

    def ids(self, kind: str) -> list[str]:
        """Those of the newest hundred things of a list. One request now and then; none where there is no such list."""
        if self._asked.get(kind, 0) % ASKED_AGAIN_AFTER == 0:
            self._known[kind] = self._ask(kind)
        self._asked[kind] = self._asked.get(kind, 0) + 1
        return self._known[kind]

    def note(self, path: str, made: Any) -> None:
        """What was just made, as of the list at `path`: transfers have none to ask."""
        kind = path.removeprefix(ROOT).strip("/")
        if isinstance(made, dict) and "id" in made and "{" not in kind:
            self._made.setdefault(kind, []).append(str(made["id"]))

    def all_ids(self) -> set[str]:
        """Of every list that holds what is the person's own."""
        kinds = ("transactions", "money-accounts", "rules", "imports", "pairs", "exchange-rates")
        return {each for kind in kinds for each in self.ids(kind) if _UUID.fullmatch(each)}

    def _ask(self, kind: str) -> list[str]:
        listed = kind.removesuffix(OWN)
        parameters = {} if kind in _WHOLE else {"limit": "100", **({"own": "true"} if listed != kind else {})}
        answer = self._client().get(f"{ROOT}{listed}/", params=parameters)
        if answer.status_code != 200:
            return self._made.get(kind, [])
        found = {str(each.get("id") or each["name"]) for each in answer.json()["results"] if not each.get("is_current")}
        return sorted(found - self._spared)


class Exchange:
    """Puts ids that lead somewhere into cases; which, the seed says. A share stays as it was made up."""

    def __init__(self, own: Belongings, others: Belongings | None, seed: int) -> None:
        self._own = own
        self._others = others
        self._dice = Random(seed)  # noqa: S311

    def put_into(self, case: Case[Any]) -> None:
        """Into a case that was made up; one written by hand has no `meta` and knows what it asks for."""
        if case.meta is None:
            return
        pool = self._others if self._others is not None and self._dice.random() < 1 / 3 else self._own
        self._into_path(case, pool)
        if case.query:
            case.query = {name: self._exchanged(value, name, self._own) for name, value in case.query.items()}
        if isinstance(case.body, dict | list) and case.media_type == "application/json":
            case.body = self._exchanged(case.body, "", self._own)

    def _into_path(self, case: Case[Any], pool: Belongings) -> None:
        if not case.path_parameters or self._dice.random() < KEPT_AS_MADE_UP:
            return
        pieces = case.path.removeprefix(ROOT).split("/")
        filled: dict[str, Any] = dict(case.path_parameters)
        behind = ""
        for piece in pieces:
            name = piece.strip("{}")
            if name != piece and _is_an_id(filled.get(name)):
                kind = behind.rstrip("/")
                own = kind in _ALSO_OF_ALL and self._dice.random() < 2 / 3
                ids = pool.ids(kind + OWN if own else kind)
                filled[name] = self._dice.choice(ids) if ids else filled[name]
                piece = str(filled[name])
            behind += piece + "/"
        case.path_parameters = filled

    def _exchanged(self, value: Any, name: str, pool: Belongings) -> Any:
        if isinstance(value, dict):
            return {key: self._exchanged(each, str(key), pool) for key, each in value.items()}
        if isinstance(value, list):
            return [self._exchanged(each, name, pool) for each in value]
        if isinstance(value, str) and value and name in _SAYS and self._dice.random() > 1 / 3:
            return self._dice.choice(_SAYS[name])
        kind = _LEADS_TO.get(name)
        if kind is None or not isinstance(value, str) or not _UUID.fullmatch(value):
            return value
        ids = pool.ids(kind)
        return self._dice.choice(ids) if ids and self._dice.random() > KEPT_AS_MADE_UP else value


def _is_an_id(value: Any) -> bool:
    return bool(_UUID.fullmatch(str(value)) or str(value).isdecimal())
