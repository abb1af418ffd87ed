"""What staff see of messages: when, which of the two, about what kind of thing. Never a word of them."""

from __future__ import annotations

from django.contrib import admin
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chat.models import AssistantAction, AssistantMessage, Conversation, Message
from config.kernel.admin import ReadOnlyAdmin


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """Under the partnership's id and their place in it: who the two are is theirs."""

    names = _("message"), _("messages")
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


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    """That somebody asked, and when: not who, and no word of it."""

    names = _("conversation"), _("conversations")
    list_display = ("id", "created_at", "last_at")
    fields = ("id", "created_at", "last_at")


@admin.register(AssistantMessage)
class AssistantMessageAdmin(ReadOnlyAdmin):
    """Who worded an answer and why: no word of it."""

    names = _("message of the assistant"), _("messages of the assistant")
    list_display = ("id", "role", "source", "reason", "created_at")
    list_filter = ("role", "source", "reason")
    fields = ("id", "role", "source", "reason", "intent", "created_at")


@admin.register(AssistantAction)
class AssistantActionAdmin(ReadOnlyAdmin):
    """What kind of change was proposed and what became of it: not which."""

    names = _("deed of the assistant"), _("deeds of the assistant")
    list_display = ("id", "kind", "status", "created_at", "expires_at")
    list_filter = ("kind", "status")
    fields = ("id", "kind", "status", "created_at", "expires_at")
