"""One machine from the wanted facts to events, whatever the transport."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from collectors.server import installed, probe, sections, transport
from collectors.server.frames import parse
from collectors.server.machine import Machine, identify, paths_of
from collectors.server.reply import NotSeenError, Reply
from collectors.server.transport import Deadline, Intake
from collectors.server.types import ALL
from scanner.interfaces import ConfigurationError, FactRequest
from scanner.model import Event, Gap, Target


class Run(Protocol):
    """Runs the probe; raises NotSeenError when it could not even be started."""

    def __call__(self, script: bytes, nonce: str, deadline: Deadline, command: str) -> Intake:
        """What the command, with the script on its standard input, said before the deadline."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """One machine to scan; `timeout` in seconds for all of it.

    The probe runs as the account, with `sudo` as root, or with `installed` as the root-owned file of that
    path; where these are refused it runs as the account.
    """

    target: Target
    wanted: FactRequest
    run: Run
    sudo: bool
    timeout: float
    nonce: str
    now: datetime
    installed: str | None = None


def problems(target: Target) -> list[str]:
    """What is wrong with a target beyond the schema of its settings, one line each."""
    return [
        f"target '{target.id}': the path {store.pattern!r} of dataset '{store.dataset.id}' must be absolute"
        for store in target.stores
        if store.kind == "path" and (not store.pattern.startswith("/") or "\0" in store.pattern)
    ]


def events(job: Job) -> Iterator[Event]:
    """Every wanted type as a listing or a gap."""
    wanted = replace(job.wanted, types={t: facts for t, facts in job.wanted.types.items() if t in ALL})
    if not wanted.types:
        return
    wrong = problems(job.target)
    if wrong:
        raise ConfigurationError(*wrong)
    try:
        reply = _ask(job, wanted, paths_of(job.target.stores))
        identity = identify(reply)
    except NotSeenError as problem:
        for type_ in sorted(wanted.types):
            yield Gap(job.target.id, type_, problem.reason, problem.detail)
        return
    machine = Machine(job.target.id, wanted, reply, identity, job.target.stores, job.now)
    try:
        for name, server_type in ALL.items():
            if wanted.wants(name):
                yield from server_type.events(machine)
    finally:
        reply.release()


def streamed(wanted: FactRequest, paths: Sequence[str], timeout: float, nonce: str) -> bytes:
    """The script that goes to the machine; `timeout` in seconds for all of it."""
    return probe.opening(nonce) + _rest(frozenset(wanted.types.items()), tuple(paths), timeout)


@lru_cache(8)  # one text for all machines with the same paths
def _rest(types: frozenset[tuple[str, frozenset[str]]], paths: Sequence[str], timeout: float) -> bytes:
    wanted = FactRequest(dict(types))
    return probe.rest(sections.needed(wanted, paths, timeout), sections.library(wanted))


def _ask(job: Job, wanted: FactRequest, paths: Sequence[str]) -> Reply:
    script = streamed(wanted, paths, job.timeout, job.nonce)
    if job.installed is None:
        command = transport.command(sudo=job.sudo)
    else:
        command = installed.command(job.installed, job.nonce, sections.constant(wanted, paths))
    intake = job.run(script, job.nonce, Deadline.after(job.timeout, wanted.halt), command)
    absent = intake.why_missing()
    found, _ = parse(bytes(intake.out), job.nonce, absent)
    user = found["identity"].items.get("user") if "identity" in found else None
    root = user is not None and user.text.strip() == "0"
    refused = _why_refused(job, intake) if not root else None
    return Reply(found, absent, sudo_refused=refused, root=root)


def _why_refused(job: Job, intake: Intake) -> str | None:
    """Why the probe ran as an account other than root although it was to run as root."""
    if job.installed is not None:
        said = intake.sudo_said()
        return f"{job.installed}: {said}; selfaudit doctor --target {job.target.id} prints what to install"
    return intake.sudo_said() if job.sudo else None
