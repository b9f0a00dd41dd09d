"""Many real SSH servers on one machine, each with mounts, processes, a name and a port of its own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.replies import of_host
from tests.e2e.debian import debian_root
from tests.e2e.estate import clean_server
from tests.e2e.twin import Twin

_STARTING = 4
_REPLAY = """\
case $SSH_ORIGINAL_COMMAND in
*'sh -s'*) sed "s/@NONCE@/$(sed -n 's/^NONCE=//p')/" /replay.txt ;;
*) exec sh -c "$SSH_ORIGINAL_COMMAND" ;;
esac
"""
"""Answers the probe with a recorded reply, in which its nonce is put."""


@contextmanager
def fleet(count: int, reply: str = "", *, same: bool = True) -> Iterator[list[Twin]]:
    """Start `count` servers, which answer the probe with `reply` when one is given; needs root.

    Unless it is to be the same of all, each has a comment of its own in every configuration file.
    """
    with ExitStack() as stack, ThreadPoolExecutor(_STARTING) as pool:
        root = debian_root()
        hosts = [_server(f"web{number:03}", root, reply, same) for number in range(count)]
        yield list(pool.map(stack.enter_context, hosts))


def _server(name: str, root: Path, reply: str, same: bool) -> Twin:
    if not reply:
        return clean_server(name=name, root=root)
    files = {"/replay.txt": reply if same else of_host(reply, name), "/replay.sh": _REPLAY}
    return clean_server(name=name, root=root, sshd="ForceCommand exec sh /replay.sh\n", files=files)


def targets(hosts: list[Twin]) -> list[dict[str, Any]]:
    """The fleet as `targets` of audit.yaml."""
    return [{"id": host.name, "kind": "ssh", **host.settings} for host in hosts]
