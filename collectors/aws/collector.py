"""The AWS collector, light to import: boto3 is loaded with the first scan."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from collectors.aws.services import ALL
from collectors.aws.settings import SCHEMA, problems, settings_of
from scanner.interfaces import ConfigurationError, FactRequest, Json
from scanner.model import Event, Target


def _now() -> datetime:
    return datetime.now(UTC)


class AwsCollector:
    """S3 buckets and the S3 settings of their account, by boto3.

    Contents and keys of objects are never read. A bucket that is deleted between the listing and its turn
    is left out of the count. With `regions`, buckets elsewhere are neither read nor counted.
    """

    types: frozenset[str] = frozenset(ALL)
    settings_schema: Mapping[str, Json] = SCHEMA

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        self._clock = clock

    def check(self, target: Target) -> list[str]:
        """What is wrong with settings that fit the schema, one line each."""
        return list(problems(target))

    def collect(self, target: Target, wanted: FactRequest) -> Iterator[Event]:
        """Stream the account, then the buckets by name; raises ConfigurationError at once."""
        found = self.check(target)
        if found:
            raise ConfigurationError(*found)
        from collectors.aws.scan import scan

        return scan(target.id, settings_of(target), wanted, self._clock)
