"""Programs that are setuid or setgid, or have capabilities."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from collectors.server.facts import access, privileged_programs
from collectors.server.machine import Machine, Made, ServerType, constant
from collectors.server.probe import quote, text
from scanner.interfaces import Json
from scanner.model import Enumerated, Event, Gap, GapReason

NAME = "server.privileged_program"


def _section(paths: Sequence[str]) -> str:
    """Named after the paths: the installed probe may have others."""
    names = "\0".join(sorted(paths)).encode("utf-8", "surrogateescape")
    return f"privileged_programs.{hashlib.sha256(names).hexdigest()[:16]}"


def _made(facts: frozenset[str] | None, paths: Sequence[str]) -> Sequence[Made]:  # noqa: ARG001 (one for all facts)
    known = "\n".join(path for path in sorted(paths) if "\n" not in path)
    return [Made(_section(paths), f"datasets={quote(known)}\n{text('privileged_programs')}")]


def _listing(machine: Machine) -> Iterator[Event]:
    found = privileged_programs.listing(machine.reply, _section(machine.paths))
    if found.closed:
        problem = machine.reply.denied("some folders cannot be searched for setuid programs")
        yield Gap(machine.target, NAME, problem.reason, problem.detail)
    if found.no_capabilities:
        detail = (
            "getcap is not installed, so capabilities of programs are not seen; "
            "install libcap2-bin (libcap on other distributions than Debian)"
        )
        yield Gap(machine.target, NAME, GapReason.TOOL_ABSENT, detail, scope="capabilities")
    shared: Mapping[str, Json] = {}
    if found.programs:
        shared = yield from machine.shared(NAME, {"executors": access.everybody})
    for program in found.programs.values():
        yield from _program(machine, program, shared, capabilities=not found.no_capabilities)
    if not (found.closed or found.no_capabilities):
        yield Enumerated(machine.target, NAME, len(found.programs))


def _program(
    machine: Machine,
    program: privileged_programs.Program,
    shared: Mapping[str, Sequence[access.Who]],
    *,
    capabilities: bool,
) -> Iterator[Event]:
    functions = {
        "setuid": lambda reply: privileged_programs.setuid(program, reply),
        "setgid": lambda reply: privileged_programs.setgid(program, reply),
        "gives": constant(program.gives()),
        "capabilities": constant(sorted(program.capabilities) if capabilities else None),
    }
    if "executors" in shared:
        functions["executors"] = lambda reply: program.executors(reply, shared["executors"])
    id_ = f"{machine.identity.id}/privileged_program{program.path}"
    yield from machine.resource(NAME, id_, program.path, functions)


TYPE = ServerType(
    NAME,
    _listing,
    of_fact={"executors": ("accounts", "directories")},
    made=_made,
    library="path",
)
"""Programs in the folders of programs, and not deep below those of people."""
