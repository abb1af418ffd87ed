"""What is said of spending, income, saving and net worth."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from insights.feed.words import says

says(
    "pace_more",
    _("You spend faster than usual"),
    _("%(spent)s by %(day)s: %(off)s more than usual by that day, which is %(usual)s."),
)
says(
    "pace_less",
    _("You spend less than usual"),
    _("%(spent)s by %(day)s: %(off)s less than usual by that day, which is %(usual)s."),
)
says(
    "category_more",
    _("%(category)s is far above its usual month"),
    _("%(spent)s in %(month)s so far; a whole month is usually %(usual)s."),
)
says(
    "category_less",
    _("%(category)s is far below its usual"),
    _("%(spent)s by %(day)s, where %(usual)s is usual by then."),
)
says(
    "uncategorised",
    _("Some of the month is in no category"),
    _("%(amount)s of %(month)s stands nowhere yet. Choose once, and the next are known."),
)
says(
    "season_dear",
    _("%(month)s usually costs more"),
    _("In earlier years it was %(share)s above the months around it. A plan of %(expected)s fits that."),
)
says(
    "weekends",
    _("Weekends cost more than other days"),
    ngettext_lazy(
        "%(one)s a day on Saturdays and Sundays, %(other)s on the others, over %(weeks)s week without large payments.",
        "%(one)s a day on Saturdays and Sundays, %(other)s on the others, over %(weeks)s weeks without large payments.",
        "weeks",
    ),
)
says(
    "paydays",
    _("More goes in the days after payday"),
    ngettext_lazy(
        "%(one)s a day in the three days from payday, %(other)s on the others, over %(weeks)s week.",
        "%(one)s a day in the three days from payday, %(other)s on the others, over %(weeks)s weeks.",
        "weeks",
    ),
)
says(
    "fees",
    _("What banks took this year"),
    _("%(paid)s of fees and interest since %(since)s."),
)
says(
    "income_more",
    _("More came in than usual"),
    _("%(came)s in %(month)s, %(off)s more than usual. The plan can use it, or a goal."),
)
says(
    "income_less",
    _("Less came in than usual"),
    _("%(came)s in %(month)s, %(off)s less than the usual %(usual)s."),
)
says(
    "saved_more",
    _("You saved more of your income"),
    _("%(saved)s in %(month)s, %(rate)s of what came in; usually it is %(usual)s."),
)
says(
    "saved_less",
    _("You saved less of your income"),
    _("%(saved)s in %(month)s, %(rate)s of what came in; usually it is %(usual)s."),
)
says(
    "fund_short",
    _("Little is there for an emergency"),
    ngettext_lazy(
        "%(cash)s lasts %(months)s whole month. Three usual ones would take %(wanted)s: %(off)s more.",
        "%(cash)s lasts %(months)s whole months. Three usual ones would take %(wanted)s: %(off)s more.",
        "months",
    ),
)
says(
    "cash_idle",
    _("Cash lies idle"),
    ngettext_lazy(
        "%(cash)s lasts %(months)s month. Beyond six of them, %(off)s could earn something or go to a goal.",
        "%(cash)s lasts %(months)s months. Beyond six of them, %(off)s could earn something or go to a goal.",
        "months",
    ),
)
says(
    "milestone",
    _("Your accounts have passed a round sum"),
    _("%(reached)s: they hold %(now)s now, and held %(before)s before %(month)s."),
)
says(
    "concentrated",
    _("Much lies in %(name)s"),
    _("%(share)s of your investments, %(amount)s of %(whole)s. The rule is %(limit)s at most."),
)
says(
    "invest_off_target",
    _("Your investments are not spread as you meant"),
    _("%(kind)s: %(share)s, where you want %(target)s. Moving %(moved)s would bring it all back."),
)
says(
    "invest_cash",
    _("Cash lies idle beside your investments"),
    ngettext_lazy(
        "%(cash)s; the rule is %(months)s month of spending at most. That leaves %(off)s to invest.",
        "%(cash)s; the rule is %(months)s months of spending at most. That leaves %(off)s to invest.",
        "months",
    ),
)
says(
    "invest_fees",
    _("Your investments cost much in fees"),
    _("%(paid)s in a year, where the rule is %(limit)s at most."),
)
says(
    "invest_yield",
    _("Your investments bring less than they did"),
    _("%(now)s from %(from)s to %(to)s, and %(before)s in the same months a year before."),
)
