"""What a change of shared things begins with: the partnership, held until commit."""

from __future__ import annotations

from partnerships.core import errors
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing


def hold_active(standing: Standing) -> Partnership:
    """The partnership as it stands now, its row locked: what the two change of it comes one after the other.

    Call it first in a service, inside its transaction. One query.

    Raises Overtaken: `no_partnership` where it has ended, `partnership_paused`.
    """
    partnership = Partnership.objects.select_for_update(no_key=True).get(pk=standing.partnership.pk)
    if partnership.status == Partnership.Status.ENDED:
        raise errors.no_partnership()
    if partnership.status == Partnership.Status.PAUSED:
        raise errors.paused()
    return partnership
