"""An account full of traps, seeded once, and what a scan says of it without faults."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import chain
from pathlib import Path

import pytest

from scanner.inventory import read_inventory
from scanner.model import Check, Event
from scanner.policy_pack import Pack, load_packs
from tests.collectors.aws.aws_request import Request
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import MotoServer
from tests.e2e.account import AMENDMENTS, TRAPS, seed
from tests.e2e.auditor import Auditor, Outcomes, only
from tests.e2e.conftest import Workspace, aws_target

DATASET = {
    "id": "customers",
    "classification": "general",
    "retention_days": 365,
    "owner": "crm",
    "stores": [{"target": "account", "bucket": "*"}],
}
SENSITIVE = {
    **DATASET,
    "id": "secrets",
    "classification": "sensitive",
    "stores": [{"target": "account", "bucket": "s3-sensitive-*"}],
}


@pytest.fixture(scope="session")
def account() -> Iterator[tuple[MotoServer, Outcomes]]:
    """The account, and what the table says of it."""
    with MotoServer(images=False) as moto:
        yield moto, seed(moto)


@pytest.fixture(scope="session")
def proxy(account: tuple[MotoServer, Outcomes]) -> Iterator[FaultProxy]:
    """In front of the account; reset it before use."""
    with FaultProxy(account[0].url) as found:
        found.amend(AMENDMENTS)
        yield found


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The built-in policies."""
    return load_packs([("policies", Path(str(files("policies"))))])


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory, proxy: FaultProxy) -> Workspace:
    found = Workspace(tmp_path_factory.mktemp("account"))
    found.configure(targets=[aws_target(proxy.url)], datasets=[DATASET, SENSITIVE])
    return found


@pytest.fixture(scope="session")
def auditor(workspace: Workspace, pack: Pack) -> Iterator[Auditor]:
    with pytest.MonkeyPatch.context() as patch:
        for key, value in workspace.env.items():
            if key.startswith("AWS_"):
                patch.setenv(key, value)
        inventory = read_inventory(workspace.folder / "audit.yaml")
        yield Auditor(inventory, pack, only(pack, TRAPS), workspace.folder)


@dataclass(frozen=True)
class Calm:
    """What there is without faults: the events and the operations of each type, and the outcomes."""

    events: Mapping[str, Sequence[Event]]
    asked: Mapping[str, Mapping[str, Fault]]
    outcomes: Outcomes

    @property
    def all_events(self) -> list[Event]:
        """Those of all types."""
        return list(chain.from_iterable(self.events.values()))

    @property
    def operations(self) -> dict[str, Fault]:
        """All operations, with their denials."""
        return dict(chain.from_iterable(found.items() for found in self.asked.values()))


@pytest.fixture(scope="session")
def calm(auditor: Auditor, proxy: FaultProxy) -> Calm:
    """Collected type by type, to see what each asks for."""
    events, asked = {}, {}
    for type_ in TRAPS:
        proxy.reset()
        events[type_] = auditor.collect([type_])
        asked[type_] = denials(proxy.asked())
    found = Calm(events, asked, {})
    return replace(found, outcomes=auditor.outcomes(found.all_events))


def denials(requests: Sequence[Request]) -> dict[str, Fault]:
    """Each operation that was asked for, and its denial."""
    return {
        f"{r.service} {r.operation or r.method} {r.subresource} {'' if r.bucket else 'account'}": Fault(
            service=r.service,
            operation=r.operation,
            subresource=r.subresource,
            bucket=None if r.bucket else "",
        )
        for r in requests
    }


def afterwards(auditor: Auditor, calm: Calm, types: Sequence[str]) -> Outcomes:
    """The outcomes when some types are collected anew."""
    now = replace(calm, events={**calm.events, **{type_: auditor.collect([type_]) for type_ in types}})
    checks = frozenset(check.id for check in auditor.selection().checks if _reads(check, types))
    untouched = {key: outcome for key, outcome in calm.outcomes.items() if key[0] not in checks}
    return untouched | auditor.outcomes(now.all_events, checks)


def _reads(check: Check, types: Sequence[str]) -> bool:
    return check.resource in types or not check.needs.keys().isdisjoint(types)


def wrong(before: Outcomes, after: Outcomes) -> dict[tuple[str, str], str]:
    """Outcomes that are neither as before nor unknown, and what is missing without a word."""
    unlisted = {check for check, name in after if (check, name) not in before}
    changed = {
        key: f"{before.get(key)} became {outcome}"
        for key, outcome in after.items()
        if outcome not in (before.get(key), "unknown")
    }
    lost = {key: "lost" for key in before.keys() - after.keys() if key[0] not in unlisted}
    return changed | lost
