"""One machine from the wanted facts to events, whatever the transport."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from collectors.server import probe, sections
from collectors.server.machine import Machine, identify, paths_of
from collectors.server.reply import NotSeenError, Reply, parse
from collectors.server.transport import Deadline, Intake
from collectors.server.types import ALL
from scanner.interfaces import ConfigurationError, FactRequest
from scanner.model import Event, Gap, Target


class Run(Protocol):
    """Runs the probe; raises NotSeenError when it could not even be started."""

    def __call__(self, script: bytes, nonce: str, deadline: Deadline, *, sudo: bool) -> Intake:
        """What came back before the deadline."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """One machine to scan; `timeout` in seconds for all of it."""

    target: Target
    wanted: FactRequest
    run: Run
    sudo: bool
    timeout: float
    nonce: str
    now: datetime


def problems(target: Target) -> list[str]:
    """What is wrong with a target beyond the schema of its settings, one line each."""
    return [
        f"target '{target.id}': the path {store.pattern!r} of dataset '{store.dataset.id}' must be absolute"
        for store in target.stores
        if store.kind == "path" and (not store.pattern.startswith("/") or "\0" in store.pattern)
    ]


def events(job: Job) -> Iterator[Event]:
    """Every wanted type as a listing or a gap."""
    wanted = FactRequest({t: facts for t, facts in job.wanted.types.items() if t in ALL})
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
    for name, server_type in ALL.items():
        if wanted.wants(name):
            yield from server_type.events(machine)


def _ask(job: Job, wanted: FactRequest, paths: Sequence[str]) -> Reply:
    parts = sections.needed(wanted, paths, job.timeout)
    script = probe.script(parts, job.nonce, sections.library(wanted))
    intake = job.run(script, job.nonce, Deadline.after(job.timeout), sudo=job.sudo)
    absent = intake.why_missing()
    found, _ = parse(bytes(intake.out), job.nonce, absent)
    user = found["identity"].items.get("user") if "identity" in found else None
    root = user is not None and user.text.strip() == "0"
    refused = intake.sudo_said() if job.sudo and not root else None
    return Reply(found, absent, sudo_refused=refused, root=root)
