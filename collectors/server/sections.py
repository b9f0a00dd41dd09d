"""Which sections of the probe give the wanted facts."""

from collections.abc import Iterator, Sequence

from collectors.server.machine import ServerType
from collectors.server.probe import Part, text
from collectors.server.types import ALL
from scanner.interfaces import FactRequest

SECONDS = 20


def needed(wanted: FactRequest, paths: Sequence[str], timeout: float) -> list[Part]:
    """The sections to run, those made for this machine last. `timeout` is the whole host's, in seconds."""
    limit = _limit(SECONDS, timeout / 4)
    names = dict.fromkeys(name for type_ in _types(wanted) for name in _names(type_, wanted))
    fixed = [Part(name, text(name), limit) for name in ("identity", *names)]
    return [*fixed, *(part for type_ in _types(wanted) for part in _made(type_, wanted, paths, timeout))]


def constant(wanted: FactRequest, paths: Sequence[str]) -> list[Part]:
    """The sections as the installed probe has them: those made for this machine serve all facts."""
    names = dict.fromkeys(name for type_ in _types(wanted) for name in _names(type_, wanted))
    fixed = [Part(name, text(name), SECONDS) for name in ("identity", *names)]
    return [*fixed, *(part for type_ in _types(wanted) for part in _made_whole(type_, wanted, paths))]


def whole_library() -> str:
    """Shell functions of all sections."""
    return library(FactRequest(dict.fromkeys(ALL, frozenset())))


def library(wanted: FactRequest) -> str:
    """Shell functions that the sections use."""
    own = dict.fromkeys(type_.library for type_ in _types(wanted) if type_.library)
    return text("lib") + "".join(text(name) for name in own)


def _types(wanted: FactRequest) -> list[ServerType]:
    return [type_ for name, type_ in ALL.items() if wanted.wants(name)]


def _names(type_: ServerType, wanted: FactRequest) -> Iterator[str]:
    yield from type_.sections
    for fact in sorted(wanted.facts(type_.name)):
        yield from type_.of_fact.get(fact, ())


def _made(type_: ServerType, wanted: FactRequest, paths: Sequence[str], timeout: float) -> Iterator[Part]:
    limit = _limit(type_.seconds, timeout / 2)
    for made in type_.made(wanted.facts(type_.name), paths):
        yield Part(made.name, made.body, limit)


def _made_whole(type_: ServerType, wanted: FactRequest, paths: Sequence[str]) -> Iterator[Part]:
    names = {made.name for made in type_.made(wanted.facts(type_.name), paths)}
    for made in type_.made(None, paths):
        if made.name in names:
            yield Part(made.name, made.body, type_.seconds)


def _limit(most: int, share: float) -> int:
    return max(1, min(most, int(share)))
