"""A restore by API from the real server: it ends, restores and begins anew under the same number."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from config.kernel.tests.test_serve import Instance, wait_for
from tests import migrated

pytestmark = pytest.mark.live
PERSON = {"email": "ana@example.org", "password": "a rather long pass phrase"}


class Staff:
    """The first to sign up, who looks after the instance, as an app that logs in again where it has to."""

    def __init__(self, instance: Instance) -> None:
        self.client = httpx.Client(base_url=instance.address, timeout=30)
        self.come_in("signup")

    def come_in(self, way: str = "login") -> None:
        answer = self.client.post(f"/_allauth/app/v1/auth/{way}", json=PERSON)
        assert answer.status_code == 200, answer.text
        self.client.headers["Authorization"] = f"Bearer {answer.json()['meta']['access_token']}"

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.client.request(method, f"/api/v1/{path}", json=body)
        assert answer.status_code < 300, answer.text
        return answer.json()

    def open_account(self, name: str) -> None:
        self.ask("POST", "money-accounts/", {"name": name, "currency": "EUR", "type": "spending"})

    def accounts(self) -> set[str]:
        return {each["name"] for each in self.ask("GET", "money-accounts/")["results"]}

    def back_up(self) -> str:
        run = self.ask("POST", "backups/")["id"]
        until = time.monotonic() + 120
        # Not more often: a hundred a minute are one's own.
        while self.ask("GET", f"backups/runs/{run}/")["ended_at"] is None:
            assert time.monotonic() < until
            time.sleep(1)
        return str(self.ask("GET", f"backups/runs/{run}/")["archive"])

    def restore(self, name: str) -> None:
        """Until the server is there again."""
        told = self.ask("POST", f"backups/{name}/restore/", {"confirmation": name, "password": PERSON["password"]})
        assert told["archive"] == name
        wait_for(lambda: not self._is_well(), 30)
        wait_for(self._is_well, 90)

    def _is_well(self) -> bool:
        time.sleep(0.2)
        with suppress(httpx.TransportError):
            return self.client.get("/healthz").status_code == 200
        return False


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    migrated.into(tmp_path)
    instance = Instance(tmp_path)
    yield instance
    if instance.process is not None and instance.process.poll() is None:
        instance.process.kill()
        instance.process.communicate()


def test_a_restore_brings_the_rows_back_and_a_bad_one_leaves_them(instance: Instance) -> None:
    instance.start()
    assert instance.process is not None
    staff = Staff(instance)
    staff.open_account("Before")
    name = staff.back_up()
    staff.open_account("After")

    began = time.monotonic()
    staff.restore(name)
    print(f"restored and there again after {time.monotonic() - began:.1f} s")
    assert staff.client.get("/api/v1/me/").status_code == 401
    staff.come_in()
    assert staff.accounts() == {"Before"}
    state = staff.ask("GET", "backups/status/")
    assert (state["last_restore"]["status"], state["last_restore"]["archive"]) == ("done", name)
    assert any(each["is_restore_point"] for each in staff.ask("GET", "backups/")["results"])
    trail = staff.ask("GET", "admin/audit/?action=backup.restore_ended")["results"]
    assert [(each["details"]["outcome"], each["details"]["name"]) for each in trail] == [("done", name)]

    staff.open_account("Later")
    path = instance.folder / "backups" / name
    held = bytearray(path.read_bytes())
    held[len(held) // 3] ^= 1
    path.write_bytes(bytes(held))
    staff.restore(name)
    # Nothing was exchanged, so who was logged in still is.
    assert staff.accounts() == {"Before", "Later"}
    assert staff.ask("GET", "backups/status/")["last_restore"]["error_code"] == "damaged"
    assert not (instance.folder / "restore-wish.json").exists()
    assert instance.process.poll() is None
    assert instance.stop() < 15
    assert instance.process.returncode == 0
