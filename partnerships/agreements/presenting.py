"""A split as one of the two reads it: their own part first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from partnerships.agreements.models import Agreement, Method, Reason
from partnerships.agreements.preview import Preview, example_of
from partnerships.agreements.splitting import Share
from partnerships.agreements.wording import exception_text, incomes_text, percent_text
from partnerships.approvals.showing import category_names
from partnerships.core.standing import Standing

WIDTH, GAP = 1000, 6


@dataclass(frozen=True, slots=True)
class Bar:
    """Both parts of a whole that is WIDTH wide; `mine` and `theirs` are percents in words."""

    name: str
    mine: str
    theirs: str
    width: int
    reason: str

    @property
    def rest_from(self) -> int:
        """Behind a small gap where both bear something."""
        return self.width + (GAP if 0 < self.width < WIDTH - GAP else 0)

    @property
    def rest(self) -> int:
        return WIDTH - self.rest_from


@dataclass(frozen=True, slots=True)
class ExampleParts:
    whole: Decimal
    mine: Decimal
    theirs: Decimal


def bar(share: Share, standing: Standing, *, is_agreed: bool = True) -> Bar:
    """Of a proposal only a reason is told that says more than what was typed."""
    says = is_agreed or share.reason not in (Reason.EQUAL, Reason.PERCENT)
    place = standing.place
    return Bar(
        name=str(standing.other),
        mine=percent_text(share.percent(place)),
        theirs=percent_text(share.percent(1 - place)),
        width=round(share.percent(place) * WIDTH / 100),
        reason=str(share.reason.label) if says else "",
    )


def example(share: Share, standing: Standing) -> ExampleParts | None:
    return parts_of(example_of(share, standing.partnership.currency), standing)


def parts_of(shown: Preview, standing: Standing) -> ExampleParts | None:
    if shown.parts is None:
        return None
    return ExampleParts(shown.example, shown.parts[standing.place], shown.parts[1 - standing.place])


@dataclass(frozen=True, slots=True)
class Told:
    """An agreement in words. `details` follow its method, `exceptions` one sentence each."""

    agreement: Agreement
    method: str
    details: list[str]
    exceptions: list[tuple[str, str]]


def told(agreements: list[Agreement], standing: Standing) -> list[Told]:
    """Two queries at most, if their exceptions were fetched."""
    names = _names(standing)
    categories = category_names({each.category_id for one in agreements for each in one.exceptions.all()})
    return [
        Told(
            agreement=one,
            method=str(Method(one.method).label),
            details=_details(one, names),
            exceptions=[
                (categories.get(each.category_id, ""), exception_text(each.method, each.first_percent, names))
                for each in one.exceptions.all()
            ],
        )
        for one in agreements
    ]


def _names(standing: Standing) -> list[str]:
    """By place, as the reader calls them."""
    names = [_("you"), str(standing.other)]
    return names if standing.place == 0 else names[::-1]


def _details(agreement: Agreement, names: list[str]) -> list[str]:
    if agreement.method == Method.PERCENT:
        return [exception_text(agreement.method, agreement.first_percent, names)]
    if agreement.method == Method.FIXED and agreement.fixed_place is not None:
        return [_("borne by %(who)s, the other bears the rest") % {"who": names[agreement.fixed_place]}]
    if agreement.method == Method.INCOME:
        found = [incomes_text(agreement.income_months)]
        return [*found, _("in whole percents")] if agreement.whole_percent else found
    return []
