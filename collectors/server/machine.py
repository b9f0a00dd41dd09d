"""One machine's reply on its way to events, and what a resource type of a machine consists of."""

import hashlib
import hmac
import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from collectors.server.reply import NotSeenError, Reply, alike, one_line
from collectors.server.texts import parse_texts
from scanner.interfaces import FactRequest, Json
from scanner.model import Enumerated, Event, Gap, GapReason, Resource, Store

_KEY = b"selfaudit host id"

Facts = Mapping[str, Callable[[Reply], Json]]
"""Fact to the function that gives it; the function raises NotSeenError when it cannot."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the machine is."""

    id: str
    hostname: str


def identify(reply: Reply) -> Identity:
    """Id from machine-id(5) and hostname; the hostname alone where there is no machine-id."""
    hostname = reply.output("identity", "hostname", "uname").text.strip()
    if not hostname:
        raise NotSeenError(GapReason.MALFORMED, "the machine tells no hostname")
    texts = parse_texts(reply.item("identity", "machine"), reply)
    lines = [line.strip() for path in texts.states for line in texts.files.get(path, ())[:1]]
    machine = next((line for line in lines if re.fullmatch(r"[0-9a-f]{32}", line)), None)
    text = hostname if machine is None else f"{machine}\n{hostname}"
    digest = hmac.new(_KEY, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
    return Identity(f"host:{digest[:16]}", hostname)


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine's reply, and what is wanted of it."""

    target: str
    wanted: FactRequest
    reply: Reply
    identity: Identity
    stores: Sequence[Store]
    """The dataset paths that are said to lie on this machine."""
    now: datetime

    @property
    def paths(self) -> Sequence[str]:
        """The dataset paths, each once."""
        return paths_of(self.stores)

    def resource(self, type_: str, id_: str, name: str, functions: Facts) -> Iterator[Event]:
        """Gaps for the facts that cannot be told, then the resource with the others."""
        facts = {}
        for fact in sorted(self.wanted.facts(type_) & functions.keys()):
            try:
                facts[fact] = functions[fact](self.reply)
            except NotSeenError as problem:
                yield Gap(self.target, type_, problem.reason, problem.detail, resource=id_, fact=fact)
            except Exception as error:  # noqa: BLE001 (the boundary: a parser that met something new is a gap)
                detail = f"the answer was not understood: {type(error).__name__}"
                yield Gap(self.target, type_, GapReason.MALFORMED, detail, resource=id_, fact=fact)
        yield Resource(id_, type_, name, self.target, facts, self.now)

    def shared(self, type_: str, sources: Facts) -> Generator[Event, None, dict[str, Json]]:
        """Sources that serve all resources of a type: what cannot be read is one gap for the whole fact."""
        found = {}
        for fact, source in sources.items():
            if fact not in self.wanted.facts(type_):
                continue
            try:
                found[fact] = source(self.reply)
            except NotSeenError as problem:
                yield Gap(self.target, type_, problem.reason, problem.detail, fact=fact)
        return found


@dataclass(frozen=True, slots=True)
class Made:
    """A section of the probe that is made for this machine: its name and its text."""

    name: str
    body: str


def _none_made(facts: frozenset[str] | None, paths: Sequence[str]) -> Sequence[Made]:  # noqa: ARG001
    return ()


@dataclass(frozen=True, slots=True)
class ServerType:
    """A resource type: which sections of the probe it takes, and how their reply becomes events.

    `sections` are always run (files of the same name in `probe/`), those of `of_fact` only for their fact,
    `made` gives sections for (wanted facts or None for all, dataset paths), with `seconds` as their limit
    and `library` as shell functions that they use; one name always means the same path. `listing` yields
    resources, their gaps before them, and one `Enumerated`; it raises NotSeenError when the listing cannot
    be made.
    """

    name: str
    listing: Callable[[Machine], Iterator[Event]]
    sections: Sequence[str] = ()
    of_fact: Mapping[str, Sequence[str]] = field(default_factory=dict)
    made: Callable[[frozenset[str] | None, Sequence[str]], Sequence[Made]] = _none_made
    seconds: int = 20
    library: str | None = None

    def events(self, machine: Machine) -> Iterator[Event]:
        """The listing, or one gap for all of it: one type's trouble leaves the others alone."""
        try:
            # Whole before anything is passed on: a listing that breaks half way must not look complete.
            events = list(self.listing(machine))
        except NotSeenError as problem:
            events = [Gap(machine.target, self.name, problem.reason, problem.detail)]
        except Exception as error:  # noqa: BLE001 (the boundary, as above, for a whole listing)
            detail = f"the answer was not understood: {type(error).__name__}: {one_line(str(error), 100)}"
            events = [Gap(machine.target, self.name, GapReason.MALFORMED, detail)]
        yield from events


def single(name: str, suffix: str, facts: Mapping[str, tuple[Callable[[Reply], Json], str]]) -> ServerType:
    """A type of which every machine has exactly one, its facts as (function, sections that it needs)."""
    functions = {fact: alike(function) for fact, (function, _) in facts.items()}

    def listing(machine: Machine) -> Iterator[Event]:
        id_ = f"{machine.identity.id}{suffix}"
        yield from machine.resource(name, id_, machine.identity.hostname, functions)
        yield Enumerated(machine.target, name, 1)

    return ServerType(name, listing, of_fact={fact: names.split() for fact, (_, names) in facts.items()})


def paths_of(stores: Sequence[Store]) -> Sequence[str]:
    """The paths among the stores, each once, in an order that does not depend on the configuration's."""
    return tuple(sorted({store.pattern for store in stores if store.kind == "path"}))


def constant(value: Json) -> Callable[[Reply], Json]:
    """A fact that is known already."""
    return lambda _: value
