"""Asking a server that holds a program: chunks of queries, errors and hangs isolated by halving."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scanner.engines.opa.connection import Connection, DeadlineError, RefusedError
from scanner.engines.opa.upload import (
    INVENTORY,
    PACKAGE,
    RULE,
    Batch,
    batch_of,
    inventory_readers,
    located,
    policies_of,
    put_batch,
)
from scanner.interfaces import Answer, EngineError, Json, Module, Program, Query

CHUNK = 64
JOIN_CHUNK = 512
"""Queries per request when the inventory travels with them: larger, since it is sent each time."""
CHUNK_BYTES = 4 * 1024 * 1024
HANGS = 3
"""A rule that missed its deadline this often is not asked again."""
MAY_BE_UNDEFINED = "not_applicable"
REPLACED = "the policies on the OPA server were changed by another client; use a dedicated server"


@dataclass(slots=True)
class Loaded:
    """A program on its server."""

    connection: Connection
    program: Program
    policies: Mapping[str, Module]
    batch: Batch
    packages: frozenset[str]
    readers: frozenset[str]
    """Packages that may read the inventory."""
    hangs: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, connection: Connection, program: Program) -> "Loaded":
        """The program as it will be on the server; nothing is sent yet."""
        return cls(
            connection=connection,
            program=program,
            policies=policies_of(program),
            batch=batch_of(program),
            packages=frozenset(module.package for module in program.modules),
            readers=inventory_readers(program),
        )

    @property
    def sources(self) -> dict[str, str]:
        """The policies of the program by id, without the batch policy."""
        return {policy: module.source for policy, module in self.policies.items()}


def chunks(queries: Iterable[Query], readers: frozenset[str]) -> Iterator[list[Query]]:
    """Queries by request, bounded in number and bytes."""
    chunk: list[Query] = []
    size, limit = 0, CHUNK
    for query in queries:
        chunk.append(query)
        size += _size(query)
        if _packages(query.refs) & readers:
            limit = JOIN_CHUNK
        if len(chunk) >= limit or size >= CHUNK_BYTES:
            yield chunk
            chunk, size, limit = [], 0, CHUNK
    if chunk:
        yield chunk


def _size(query: Query) -> int:
    """Bytes of the input; 0 when it is no JSON, which sending it will tell."""
    try:
        return len(query.text())
    except (TypeError, ValueError, RecursionError):
        return 0


def _packages(refs: Iterable[str]) -> set[str]:
    return {ref.rpartition(".")[0] for ref in refs}


def prepare(loaded: Loaded, queries: Iterable[Query]) -> None:
    """Teach the batch policy the rules that it does not know yet."""
    asked = {ref for query in queries for ref in query.refs if _packages([ref]) <= loaded.packages}
    if not loaded.batch.knows(asked):
        batch = loaded.batch.extended(asked)
        put_batch(loaded.connection, batch)
        loaded.batch = batch


def settle(loaded: Loaded, queries: Sequence[Query]) -> list[dict[str, Answer]]:
    """Answer all; what has no answer together is asked by halves, down to one rule on one input."""
    try:
        return _ask(loaded, queries)
    except (RefusedError, DeadlineError) as error:
        if len(queries) == 1 and len(queries[0].refs) == 1:
            return [{ref: _failed(loaded, ref, error) for ref in queries[0].refs}]
    if len(queries) > 1:
        middle = len(queries) // 2
        return [*settle(loaded, queries[:middle]), *settle(loaded, queries[middle:])]
    return [_settle_refs(loaded, queries[0])]


def _settle_refs(loaded: Loaded, query: Query) -> dict[str, Answer]:
    middle = len(query.refs) // 2
    halves = (query.refs[:middle], query.refs[middle:])
    first, second = (settle(loaded, [Query(query.input, refs)])[0] for refs in halves)
    return {**first, **second}


def _failed(loaded: Loaded, ref: str, error: RefusedError | DeadlineError) -> Answer:
    if isinstance(error, DeadlineError):
        loaded.hangs[ref] += 1
        return Answer(defined=False, error="deadline: the OPA server gave no answer in time")
    lines = [located(item, loaded.policies) for item in error.errors]
    return Answer(defined=False, error="; ".join(lines) or str(error))


def _ask(loaded: Loaded, queries: Sequence[Query]) -> list[dict[str, Answer]]:
    sent = [[ref for ref in query.refs if _unasked(loaded, ref) is None] for query in queries]
    values = _request(loaded, queries, sent) if any(sent) else [{} for _ in queries]
    return [
        {ref: _unasked(loaded, ref) or _answer(ref, given) for ref in query.refs}
        for query, given in zip(queries, values, strict=True)
    ]


def _unasked(loaded: Loaded, ref: str) -> Answer | None:
    """The answer for a rule that is not sent."""
    if not _packages([ref]) <= loaded.packages:
        return Answer(defined=False, error=f"entry point {ref} does not exist: no such package is loaded")
    if loaded.hangs[ref] >= HANGS:
        return Answer(defined=False, error=f"deadline: missed on {HANGS} inputs, not asked again")
    return None


def _request(loaded: Loaded, queries: Sequence[Query], sent: Sequence[list[str]]) -> list[Mapping[str, Json]]:
    asked = zip(queries, sent, strict=True)
    document = {
        "queries": [{"input": query.plain(), "refs": refs} for query, refs in asked],
        "data": _data(loaded, {ref for refs in sent for ref in refs}),
    }
    result = loaded.connection.query(PACKAGE, RULE, document)
    if not isinstance(result, dict) or result.get("digest") != loaded.batch.digest:
        raise EngineError(REPLACED)
    answers = result.get("answers")
    if not isinstance(answers, list) or len(answers) != len(queries):
        raise EngineError("the OPA server did not answer every query")
    return answers


def _data(loaded: Loaded, refs: Iterable[str]) -> Mapping[str, Json]:
    """What goes below `data`; the inventory only for rules that may read it."""
    if INVENTORY in loaded.program.data and not _packages(refs) & loaded.readers:
        return {**loaded.program.data, INVENTORY: {}}
    return loaded.program.data


def _answer(ref: str, given: Mapping[str, Json]) -> Answer:
    """A set is always defined, so a missing one is no empty result but a rule that does not exist."""
    if ref in given:
        return Answer(given[ref])
    if ref.rpartition(".")[2] == MAY_BE_UNDEFINED:
        return Answer(defined=False)
    return Answer(defined=False, error=f"entry point {ref} does not exist on the OPA server")
