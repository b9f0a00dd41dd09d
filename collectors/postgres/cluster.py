"""One cluster under audit: what all resource types share."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from collectors.postgres.session import Deadline, Session
from collectors.postgres.settings import Settings
from collectors.postgres.unseen import NotSeenError
from scanner.interfaces import FactRequest
from scanner.model import Event, Gap, GapReason, Resource, Target

Source = Callable[[], Any]
"""Gives the value of a fact; raises NotSeenError."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster with a session in the database that was logged in to first.

    `id` names the cluster by the identifier that it got when it was made; a standby has that of its
    primary, so its address is added.
    """

    target: Target
    settings: Settings
    wanted: FactRequest
    session: Session
    deadline: Deadline
    id: str
    clock: Callable[[], datetime]

    def login(self, database: str) -> Session:
        """A session in another database; raises NotSeenError."""
        return Session(self.settings, database, self.deadline)

    def gap(self, type_: str, trouble: NotSeenError, scope: str = "") -> Gap:
        """The listing of a type could not be made, or not in full."""
        return Gap(self.target.id, type_, trouble.reason, trouble.detail, scope)

    def deliver(
        self,
        type_: str,
        id_: str,
        name: str,
        sources: Mapping[str, Source],
        unseen: frozenset[str] = frozenset(),
    ) -> Iterator[Event]:
        """A resource with the wanted facts, after a gap for each that could not be seen.

        The facts `unseen` have a gap already, for all resources of the type.
        """
        facts = {}
        for fact in sorted(self.wanted.facts(type_) - unseen):
            try:
                facts[fact] = _source(sources, fact)()
            except NotSeenError as trouble:
                yield Gap(
                    self.target.id,
                    type_,
                    trouble.reason,
                    trouble.detail,
                    resource=f"{self.id}{id_}",
                    fact=fact,
                )
        yield Resource(f"{self.id}{id_}", type_, name, self.target.id, facts, self.clock())


def _source(sources: Mapping[str, Source], fact: str) -> Source:
    if fact not in sources:
        raise NotSeenError(GapReason.UNSUPPORTED, "this collector does not know the fact")
    return sources[fact]


def cluster_id(session: Session, settings: Settings) -> str:
    """Id of a cluster: its system identifier (pg_control_system), else its address."""
    try:
        seen = session.row(
            "SELECT system_identifier::text AS id, pg_is_in_recovery() AS standby FROM pg_control_system()"
        )
    except NotSeenError:
        return f"postgres:{settings.address}"
    return f"postgres:{seen['id']}" + (f"/standby/{settings.address}" if seen["standby"] else "")
