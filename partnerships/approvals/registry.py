"""The kinds of change that wait for the other partner. Each higher package registers its own and carries them out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from django.utils.functional import Promise

from partnerships.approvals.models import Approval
from partnerships.core.standing import Standing

Values = Mapping[str, Any]
Text = str | Promise


class Moved(Exception):
    """Raised by `ApprovalKind.apply`: the object is no longer as it was when the change was asked for.

    `before` and `version` say how it stands now, so that the change is asked for anew; without them nothing is left
    to ask for (the object is gone).
    """

    def __init__(self, before: Values | None = None, version: int | None = None) -> None:
        super().__init__("moved")
        self.before = before
        self.version = version


@dataclass(frozen=True, slots=True)
class Field:
    """How a page names one key of before and after, and writes its value: `show` of the JSON value and the approval,
    see approvals.showing.
    """

    label: Text
    show: Callable[[Any, Approval], str] = lambda value, approval: "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Shares:
    """What both bear of an item, by place, before and after; None where it is not there. `per`: "a month"."""

    currency: str
    before: tuple[Decimal, Decimal] | None
    after: tuple[Decimal, Decimal] | None
    per: Text = ""


class ApprovalKind(ABC):
    """One kind of change. `fields` are what pages show of before and after, in this order; others stay unseen.

    Asked for anew, only the fields that were to change are changed on how the object stands now; where `is_whole` its
    fields hang together, and the whole of what was asked is asked again.
    """

    kind: ClassVar[str]
    fields: ClassVar[Mapping[str, Field]]
    is_whole: ClassVar[bool] = False

    @abstractmethod
    def apply(self, approval: Approval, by: Standing) -> None:
        """Make exactly this change, in the transaction of the decision, the partnership's row being locked.

        Raises Moved unless the object still has `approval.base_version` (one conditional UPDATE says so), or a
        ValidationError where the change cannot be made at all: then it goes on waiting.
        """

    @abstractmethod
    def describe(self, approval: Approval) -> str:
        """What is asked, after the asker's name: "changes Climbing pass"."""

    def drop(self, approval: Approval, by: Standing | None) -> None:  # noqa: B027 most kinds have nothing to put away
        """Put away what waits for it, once it was declined, withdrawn or has expired; in that transaction."""

    def shares(self, approval: Approval) -> Shares | None:
        """What it means for both, where that can be said."""
        return None

    def url(self, approval: Approval) -> str:
        """The page of what it is about, if it has one."""
        return ""


Kind = TypeVar("Kind", bound=ApprovalKind)
_kinds: dict[str, ApprovalKind] = {}


def register(kind: type[Kind]) -> type[Kind]:
    """Class decorator; the module must be named in partnerships.apps, so that it is loaded."""
    _kinds[kind.kind] = kind()
    return kind


def kind_named(name: str) -> ApprovalKind:
    """Raises KeyError for a kind nobody has registered."""
    return _kinds[name]


def kind_names() -> list[str]:
    return sorted(_kinds)
