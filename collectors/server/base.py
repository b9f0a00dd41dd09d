"""What the two server collectors share: everything but the way to the machine."""

import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from collectors.server import installed, scan
from collectors.server.advice import Site, advice
from collectors.server.machine import paths_of
from collectors.server.reply import NotSeenError
from collectors.server.types import ALL
from scanner.interfaces import Advice, FactRequest, Json
from scanner.model import Event, Target

SUDO: Mapping[str, Json] = {
    "type": "boolean",
    "default": False,
    "description": "Run the probe through sudo -n; without the right to, it runs as the user.",
}
"""Schema of a setting that both have."""
NONCE_SHOWN = "RANDOM_FOR_EACH_SCAN"
"""Stands for the nonce where the probe is only shown."""


def _now() -> datetime:
    return datetime.now(UTC)


class ServerCollector(ABC):
    """A collector of servers; `collect` is up to the transport."""

    types = frozenset(ALL)

    def __init__(
        self, clock: Callable[[], datetime] = _now, nonce: Callable[[], str] = secrets.token_hex
    ) -> None:
        self._clock = clock
        self._nonce = nonce

    def check(self, target: Target) -> list[str]:
        """What is wrong with settings that fit the schema, one line each."""
        problems = scan.problems(target)
        if target.settings.get("sudo") and "installed_probe" in target.settings:
            problems.append(f"target '{target.id}': sudo and installed_probe exclude each other")
        return problems

    @abstractmethod
    def site(self, target: Target) -> Site:
        """How people get to the server; raises NotSeenError when that cannot be told."""

    @abstractmethod
    def timeout(self, target: Target) -> float:
        """Seconds for the whole server."""

    def advice(self, target: Target, wanted: FactRequest, found: Iterable[Event]) -> Sequence[Advice]:
        """What to set up on the server; see scanner.interfaces.Advisor."""
        try:
            return advice(self.site(target), wanted, found)
        except NotSeenError:
            return ()

    def probe(self, target: Target, wanted: FactRequest) -> bytes:
        """The shell text that is sent; see scanner.interfaces.Prober."""
        return scan.streamed(wanted, paths_of(target.stores), self.timeout(target), NONCE_SHOWN)

    def installable(self, target: Target, wanted: FactRequest) -> bytes:
        """The installed probe; see scanner.interfaces.Prober."""
        return installed.script(wanted, paths_of(target.stores))

    def _events(self, target: Target, wanted: FactRequest, run: scan.Run) -> Iterator[Event]:
        """Run the probe."""
        job = scan.Job(
            target=target,
            wanted=wanted,
            run=run,
            sudo=bool(target.settings.get("sudo", False)),
            installed=target.settings.get("installed_probe"),
            timeout=self.timeout(target),
            nonce=self._nonce(),
            now=self._clock(),
        )
        yield from scan.events(job)
