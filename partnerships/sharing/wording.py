"""The levels an account can be shown at, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.core.models import MoneyAccountAccess
from ledger.core.services.granting import HIDDEN

Level = MoneyAccountAccess.Level

# The name of a step, what it shows, and what the partner sees then.
WORDS = {
    HIDDEN: (_("Hidden"), _("Not even its name"), _("%(partner)s sees nothing. For them this account is not there.")),
    Level.EXISTS.value: (
        _("Exists"),
        _("Its name, no money"),
        _("%(partner)s sees that it exists. No amount, and it is in no total they can see."),
    ),
    Level.TOTAL.value: (
        _("Total"),
        _("The balance today"),
        _("%(partner)s sees the total only, not what goes in or out."),
    ),
    Level.CATEGORY_SUMS.value: (
        _("Sums"),
        _("A total per category"),
        _("%(partner)s sees the balance and one sum per category and month, no payee, no day."),
    ),
    Level.FULL.value: (
        _("Full"),
        _("Every line"),
        _("%(partner)s sees every line, with payee and category, earlier ones too."),
    ),
}
