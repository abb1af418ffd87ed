"""What staff see of messages: when, which of the two, about what kind of thing. Never a word of them."""

from __future__ import annotations

from django.contrib import admin
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chat.models import Message
from config.kernel.admin import ReadOnlyAdmin


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """Under the partnership's id and their place in it: who the two are is theirs."""

    list_display = ("id", "partnership_id", "place", "kind", "about", "created_at")
    list_filter = ("kind",)
    fields = ("id", "partnership_id", "place", "kind", "about", "created_at", "read_at")
    readonly_fields = ("partnership_id", "about")

    @admin.display(description=_("about"))
    def about(self, message: Message) -> str | Promise:
        """The kind of thing, not which."""
        if message.transaction_id:
            return _("an entry")
        if message.expense_id:
            return _("a shared expense")
        return _("an approval") if message.approval_id else "-"
