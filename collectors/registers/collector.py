"""The register collector."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from collectors.registers import settings
from collectors.registers.digests import KeyProblemError, digest, read_key
from collectors.registers.folder import AbsentError, Folder, SourceError
from collectors.registers.formats import READERS
from collectors.registers.kinds import RecordType, record_types
from collectors.registers.problems import Problem, UnusableError
from collectors.registers.table import Table, read_table
from scanner.interfaces import FactRequest, Json, RecordState
from scanner.model import ROW_KEY, ROW_LINE, Enumerated, Event, Gap, GapReason, Location, Resource, Target

MAX_PROBLEMS = 50


class Source(Protocol):
    """Where the files lie."""

    def place(self, name: str) -> str:
        """How messages call a file."""
        ...

    def present(self, names: Sequence[str]) -> list[str]:
        """Which of the files there are. Raises SourceError."""
        ...

    def read(self, name: str) -> bytes:
        """A file. Raises SourceError or UnusableError."""
        ...


def _now() -> datetime:
    return datetime.now(UTC)


class RegisterCollector:
    """The registers in a folder or under a prefix; one file per record type, one resource per file.

    A row that cannot be used may be the one that counts, so it makes the listing incomplete.
    """

    settings_schema: Mapping[str, Json] = settings.SCHEMA

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        self._clock = clock
        self._records: dict[str, RecordType] = {}
        self.types: frozenset[str] = frozenset()
        """The record types of the loaded packs."""

    def learn(self, schemas: Mapping[str, Mapping[str, Json]]) -> None:
        """Take the record types from the schemas of the loaded packs."""
        self._records = record_types(schemas)
        self.types = frozenset(self._records)

    def check(self, target: Target) -> Sequence[str]:
        """What is wrong with the settings: a folder that is not there is a gap, not a mistake in them."""
        return tuple(settings.problems(target))

    def collect(self, target: Target, wanted: FactRequest) -> Iterator[Event]:
        """Stream the registers that are wanted: problems first, then the table."""
        source = source_of(target)
        for type_, record in self._records.items():
            if wanted.wants(type_):
                yield from _register(target, source, record, wanted.facts(type_), self._clock())

    def survey(self, target: Target) -> Iterator[RecordState]:
        """Every register with how many rows can be used, and what cannot."""
        source = source_of(target)
        for record in self._records.values():
            place = source.place(record.file)
            try:
                name, table = _read(target, source, record, frozenset())
            except AbsentError:
                yield RecordState(record.file, place, None)
                continue
            except SourceError as error:
                yield RecordState(record.file, place, None, problems=(str(error),))
                continue
            problems = tuple(map(str, table.problems))
            yield RecordState(record.file, source.place(name), table.rows, table.examples, problems)


def source_of(target: Target) -> Source:
    """Where the registers of a target lie."""
    if "s3" in target.settings:
        from collectors.registers.s3 import Prefix  # with boto3, which takes time

        return Prefix(target.settings["s3"])
    return Folder(Path(target.settings["folder"]))


def _register(
    target: Target, source: Source, record: RecordType, facts: frozenset[str], now: datetime
) -> Iterator[Event]:
    try:
        name, table = _read(target, source, record, facts)
    except AbsentError as error:
        if not record.optional:
            yield Gap(target.id, record.type, error.reason, str(error))
        else:
            yield Enumerated(target.id, record.type, 0)
        return
    except SourceError as error:
        yield Gap(target.id, record.type, error.reason, str(error))
        return
    place = source.place(name)
    yield from _problem_gaps(target.id, record, place, table.problems)
    if table.problems:
        return
    gapped = dict(_fact_gaps(target, record, place, table, facts))
    yield from gapped.values()
    kept = table.facts().only(sorted(facts - gapped.keys()))
    id_ = f"register:{record.name}"
    yield Resource(id_, record.type, name, target.id, kept, now, locations={"": Location(place)})
    yield Enumerated(target.id, record.type, 1)


def _read(target: Target, source: Source, record: RecordType, facts: frozenset[str]) -> tuple[str, Table]:
    """The name of the file and what is in it. Raises SourceError when there is none."""
    names = source.present([record.file + extension for extension in READERS])
    if not names:
        columns = ",".join(record.columns)
        place = source.place(f"{record.file}.csv")
        text = f"{place}: not there; export the {record.title} to it, with the columns {columns}"
        raise AbsentError(GapReason.UNREACHABLE, text)
    if len(names) > 1:
        problem = Problem(f"there is {' and '.join(names)}; keep one of them")
        return names[0], Table(problems=[problem])
    try:
        content = source.read(names[0])
    except UnusableError as error:
        return names[0], Table(problems=[error.problem])
    except SourceError as error:
        raise SourceError(error.reason, f"{source.place(names[0])}: {error}") from error
    zone = ZoneInfo(target.settings.get("time_zone", "UTC"))
    return names[0], read_table(content, Path(names[0]).suffix, record, facts, _digest(target), zone)


def _digest(target: Target) -> Callable[[Any], Any]:
    """Digests under the key of the workspace; without it, nothing but whether there is a value leaves."""
    try:
        key = read_key(settings.key_path(target))
    except KeyProblemError:
        return lambda value: None if value in (None, []) else "hmac:"
    return lambda value: digest(key, value)


def _fact_gaps(
    target: Target, record: RecordType, place: str, table: Table, facts: frozenset[str]
) -> Iterator[tuple[str, Gap]]:
    for fact in sorted(facts & frozenset(table.absent)):
        yield (
            fact,
            Gap(
                target.id,
                record.type,
                GapReason.NOT_IN_SOURCE,
                f"{place}: no column {fact}; add it",
                fact=fact,
            ),
        )
    for fact in sorted(facts - record.columns.keys() - {ROW_KEY, ROW_LINE}):
        text = f"the {record.title} has no such fact"
        yield fact, Gap(target.id, record.type, GapReason.UNSUPPORTED, text, fact=fact)
    private = {column.name for column in record.columns.values() if column.handling == "hmac"}
    touched = (facts & private) | ({ROW_KEY} & facts if private & set(record.key) else set())
    try:
        if touched:
            read_key(settings.key_path(target))
    except KeyProblemError as error:
        for fact in sorted(touched):
            yield (
                fact,
                Gap(
                    target.id, record.type, GapReason.NOT_IN_SOURCE, f"the key of digests: {error}", fact=fact
                ),
            )


def _problem_gaps(target: str, record: RecordType, place: str, problems: Sequence[Problem]) -> Iterator[Gap]:
    for problem in problems[:MAX_PROBLEMS]:
        reason = GapReason.TRUNCATED if problem.too_long else GapReason.MALFORMED
        yield Gap(target, record.type, reason, f"{place}: {problem}")
    more = len(problems) - MAX_PROBLEMS
    if more > 0:
        yield Gap(target, record.type, GapReason.MALFORMED, f"{place}: {more} more rows that cannot be used")
