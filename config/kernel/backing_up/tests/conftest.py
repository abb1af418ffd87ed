from __future__ import annotations

from config.kernel.tests.conftest import folder as folder
from config.kernel.tests.conftest import person as person
