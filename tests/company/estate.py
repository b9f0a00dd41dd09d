"""The company with everything that an audit can look at: records, statements, and what really runs.

The server, its database, the shop, the account and the service at the door are collected from once. What a
change touches is collected anew, the rest is kept.
"""

import shutil
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

import pytest
import yaml

from scanner import access, pipeline
from scanner.collect import FactSchemas, Job, collect
from scanner.interfaces import Collector, FactRequest, Halt
from scanner.inventory import read_inventory
from scanner.model import Event, Target
from scanner.parameters import overridden
from scanner.policy_pack import Pack
from scanner.snapshot import TargetInfo
from tests.collectors.authority import Authority
from tests.collectors.aws.fault_proxy import FaultProxy
from tests.collectors.aws.moto_server import MotoServer
from tests.collectors.web.site import Site, site
from tests.company import account
from tests.company.people import Rows
from tests.company.server import DATA, Server
from tests.company.touchpoints import PAGES, SCENARIOS
from tests.company.workspace import NOW, ZONE, Said, Workspace, judged
from tests.e2e import database
from tests.needs import need

PASSWORD = "AUDIT_PASSWORD"
Found = dict[tuple[str, str], tuple[Event, ...]]
"""What was collected, by target and resource type."""


def _dataset(id_: str, classification: str, owner: str, *stores: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": id_,
        "classification": classification,
        "retention_days": 1095,
        "owner": owner,
        "stores": list(stores),
    }


DATASETS = [
    _dataset(
        "crm",
        "sensitive",
        "E05",
        {"target": "web1", "path": DATA},
        {"target": "db", "table": "shop.public.customers", "date_column": "created_at"},
        {"target": "account", "bucket": "files"},
    ),
    _dataset(
        "orders",
        "general",
        "E05",
        {"target": "account", "bucket": "orders"},
        {"target": "account", "bucket": "logs"},
    ),
    _dataset("board", "highly_sensitive", "E01", {"target": "account", "bucket": "board"}),
]


class Estate:
    """Everything of the company while it runs. A context."""

    def __init__(self, folder: Path, workspace: Workspace, pack: Pack, declared: str) -> None:
        self.folder, self.workspace, self.pack = folder, workspace, pack
        (folder / "declared.yaml").write_text(declared)
        self.moto = MotoServer(images=False)
        self.server = Server()
        self.authority = Authority(folder)
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(self._environment())
            stack.enter_context(self.moto)
            account.make(self.moto)
            self.proxy = stack.enter_context(FaultProxy(self.moto.url))
            self.proxy.amend(account.AMENDMENTS)
            self.shop: Site = stack.enter_context(site(PAGES, self.authority.shown("shop")))
            stack.enter_context(self.server)
            self.configure()
            self._install_probe()
            self.found = self.collect(self.inventory.targets)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    # --- what is audited --------------------------------------------------------------------------

    def configure(self) -> None:
        """Write audit.yaml, and read it."""
        targets = [
            {"id": "web1", "kind": "ssh", **self.server.settings},
            {"id": "db", "kind": "postgres", **self.server.database, "password_env": PASSWORD},
            {"id": "account", "kind": "aws", "profile": "audit", "endpoint_url": self.proxy.url},
            self._shop(),
            self._door(),
            {"id": "stated", "kind": "declared", "path": "declared.yaml"},
        ]
        document = {
            "period": {"time_zone": ZONE},
            "parameters": {"s3_log_buckets": ["logs"]},
            "targets": targets,
            "datasets": DATASETS,
        }
        (self.folder / "audit.yaml").write_text(yaml.safe_dump(document))
        self.inventory = read_inventory(self.folder / "audit.yaml")
        values = {name: setting.value for name, setting in self.inventory.parameters.items()}
        self.pack = overridden(self.pack, values)
        self._wanted = pipeline.wanted_everywhere(self.pairs, self.pack, has_datasets=True)

    def _shop(self) -> dict[str, Any]:
        browser = shutil.which("chromium") or shutil.which("google-chrome")
        need(present=browser is not None, what="chromium")
        return {
            "id": "shop",
            "kind": "web",
            "pages": [{"url": self.shop.url(path), "scenario": SCENARIOS[path]} for path in PAGES],
            "delay_seconds": 0,
            "ca_file": str(self.authority.ca_file),
            "render": True,
            "browser": browser,
        }

    def _door(self) -> dict[str, Any]:
        return {
            "id": "door",
            "kind": "endpoint",
            "host": self.server.address,
            "server_name": "shop.example",
            "ca_file": str(self.server.authority),
        }

    def _environment(self) -> Any:
        (self.folder / "aws").write_text(
            "[profile audit]\nregion = us-east-1\naws_access_key_id = AKIAAUDIT\naws_secret_access_key = x\n"
        )
        patch = pytest.MonkeyPatch()
        patch.setenv("AWS_CONFIG_FILE", str(self.folder / "aws"))
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv(PASSWORD, database.PASSWORD)
        stack = ExitStack()
        stack.callback(patch.undo)
        return stack

    def _install_probe(self) -> None:
        web1 = self.target("web1")
        collector: Any = self.inventory.collectors["ssh"]
        self.server.install(collector.installable(web1, self._wanted["web1"]))

    @property
    def targets(self) -> list[Target]:
        """What audit.yaml lists, and the registers."""
        return [*self.inventory.targets, self.workspace.target]

    def target(self, id_: str) -> Target:
        """One of them."""
        return next(target for target in self.targets if target.id == id_)

    @property
    def pairs(self) -> list[tuple[Target, Collector]]:
        """The targets, each with its collector."""
        collectors = {**self.inventory.collectors, "register": self.workspace.collector}
        return [(target, collectors[target.kind]) for target in self.targets]

    # --- what is found ----------------------------------------------------------------------------

    def collect(self, targets: Iterable[Target], *types: str) -> Found:
        """What targets have, of all types unless some are named."""
        collectors = {target.id: collector for target, collector in self.pairs}
        jobs = []
        for target in targets:
            wanted = self._wanted[target.id].types
            some = {type_: facts for type_, facts in wanted.items() if not types or type_ in types}
            jobs.append(Job(target, collectors[target.id], FactRequest(some)))
        found: dict[tuple[str, str], list[Event]] = {
            (job.target.id, type_): [] for job in jobs for type_ in job.types
        }
        for event in collect(jobs, FactSchemas(self.pack.schemas), lambda *_: None, Halt()):
            found[event.target, event.type].append(event)
        return {key: tuple(events) for key, events in found.items()}

    def records(self, changed: Mapping[str, Rows | None]) -> Found:
        """What there is of changed registers."""
        found = self.workspace.collected(changed)
        return {(self.workspace.target.id, type_): events for type_, events in found.items()}

    def everything(self, changed: Found | None = None) -> Found:
        """What there is, with changes, and the access lists that follow from it."""
        records = {
            (self.workspace.target.id, type_): events for type_, events in self.workspace.found.items()
        }
        found = {**self.found, **records, **(changed or {})}
        lists = access.Derivation(self.targets, lambda: NOW)
        for events in found.values():
            for event in events:
                lists.take(event)
        return {**found, (access.TARGET, access.TYPE): tuple(lists.events())}

    def infos(self) -> list[TargetInfo]:
        """The targets as a snapshot has them."""
        infos = [TargetInfo(t.id, t.kind, tuple(sorted(c.types)), dict(t.labels)) for t, c in self.pairs]
        return [*infos, TargetInfo(access.TARGET, "derived", (access.TYPE,), {})]

    def judge(self, changed: Found) -> dict[str, Said]:
        """What each control says that reads what has changed."""
        types = {type_ for _, type_ in changed}
        if types & access.NEEDS.keys():
            types.add(access.TYPE)
        checks = [check for check in self.pack.checks.values() if types & {check.resource, *check.needs}]
        return judged(self.pack, tuple(checks), self.infos(), self.everything(changed), "lib.")
