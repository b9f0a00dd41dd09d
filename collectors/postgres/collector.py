"""The PostgreSQL collector, light to import: the driver is loaded with the first scan."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from collectors.postgres.settings import SCHEMA, problems, settings_of
from scanner.interfaces import ConfigurationError, FactRequest, Json
from scanner.model import Event, Target


def _now() -> datetime:
    return datetime.now(UTC)


class PostgresCollector:
    """One cluster: its server, its client authentication, roles, databases, and the tables of datasets.

    Reads catalogues in read-only sessions. Of tables it takes counts, never a row; of passwords the kind
    of hash, never the hash.
    """

    types: frozenset[str] = frozenset(
        {
            "postgres.server",
            "postgres.hba_entry",
            "postgres.role",
            "postgres.database",
            "postgres.table",
        }
    )
    settings_schema: Mapping[str, Json] = SCHEMA

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        self._clock = clock

    def check(self, target: Target) -> list[str]:
        """What is wrong with settings that fit the schema, one line each."""
        return list(problems(target))

    def collect(self, target: Target, wanted: FactRequest) -> Iterator[Event]:
        """Stream what the cluster has; raises ConfigurationError at once."""
        found = self.check(target)
        if found:
            raise ConfigurationError(*found)
        from collectors.postgres.scan import scan

        return scan(target, settings_of(target), wanted, self._clock)
