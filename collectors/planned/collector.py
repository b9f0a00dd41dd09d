"""What the collectors of sources have in common: files in, the resources that they declare out."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from collectors.planned.drafts import Declared, events
from scanner.interfaces import ConfigurationError, FactRequest, Json
from scanner.model import Event, Gap, GapReason, Target


def now_utc() -> datetime:
    """The time."""
    return datetime.now(UTC)


def schema(title: str, description: str, path: str, **more: Json) -> dict[str, Json]:
    """JSON Schema of the settings of a target: `path`, described by these words, `shown`, and more."""
    text = {"type": "string", "minLength": 1}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "description": description,
        "type": "object",
        "additionalProperties": False,
        "required": ["path"],
        "properties": {
            "path": {**text, "format": "path", "description": path},
            "shown": {
                **text,
                "description": "What to call the path in messages and locations; as it is by default.",
            },
            **more,
        },
    }


class SourceCollector(ABC):
    """Reads files; nothing is run, nothing is asked."""

    types: frozenset[str]
    settings_schema: Mapping[str, Json]

    def __init__(self, clock: Callable[[], datetime] = now_utc) -> None:
        self._clock = clock

    @abstractmethod
    def declared(self, settings: Mapping[str, Json], now: datetime) -> Declared:
        """All that the source declares. Raises ConfigurationError for one that cannot be read."""

    def check(self, target: Target) -> list[str]:
        """What is wrong with settings that fit the schema, one line each."""
        path = Path(target.settings["path"])
        return [] if path.is_file() else [f"target {target.id}: {path} is not a file"]

    def collect(self, target: Target, wanted: FactRequest) -> Iterator[Event]:
        """Stream type after type; a source that cannot be read is a gap of every type."""
        now = self._clock()
        try:
            found = self.declared(target.settings, now)
        except (ConfigurationError, RecursionError) as error:
            text = str(error).splitlines()[0] if isinstance(error, ConfigurationError) else "nested too deep"
            for type_ in sorted(filter(wanted.wants, self.types)):
                yield Gap(target.id, type_, GapReason.MALFORMED, text)
            return
        yield from events(target.id, found, self.types, wanted, now)
