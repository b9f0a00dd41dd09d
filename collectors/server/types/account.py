"""Accounts of /etc/passwd."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from collectors.server.facts import access, account_services, accounts, homes, last_logins
from collectors.server.machine import Machine, ServerType, constant
from collectors.server.reply import NotSeenError, Reply
from scanner.interfaces import Json
from scanner.model import Enumerated, Event, Gap, Resource

NAME = "server.account"
_Of = Callable[[Json, accounts.Account, Reply], Json]
_SHARED: Mapping[str, tuple[Callable[[Reply], Json], _Of]] = {
    "groups": (accounts.groups, lambda groups, account, _: groups.of(account)),
    "password": (accounts.passwords, lambda passwords, account, _: passwords.of(account)),
    "system": (accounts.system_limit, lambda first, account, _: accounts.is_system(account, first)),
    "runs": (account_services.services, lambda services, account, _: services.of(account)),
    "home_stat": (homes.homes, homes.home_stat),
    "risky_files": (homes.homes, homes.risky_files),
    "last_login": (last_logins.last_logins, lambda logins, account, _: logins.of(account)),
}
"""Fact to what all accounts of the machine share, and how one account's value comes from it."""


def _listing(machine: Machine) -> Iterator[Event]:
    listing = accounts.listing(machine.reply)
    problems = [*listing.problems, *_elsewhere(machine.reply)]
    for problem in problems:
        yield Gap(machine.target, NAME, problem.reason, problem.detail)
    shared = yield from machine.shared(NAME, {fact: source for fact, (source, _) in _SHARED.items()})
    for account in listing.accounts:
        yield from _account(machine, account, shared, listing)
    if not problems:
        yield Enumerated(machine.target, NAME, len(listing.accounts))


def _elsewhere(reply: Reply) -> Iterator[NotSeenError]:
    """Who comes from a directory may log in too, and is not listed."""
    try:
        access.local_only(reply)
    except NotSeenError as problem:
        yield problem


def _account(
    machine: Machine, account: accounts.Account, shared: Mapping[str, Json], listing: accounts.Listing
) -> Iterator[Event]:
    id_ = f"{machine.identity.id}/account/{account.name}"
    repeated = listing.repeated.get(account.name)
    if repeated is not None:
        yield Gap(machine.target, NAME, repeated.reason, repeated.detail, resource=id_)
        yield Resource(id_, NAME, account.name, machine.target, {}, machine.now)
        return
    functions = {fact: constant(value) for fact, value in accounts.basics(account).items()}
    functions["same_uid"] = lambda _: _same_uid(account, listing.accounts, listing.problems)
    for fact, value in shared.items():
        functions[fact] = _asking(_SHARED[fact][1], value, account)
    yield from machine.resource(NAME, id_, account.name, functions)


def _asking(of: _Of, value: Json, account: accounts.Account) -> Callable[[Reply], Json]:
    return lambda reply: of(value, account, reply)


def _same_uid(
    account: accounts.Account, others: Sequence[accounts.Account], problems: Sequence[NotSeenError]
) -> Json:
    if problems:
        raise problems[0]
    return [other.name for other in others if other.uid == account.uid and other.name != account.name]


TYPE = ServerType(
    NAME,
    _listing,
    sections=("accounts", "directories"),
    of_fact={
        "system": ("login_defs",),
        "runs": ("account_services",),
        "home_stat": ("homes",),
        "risky_files": ("homes",),
        "last_login": ("last_login",),
    },
)
"""Accounts of the local files."""
