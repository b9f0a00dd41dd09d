"""One scan of an AWS target: account after account, type after type, each in all its places."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from collectors.aws import accounts
from collectors.aws.accounts import OneTeller, Plan
from collectors.aws.caller import Caller
from collectors.aws.crew import Crew, HaltedError
from collectors.aws.kinds import AwsType, events
from collectors.aws.places import Places
from collectors.aws.services import ALL
from collectors.aws.session import Clients
from collectors.aws.settings import Organization, Settings
from collectors.aws.troubles import Trouble, trouble_of
from scanner.interfaces import FactRequest
from scanner.model import Event, Gap, GapReason

Clock = Callable[[], datetime]
ACCOUNTS_AT_ONCE = 4
"""Accounts that are read side by side: their clients are held in memory."""


def scan(target: str, settings: Settings, wanted: FactRequest, clock: Clock) -> Iterator[Event]:
    """Everything that is wanted of one target."""
    types = [type_ for name, type_ in ALL.items() if wanted.wants(name)]
    try:
        clients = Clients.of_target(settings, wanted.halt)
    except Exception as error:  # noqa: BLE001 - the boundary: without a session every type is a gap
        trouble = trouble_of(error)
        yield from (Gap(target, type_.name, trouble.reason, f"AWS: {trouble.text}") for type_ in types)
        return
    with closing(clients), Crew(settings.max_concurrency, wanted.halt) as crew:
        for type_ in types:
            yield from _unheard_of(target, type_, wanted.facts(type_.name))
        yield from _Scan(target, settings, wanted, clock, types, clients, crew).events()


def _unheard_of(target: str, type_: AwsType, facts: frozenset[str]) -> Iterator[Gap]:
    """Facts that nobody taught this collector."""
    for fact in sorted(facts - type_.facts):
        yield Gap(target, type_.name, GapReason.UNSUPPORTED, "no call of this collector gives it", fact=fact)


@dataclass(slots=True)
class _Scan:
    """What is the same for all accounts; `cut` are the types that a halt kept from coming to their end."""

    target: str
    settings: Settings
    wanted: FactRequest
    clock: Clock
    types: Sequence[AwsType]
    clients: Clients
    crew: Crew
    cut: set[str] = field(default_factory=set)

    def events(self) -> Iterator[Event]:
        organization = self.settings.organization
        yield from self._of_organization(organization) if organization else self._of_one()
        halt = self.wanted.halt
        for name in sorted(self.cut):
            yield Gap(self.target, name, halt.reason, halt.detail)

    def _of_one(self) -> Iterator[Event]:
        here = Places(self.target, self.settings, self.clients, self.clock)
        yield from self._types({}, [here], OneTeller(frozenset()))

    def _of_organization(self, organization: Organization) -> Iterator[Event]:
        try:
            plan = accounts.plan(self.clients, organization)
        except Exception as error:  # noqa: BLE001 - the boundary: every type is a gap
            yield from self._troubles({"": trouble_of(error)})
            return
        teller = OneTeller(frozenset(plan.accounts))
        troubles = plan.troubles
        if not plan.accounts and not troubles:
            troubles = {"": Trouble(GapReason.NOT_IN_SOURCE, "organization: exclude leaves no account")}
        yield from self._troubles(troubles)
        for start in range(0, len(plan.accounts), ACCOUNTS_AT_ONCE):
            batch = plan.accounts[start : start + ACCOUNTS_AT_ONCE]
            yield from self._batch(plan, organization, batch, teller)

    def _batch(
        self, plan: Plan, organization: Organization, batch: Sequence[str], teller: OneTeller
    ) -> Iterator[Event]:
        """Some accounts at the same time; nothing is kept of them."""

        def opened(account: str) -> Clients | Trouble:
            return self._clients_of(plan, organization, account)

        troubles, places = {}, []
        with ExitStack() as stack:
            try:
                for account, clients in zip(batch, self.crew.in_order(opened, batch), strict=True):
                    if isinstance(clients, Trouble):
                        troubles[account] = clients
                        continue
                    if clients is not self.clients:
                        stack.enter_context(closing(clients))
                    places.append(Places(self.target, self.settings, clients, self.clock, account))
            except HaltedError:
                self.cut |= {type_.name for type_ in self.types}
                return
            yield from self._types(troubles, places, teller)

    def _clients_of(self, plan: Plan, organization: Organization, account: str) -> Clients | Trouble:
        if account == plan.own:
            return self.clients
        arn = accounts.role_arn(plan.partition, account, organization)
        try:
            return self.clients.as_role(arn)
        except Exception as error:  # noqa: BLE001 - the boundary: the account is a gap of every type
            return accounts.unassumed(arn, trouble_of(error))

    def _troubles(self, troubles: "_ByAccount") -> Iterator[Gap]:
        for type_ in self.types:
            yield from self._gaps(type_, troubles)

    def _gaps(self, type_: AwsType, troubles: "_ByAccount") -> Iterator[Gap]:
        for account, trouble in troubles.items():
            yield Gap(self.target, type_.name, trouble.reason, trouble.text, account)

    def _types(self, troubles: "_ByAccount", places: Sequence[Places], teller: OneTeller) -> Iterator[Event]:
        """Type after type, each in all places of these accounts."""
        for type_ in self.types:
            callers: Iterator[Caller | Gap] = chain(
                self._gaps(type_, troubles),
                *(each.of(type_.name, regional=type_.regional) for each in places),
            )
            facts = self.wanted.facts(type_.name) & type_.facts
            if not (yield from events(type_, callers, facts, self.crew, teller)):
                self.cut.add(type_.name)


_ByAccount = Mapping[str, Trouble]
"""By the id of the account; empty for the target as a whole."""
