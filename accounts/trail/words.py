"""What an entry of the audit trail says to its person: each action that is recorded has its words here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "signed_up": _("Signed up"),
    "logged_in": _("Logged in"),
    "logged_out": _("Logged out"),
    "log_in_failed": _("Log-in failed"),
    "password_changed": _("Password changed"),
    "password_reset": _("Password reset"),
    "email_changed": _("E-mail address changed"),
    "session_ended": _("A device was logged out"),
    "other_sessions_ended": _("All other devices were logged out"),
    "refresh_token_replayed": _("A device was logged out: its key was used twice"),
    "factor_added": _("A second factor was added"),
    "factor_removed": _("A second factor was removed"),
    "factor_used": _("Second factor used"),
    "factor_failed": _("A second factor was refused"),
    "recovery_codes_made": _("New recovery codes were made"),
    "recovery_code_used": _("A recovery code was used"),
    "provider_linked": _("A log-in was connected"),
    "provider_unlinked": _("A connected log-in was removed"),
    "api_key_made": _("An API key was made"),
    "api_key_revoked": _("An API key was revoked"),
    "profile_changed": _("Profile or settings changed"),
    "exported": _("Transactions were exported"),
    "import_undone": _("An import was undone"),
    "money_account_closed": _("An account was closed"),
    "money_account_deleted": _("An account was deleted"),
    "transactions_deleted": _("Several transactions were deleted"),
    "invitation_sent": _("A partner was invited"),
    "invitation_renewed": _("An invitation got a new link"),
    "invitation_accepted": _("An invitation was accepted"),
    "invitation_declined": _("An invitation was declined"),
    "invitation_withdrawn": _("An invitation was withdrawn"),
    "partnership_started": _("A partnership began"),
    "partnership_paused": _("The partnership was paused"),
    "partnership_resumed": _("The partnership goes on"),
    "partnership_ended": _("The partnership was ended"),
    "view_granted": _("What a partner sees of an account was changed"),
    "views_revoked": _("A partner sees nothing of the accounts any more"),
    "co_owner_added": _("An account got a second owner"),
    "account_left": _("A joint account was left to the other owner"),
    "transaction_withheld": _("A transaction was hidden until a day"),
    "transaction_released": _("A hidden transaction was shown again"),
    "payment_shared": _("A payment was marked as for both"),
    "payment_unshared": _("A payment is no longer for both"),
    "expense_paid": _("A shared expense was marked as paid"),
    "expense_unpaid": _("A shared expense is no longer marked as paid"),
    "sharing_rule_added": _("A rule was made for what is for both"),
    "sharing_rule_removed": _("A rule for what is for both was removed"),
    "person_changed": _("As staff: a person's rights were changed"),
    "person_blocked": _("As staff: a person was blocked"),
    "person_unblocked": _("As staff: a person was let in again"),
    "account_deleted": _("An account of a person was deleted"),
    "keys_rotated": _("Encrypted values were written anew with another key"),
    "backup.made": _("A backup was made"),
    "backup.restored": _("A backup was restored"),
}


def words_of(action: str) -> str:
    """In the reader's language; an action nobody has put into words as it is called."""
    return str(WORDS.get(action, action))
