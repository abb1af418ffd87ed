"""How long a seller stands for a new thing by law, in months.

Two years at least in the European Union and the countries that take over its law (Directive (EU) 2019/771, article 10),
longer where one says so; two years in Switzerland (Code of Obligations, article 210). Others have none here.
"""

from __future__ import annotations

from typing import Final

from accounts.models import User

_TWO_YEARS: Final = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV"),
    *("MT", "NL", "PL", "RO", "SI", "SK", "CH", "LI", "NO"),
)
_MONTHS: Final = {**dict.fromkeys(_TWO_YEARS, 24), "ES": 36, "PT": 36, "SE": 36}


def legal_months(person: User) -> int | None:
    """By the person's country; where they have not said it, who counts in euros is taken to live in the Union."""
    if person.country:
        return _MONTHS.get(person.country)
    return 24 if person.currency == "EUR" else None
