from partnerships.core.services.lifecycle import (
    end_partnership,
    leave_partnerships,
    on_end,
    pause_partnership,
    resume_partnership,
    start_partnership,
)

__all__ = [
    "end_partnership",
    "leave_partnerships",
    "on_end",
    "pause_partnership",
    "resume_partnership",
    "start_partnership",
]
