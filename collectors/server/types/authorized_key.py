"""Keys that the SSH server takes, one for each account and line."""

from collections.abc import Iterator, Mapping, Sequence

from collectors.server.facts import access, authorized_keys
from collectors.server.machine import Machine, ServerType, constant
from scanner.interfaces import Json
from scanner.model import Enumerated, Event, Gap

NAME = "server.authorized_key"


def _listing(machine: Machine) -> Iterator[Event]:
    listing = authorized_keys.listing(machine.reply)
    for problem in listing.problems:
        yield Gap(machine.target, NAME, problem.reason, problem.detail)
    shared: Mapping[str, Json] = {}
    if listing.files:
        shared = yield from machine.shared(NAME, {"writers": access.everybody})
    seen: dict[str, int] = {}
    for file in listing.files:
        for key in file.keys:
            yield from _key(machine, file, key, shared, seen)
    if not listing.problems:
        yield Enumerated(machine.target, NAME, sum(len(file.keys) for file in listing.files))


def _key(
    machine: Machine,
    file: authorized_keys.KeyFile,
    key: authorized_keys.Key,
    shared: Mapping[str, Sequence[access.Who]],
    seen: dict[str, int],
) -> Iterator[Event]:
    name = f"{file.account.name} {key.fingerprint}"
    # One key can stand on several lines; sshd takes the first whose options fit.
    seen[name] = seen.get(name, 0) + 1
    suffix = f"/{seen[name]}" if seen[name] > 1 else ""
    id_ = f"{machine.identity.id}/authorized_key/{file.account.name}/{key.fingerprint}{suffix}"
    facts = {"account": file.account.name, "uid": file.account.uid, **key.facts()}
    functions = {fact: constant(value) for fact, value in facts.items()}
    functions["file"] = file.stat
    if "writers" in shared:
        functions["writers"] = lambda reply: access.others_who_replace(
            file.chains(reply), shared["writers"], file.account.uid
        )
    yield from machine.resource(NAME, id_, name, functions)


TYPE = ServerType(
    NAME,
    _listing,
    sections=("accounts", "sshd", "authorized_keys"),
    of_fact={"writers": ("directories",)},
    library="path",
)
"""Keys in the files of AuthorizedKeysFile."""
