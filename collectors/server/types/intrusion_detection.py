"""Intrusion detection, file integrity, mandatory access control and anti-malware of a machine."""

import shlex
from collections.abc import Iterator, Sequence

from collectors.server.facts import clamav, ids, mac
from collectors.server.machine import Machine, Made, ServerType
from collectors.server.reply import alike
from scanner.model import Enumerated, Event

NAME = "server.intrusion_detection"
_ALWAYS = ("/etc", "/usr/bin")
"""What every integrity checker should watch, besides the datasets."""

_FIXED = {
    "agents": alike(ids.agents),
    "scanners": alike(ids.scanners),
    "fail2ban": alike(ids.fail2ban),
    "apparmor": alike(mac.apparmor),
    "selinux": alike(mac.selinux),
    "clamav": alike(clamav.clamav),
}
_START = """\
run program found aide
run config aide_config
run database aide_database
run schedule aide_schedule
"""


def _asked(paths: Sequence[str]) -> list[tuple[str, str]]:
    """Each path with the name of the item that answers for it; items are named in letters."""
    return [(path, f"covered_{_letters(index)}") for index, path in enumerate((*_ALWAYS, *paths))]


def _letters(index: int) -> str:
    text = chr(97 + index % 26)
    return text if index < 26 else _letters(index // 26 - 1) + text


def _made(facts: frozenset[str] | None, paths: Sequence[str]) -> Sequence[Made]:
    if facts is not None and "aide" not in facts:
        return ()
    calls = [f"run {item} covered {shlex.quote(path)}\n" for path, item in _asked(paths)]
    return (Made("aide", _START + "".join(calls)),)


def _listing(machine: Machine) -> Iterator[Event]:
    functions = {**_FIXED, "aide": ids.aide(_asked(machine.paths))}
    id_ = f"{machine.identity.id}/intrusion_detection"
    yield from machine.resource(NAME, id_, machine.identity.hostname, functions)
    yield Enumerated(machine.target, NAME, 1)


TYPE = ServerType(
    NAME,
    _listing,
    of_fact={
        "agents": ("ids_agents",),
        "scanners": ("ids_agents",),
        "fail2ban": ("ids_fail2ban",),
        "apparmor": ("mac",),
        "selinux": ("mac",),
        "clamav": ("clamav",),
    },
    made=_made,
    seconds=60,
    library="aide",
)
