"""One scan of an AWS target: type after type, each in all its places."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime

from collectors.aws.kinds import AwsType, events
from collectors.aws.places import Places
from collectors.aws.services import ALL
from collectors.aws.session import Clients
from collectors.aws.settings import Settings
from collectors.aws.troubles import trouble_of
from scanner.interfaces import FactRequest
from scanner.model import Event, Gap, GapReason

Clock = Callable[[], datetime]


def scan(target: str, settings: Settings, wanted: FactRequest, clock: Clock) -> Iterator[Event]:
    """Everything that is wanted of one target."""
    types = [type_ for name, type_ in ALL.items() if wanted.wants(name)]
    try:
        clients = Clients(settings)
    except Exception as error:  # noqa: BLE001 - the boundary: without a session every type is a gap
        trouble = trouble_of(error)
        yield from (Gap(target, type_.name, trouble.reason, f"AWS: {trouble.text}") for type_ in types)
        return
    with closing(clients):
        places = Places(target, settings, clients, clock)
        for type_ in types:
            facts = wanted.facts(type_.name)
            yield from _unheard_of(target, type_, facts)
            callers = places.of(type_.name, regional=type_.regional)
            yield from events(type_, callers, facts & type_.facts, settings.max_concurrency)


def _unheard_of(target: str, type_: AwsType, facts: frozenset[str]) -> Iterator[Gap]:
    """Facts that nobody taught this collector."""
    for fact in sorted(facts - type_.facts):
        yield Gap(target, type_.name, GapReason.UNSUPPORTED, "no call of this collector gives it", fact=fact)
