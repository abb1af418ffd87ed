"""What talking does for the kernel: the counts beside the button, who is here, and what windows say."""

from __future__ import annotations

from chat import happenings as happenings  # receives and handles
from chat import presence
from chat.assistant.streaming import answer_frame
from chat.demo import talk
from chat.unread import has_partner, unread_count
from chat.windows import here
from config.kernel import windows
from config.kernel.context import shell_count
from ledger.demo.household import furnishes_demo

shell_count("chat")(unread_count)
shell_count("partner")(has_partner)
windows.watch(here)
windows.hears("presence", every=1.0)(presence.tell_of_partner)
windows.hears("typing", every=2.0)(presence.tell_typing)
windows.answers("ask", answer_frame)
furnishes_demo(talk)
