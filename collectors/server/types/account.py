"""Accounts of /etc/passwd."""

from collections.abc import Iterator, Mapping

from collectors.server.facts import accounts
from collectors.server.machine import Machine, ServerType, constant
from collectors.server.reply import NotSeenError
from scanner.interfaces import Json
from scanner.model import Enumerated, Event, Gap, Resource

NAME = "server.account"
_SHARED = {"groups": accounts.groups, "password": accounts.passwords, "system": accounts.system_limit}


def _listing(machine: Machine) -> Iterator[Event]:
    listing = accounts.listing(machine.reply)
    for problem in listing.problems:
        yield Gap(machine.target, NAME, problem.reason, problem.detail)
    shared = yield from machine.shared(NAME, _SHARED)
    for account in listing.accounts:
        yield from _account(machine, account, shared, listing.repeated.get(account.name))
    if not listing.problems:
        yield Enumerated(machine.target, NAME, len(listing.accounts))


def _account(
    machine: Machine, account: accounts.Account, shared: Mapping[str, Json], repeated: NotSeenError | None
) -> Iterator[Event]:
    id_ = f"{machine.identity.id}/account/{account.name}"
    if repeated is not None:
        yield Gap(machine.target, NAME, repeated.reason, repeated.detail, resource=id_)
        yield Resource(id_, NAME, account.name, machine.target, {}, machine.now)
        return
    functions = {fact: constant(value) for fact, value in accounts.basics(account).items()}
    if "groups" in shared:
        functions["groups"] = lambda _: shared["groups"].of(account)
    if "password" in shared:
        functions["password"] = lambda _: shared["password"].of(account)
    if "system" in shared:
        functions["system"] = lambda _: accounts.is_system(account, shared["system"])
    yield from machine.resource(NAME, id_, account.name, functions)


TYPE = ServerType(
    NAME,
    _listing,
    sections=("accounts",),
    of_fact={"system": ("login_defs",)},
)
