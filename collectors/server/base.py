"""What the two server collectors share: everything but the way to the machine."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from collectors.server import scan
from collectors.server.types import ALL
from scanner.interfaces import FactRequest, Json
from scanner.model import Event, Target

SUDO: Mapping[str, Json] = {
    "type": "boolean",
    "default": False,
    "description": "Run the probe through sudo -n; without the right to, it runs as the user.",
}
"""Schema of the setting that both have."""


def _now() -> datetime:
    return datetime.now(UTC)


class ServerCollector:
    """A collector of servers; `collect` is up to the transport."""

    types = frozenset(ALL)

    def __init__(
        self, clock: Callable[[], datetime] = _now, nonce: Callable[[], str] = secrets.token_hex
    ) -> None:
        self._clock = clock
        self._nonce = nonce

    def check(self, target: Target) -> list[str]:
        """What is wrong with settings that fit the schema, one line each."""
        return scan.problems(target)

    def _events(self, target: Target, wanted: FactRequest, run: scan.Run, timeout: float) -> Iterator[Event]:
        """Run the probe; `timeout` in seconds for the whole server."""
        job = scan.Job(
            target=target,
            wanted=wanted,
            run=run,
            sudo=bool(target.settings.get("sudo", False)),
            timeout=timeout,
            nonce=self._nonce(),
            now=self._clock(),
        )
        yield from scan.events(job)
