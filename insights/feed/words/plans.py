"""What is said of plans, goals, what recurs, the days ahead, things, and the two."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from insights.feed.words import says

says(
    "budget_over",
    _("%(category)s is over its budget"),
    ngettext_lazy(
        "%(spent)s of %(available)s, %(over)s too much, after %(payments)s payment.",
        "%(spent)s of %(available)s, %(over)s too much, after %(payments)s payments.",
        "payments",
    ),
)
says(
    "budget_heading",
    _("%(category)s heads over its budget"),
    _("%(spent)s of %(available)s is spent; as it goes it ends at %(projected)s, %(over)s over."),
)
says(
    "plan_spent",
    _("The plan of this month is used up"),
    _("What is spent, due and set aside is %(short)s more than the %(income)s planned, until %(until)s."),
)
says(
    "goal_reached",
    _("%(goal)s: you are there"),
    _("%(saved)s of %(target)s are saved."),
)
says(
    "goal_behind",
    _("%(goal)s comes late"),
    _("%(saved)s of %(target)s, and %(monthly)s a month. To have it by %(wanted)s it takes %(needed)s."),
)
says(
    "goal_ahead",
    _("%(goal)s comes early"),
    ngettext_lazy(
        "At %(monthly)s a month it is there on %(expected)s, %(months)s month before it is wanted.",
        "At %(monthly)s a month it is there on %(expected)s, %(months)s months before it is wanted.",
        "months",
    ),
)
says(
    "goal_on_way",
    _("%(goal)s is %(share)s there"),
    _("%(saved)s of %(target)s. At %(monthly)s a month you reach it on %(expected)s."),
)
says(
    "subscriptions",
    _("What your subscriptions come to"),
    ngettext_lazy(
        "%(count)s of them takes %(monthly)s a month, %(yearly)s a year.",
        "%(count)s of them take %(monthly)s a month, %(yearly)s a year.",
        "count",
    ),
)
says(
    "double",
    _("Two of a kind: %(first)s and %(second)s"),
    _("Both are %(category)s and take %(monthly)s a month together. One less would save %(least)s a year."),
)
says(
    "price_up",
    _("%(payee)s has become dearer"),
    _("%(now)s on %(day)s, %(before)s before. That is %(yearly)s more a year."),
)
says(
    "due_soon",
    _("%(payee)s is due on %(day)s"),
    _("%(amount)s, which does not come every month."),
)
says(
    "low_below",
    _("Money runs out on %(day)s"),
    _("Spending accounts hold %(balance)s now and are expected to hold %(expected)s then."),
)
says(
    "low_tight",
    _("The tightest day is %(day)s"),
    _("%(expected)s is expected then, in 8 of 10 cases between %(low)s and %(high)s."),
)
says(
    "unusual",
    _("Unusual: %(payee)s"),
    _("%(amount)s on %(day)s. Have a look whether it is right."),
)
says(
    "warranty_ends",
    _("The warranty of %(thing)s ends on %(day)s"),
    _("It cost %(price)s. Claim before that day what does not work."),
)
says(
    "return_ends",
    _("%(thing)s can go back until %(day)s"),
    _("It cost %(price)s."),
)
says(
    "you_owe",
    _("Something is open between you and %(partner)s"),
    _("You owe %(partner)s %(owed)s. Settling up takes one step."),
)
says(
    "owes_you",
    _("Something is open between you and %(partner)s"),
    _("%(partner)s owes you %(owed)s."),
)
says(
    "paid_more",
    _("You carried more than your share this month"),
    _("You paid %(paid)s of %(whole)s; your share of it is %(share)s."),
)
says(
    "paid_less",
    _("%(partner)s carried more of this month"),
    _("You paid %(paid)s of %(whole)s; your share of it is %(share)s."),
)
