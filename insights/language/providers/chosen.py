"""The provider that is configured, made once. Its SDK takes seconds to import, so that a thread does it at start-up."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache

from config.kernel.startup import before_serving
from insights.language.configuration import Configured, configured
from insights.language.providers.base import Provider

_maker = ThreadPoolExecutor(1, thread_name_prefix="language model")


def provider_of(setup: Configured, within: float | None = None) -> Provider:
    """Seconds the first time in a process, then nothing. Raises TimeoutError after `within` seconds; making goes on."""
    return _making(setup).result(within)


@lru_cache(maxsize=4)
def _making(setup: Configured) -> Future[Provider]:
    return _maker.submit(_make, setup)


def _make(setup: Configured) -> Provider:
    if setup.provider == "anthropic":
        from insights.language.providers.anthropic import Anthropic

        return Anthropic(setup)
    from insights.language.providers.openai_compatible import OpenAICompatible

    return OpenAICompatible(setup)


@before_serving
def load() -> Iterator[str]:
    """Have the SDK there before the first question."""
    setup = configured()
    if setup is not None:
        _making(setup)
        yield f"The language model {setup.model} at {setup.recipient} answers those who allow it."
