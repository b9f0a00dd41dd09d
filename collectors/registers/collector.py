"""The register collector."""

import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from collectors.registers import roster
from scanner.interfaces import FactRequest, Json
from scanner.model import Enumerated, Event, Gap, GapReason, Resource, Target

TYPE = "register.hr_roster"
FILE = "hr_roster.csv"
MAX_PROBLEMS = 50
_FACTS = frozenset({*roster.REQUIRED, *roster.OPTIONAL})


def _now() -> datetime:
    return datetime.now(UTC)


class RegisterCollector:
    """The registers in a folder; one file per register, no more columns than the schema knows.

    A row that cannot be used may be a leaver, so it makes the listing incomplete.
    """

    types: frozenset[str] = frozenset({TYPE})
    settings_schema: Mapping[str, Json] = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "register",
        "description": f"A folder with registers: {FILE} is the staff roster.",
        "type": "object",
        "additionalProperties": False,
        "required": ["folder"],
        "properties": {
            "folder": {
                "type": "string",
                "format": "path",
                "minLength": 1,
                "description": "Path of the folder.",
            },
        },
    }

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        self._clock = clock

    def check(self, target: Target) -> Sequence[str]:  # noqa: ARG002 (nothing beyond the schema)
        """What is wrong with the settings: a folder that is not there is a gap, not a mistake in them."""
        return ()

    def collect(self, target: Target, wanted: FactRequest) -> Iterator[Event]:
        """Stream the registers that are wanted: problems first, then the rows in the order of the file."""
        if not wanted.wants(TYPE):
            return
        path = Path(target.settings["folder"]) / FILE
        content = _read(path)
        if isinstance(content, bytes):
            yield from self._people(target.id, path, roster.parse(content), wanted.facts(TYPE))
            return
        reason, text = content
        yield Gap(target.id, TYPE, reason, f"{path}: {text}")

    def _people(
        self, target: str, path: Path, found: roster.Roster, facts: frozenset[str]
    ) -> Iterator[Event]:
        yield from _problems(target, path, found.problems)
        for fact in sorted(facts & frozenset(found.absent)):
            detail = f"{path}: no column {fact}; add it"
            yield Gap(target, TYPE, GapReason.NOT_IN_SOURCE, detail, fact=fact)
        for fact in sorted(facts - _FACTS):
            yield Gap(target, TYPE, GapReason.UNSUPPORTED, "the roster has no such fact", fact=fact)
        for person in found.people:
            kept = {fact: value for fact, value in person.items() if fact in facts}
            name = person["person"]
            yield Resource(f"register:hr_roster/{name}", TYPE, name, target, kept, self._clock())
        if not found.problems:
            yield Enumerated(target, TYPE, len(found.people))


def _problems(target: str, path: Path, problems: tuple[roster.Problem, ...]) -> Iterator[Gap]:
    for problem in problems[:MAX_PROBLEMS]:
        reason = GapReason.TRUNCATED if problem.too_long else GapReason.MALFORMED
        yield Gap(target, TYPE, reason, f"{path}: {problem}")
    more = len(problems) - MAX_PROBLEMS
    if more > 0:
        yield Gap(target, TYPE, GapReason.MALFORMED, f"{path}: {more} more rows that cannot be used")


def _read(path: Path) -> bytes | tuple[GapReason, str]:
    """The file, or why not; one byte more than the cap tells that it is too long."""
    try:
        # Without O_NONBLOCK a FIFO would wait for a writer for ever.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return GapReason.MALFORMED, "not a regular file; put the roster there as CSV"
            return file.read(roster.MAX_BYTES + 1)
    except FileNotFoundError:
        columns = ",".join((*roster.REQUIRED, *roster.OPTIONAL))
        return GapReason.UNREACHABLE, f"not there; export the staff roster to it, with the columns {columns}"
    except PermissionError:
        return GapReason.DENIED, "may not be read; allow the scanning account to read it"
    except (OSError, ValueError) as error:
        return GapReason.UNREACHABLE, f"cannot be read ({type(error).__name__}); check the folder setting"
