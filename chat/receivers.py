"""What talking does for the kernel: the counts beside the button."""

from __future__ import annotations

from chat.unread import has_partner, unread_count
from config.kernel.context import shell_count

shell_count("chat")(unread_count)
shell_count("partner")(has_partner)
