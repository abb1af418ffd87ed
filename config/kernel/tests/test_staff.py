from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from config.kernel.models import AuditEntry, Job, KeptMail

pytestmark = pytest.mark.django_db(transaction=True)
LISTS = [
    "/admin/kernel/job/",
    "/admin/kernel/keptmail/",
    "/admin/kernel/auditentry/",
    "/admin/django_celery_beat/periodictask/",
]


@pytest.mark.parametrize("path", ["/admin/", *LISTS])
def test_staff_see_it_and_nobody_else_learns_that_it_is_there(
    path: str, sam: User, ana: User, signed_in: Callable[[User], Client], client: Client
) -> None:
    assert signed_in(sam).get(path).status_code == 200
    assert signed_in(ana).get(path, follow=True).status_code == 404
    stranger = client.get(path, follow=True)
    assert [step for step, _status in stranger.redirect_chain][-1].startswith("/accounts/login/?next=/admin/")


def test_a_failed_job_runs_again_at_one_click(sam: User, signed_in: Callable[[User], Client]) -> None:
    job = Job.objects.create(kind="kernel.housekeeping", status=Job.Status.FAILED, attempts=5, error="no luck")
    answer = signed_in(sam).post(
        "/admin/kernel/job/", {"action": "run_again", "_selected_action": str(job.pk)}, follow=True
    )
    assert "1 job runs again." in answer.content.decode()
    job.refresh_from_db()
    assert (job.status, job.error) == (Job.Status.DONE, "")


def test_what_is_kept_is_shown_and_cannot_be_changed(sam: User, signed_in: Callable[[User], Client]) -> None:
    mail = KeptMail.objects.create(to="ana@example.org", subject="Your code", body="<b>123456</b>")
    entry = AuditEntry.objects.create(action="log_in", person=sam)
    browser = signed_in(sam)
    assert "&lt;b&gt;123456" in browser.get(f"/admin/kernel/keptmail/{mail.pk}/change/").content.decode()
    for path in (f"keptmail/{mail.pk}", f"auditentry/{entry.pk}"):
        assert browser.post(f"/admin/kernel/{path}/change/", {"subject": "x"}).status_code == 403
        assert browser.post(f"/admin/kernel/{path}/delete/", {"post": "yes"}).status_code == 403
