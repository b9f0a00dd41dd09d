"""Many real SSH servers on one machine, each with mounts, processes, a name and a port of its own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

from tests.e2e.estate import clean_server
from tests.e2e.twin import Twin

_STARTING = 4


@contextmanager
def fleet(count: int) -> Iterator[list[Twin]]:
    """Start `count` servers; needs root."""
    with ExitStack() as stack, ThreadPoolExecutor(_STARTING) as pool:
        hosts = [clean_server(name=f"web{number:03}") for number in range(count)]
        yield list(pool.map(stack.enter_context, hosts))


def targets(hosts: list[Twin]) -> list[dict[str, Any]]:
    """The fleet as `targets` of audit.yaml."""
    return [{"id": host.name, "kind": "ssh", **host.settings} for host in hosts]
