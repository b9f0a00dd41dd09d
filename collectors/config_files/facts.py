"""From what the parsers of servers tell to drafts of resources."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from collectors.config_files.tree import Tree
from collectors.planned.drafts import Draft, Source
from collectors.planned.values import ReasonedError
from collectors.postgres import unseen
from collectors.server.facts.tls.model import VersionNotKnownError
from collectors.server.reply import NotSeenError
from scanner.interfaces import Json
from scanner.model import GapReason


@dataclass(frozen=True, slots=True)
class Found:
    """What files declare, and why the listing of a type is not complete."""

    drafts: Sequence[Draft] = ()
    problems: Sequence[tuple[str, NotSeenError]] = field(default=())


def sources(tree: Tree, facts: Mapping[str, Callable[[], Json]]) -> dict[str, Source]:
    """Facts whose troubles are told with the names of the source."""
    return {fact: _source(tree, function) for fact, function in facts.items()}


def _source(tree: Tree, function: Callable[[], Json]) -> Source:
    def make() -> Json:
        try:
            return function()
        except VersionNotKnownError as problem:
            detail = "it is not set, and the default depends on the installed version"
            raise ReasonedError(GapReason.NOT_IN_SOURCE, detail) from problem
        except (NotSeenError, unseen.NotSeenError) as problem:
            raise ReasonedError(problem.reason, tree.told(problem.detail)) from problem

    return make


def raising(problem: NotSeenError) -> Callable[[], Json]:
    """A fact that nobody can tell."""

    def make() -> Json:
        raise problem

    return make
