"""The lists whose filters can be saved, and how a query string is kept."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By their URL names: the lists are those of higher apps.
LISTS: Final[dict[str, str | Promise]] = {"transactions": _("Transactions"), "things": _("Things")}
LONGEST_QUERY, MOST_FILTERS = 1000, 40
# Where in the list somebody was is no filter.
_PLACES = frozenset({"after", "cursor", "skip", "page", "limit"})


def tidy_query(query: str) -> str:
    """Its filters in one order, without blanks and without the place in the list: equal filters give equal texts.

    Raises ValidationError of `query`: none is left, or it is too long.
    """
    try:
        pairs = parse_qsl(query.removeprefix("?"), max_num_fields=MOST_FILTERS)
    except ValueError:
        raise _refused(_("There are too many filters to save."), "too_long") from None
    kept = sorted((name, value.strip()) for name, value in pairs if name not in _PLACES and value.strip())
    tidy = urlencode(kept, errors="replace")
    if not tidy:
        raise _refused(_("Filter the list first: there is nothing to save."), "nothing_to_save")
    if len(tidy) > LONGEST_QUERY:
        raise _refused(_("There are too many filters to save."), "too_long")
    return tidy


def query_or_none(query: str) -> str:
    """As `tidy_query`; empty where there is nothing that could be saved."""
    try:
        return tidy_query(query)
    except ValidationError:
        return ""


def _refused(message: Any, code: str) -> ValidationError:
    return ValidationError({"query": ValidationError(message, code=code)})
