"""The AWS collector, light to import: boto3 is loaded with the first scan."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from collectors.aws.services import ALL
from collectors.aws.settings import SCHEMA, problems, settings_of
from scanner.interfaces import Advice, ConfigurationError, FactRequest, Json
from scanner.model import Event, Target


def _now() -> datetime:
    return datetime.now(UTC)


class AwsCollector:
    """The services of `services.ALL`, in one account or in those of an organization, by boto3.

    Contents and keys of objects are never read. What is deleted between the listing and its turn is left
    out of the count. With `regions`, what is elsewhere is neither read nor counted.
    """

    types: frozenset[str] = frozenset(ALL)
    settings_schema: Mapping[str, Json] = SCHEMA

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        self._clock = clock

    def check(self, target: Target) -> list[str]:
        """What is wrong with settings that fit the schema, one line each."""
        return list(problems(target))

    def collect(self, target: Target, wanted: FactRequest) -> Iterator[Event]:
        """Stream type after type, in the order of `services.ALL`; raises ConfigurationError at once."""
        found = self.check(target)
        if found:
            raise ConfigurationError(*found)
        from collectors.aws.scan import scan

        return scan(target.id, settings_of(target), wanted, self._clock)

    def advice(self, target: Target, wanted: FactRequest, found: Iterable[Event]) -> Sequence[Advice]:
        """The permissions that are needed and missing; see scanner.interfaces.Advisor."""
        from collectors.aws.advice import advice

        return advice(settings_of(target), wanted, found)
