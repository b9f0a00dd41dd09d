"""All kinds of sources in one scan: who can reach what, and exactly the findings that are planted."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from scanner.access.lists import access_lists
from scanner.model import AccessList
from scanner.snapshot import open_snapshot
from tests.collectors.authority import Authority
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import MotoServer
from tests.collectors.endpoints.servers import free_port, haproxy
from tests.collectors.web.site import site
from tests.e2e import database, everything
from tests.e2e.conftest import Run, Workspace, aws_target
from tests.e2e.fleet import Host
from tests.e2e.test_touchpoints import FAILED, PAGES, STYLE, UNKNOWN, browser

__all__ = ["browser"]

DATASETS = {
    "crm": (
        "sensitive",
        [
            {"target": "web2", "path": "/srv/crm"},
            {"target": "db", "table": "shop.public.customers", "date_column": "created_at"},
            {"target": "aws", "bucket": "crm-archive"},
        ],
    ),
    "vip": ("highly_sensitive", [{"target": "web2", "path": "/srv/vip"}]),
    "news": ("general", [{"target": "web1", "path": "/srv/news"}, {"target": "aws", "bucket": "newsletter"}]),
}
PLANTED = {
    ("access-anonymous", "anybody on the internet on news"),
    ("access-without-person", "zoe on crm"),
    ("access-without-person", "www-data on news"),
    ("access-leaver", "bob on crm"),
    ("access-leaver", "bob on news"),
    ("access-direct-grant", "bob on crm"),
    ("access-direct-grant", "etl on crm"),
    ("access-direct-grant", "zoe on crm"),
    ("access-direct-grant", "courier on crm"),
    ("access-highly-sensitive", "ann on vip"),
    ("access-role-matrix", "ann on vip"),
    ("access-role-matrix", "bob on crm"),
    ("access-role-matrix", "zoe on crm"),
    ("access-unauthorised", "alice on crm"),
    ("access-unauthorised", "ann on vip"),
    ("access-unauthorised", "bob on crm"),
    ("access-unauthorised", "deploy on crm"),
    ("access-unauthorised", "zoe on crm"),
    ("access-mover", "dora on news"),
    ("access-mover", "dora on vip"),
    ("access-untrained", "alice on crm"),
    ("access-partner", "courier on crm"),
    ("access-partner", "arn:aws:iam::222222222222:root on crm"),
}
CRM = {
    # On the file server.
    ("root", ("read", "write", "delete", "administer"), ()),
    ("audit", ("read", "write", "delete", "administer"), ("E105",)),
    ("ann", ("read",), ("E100",)),
    ("deploy", ("read",), ("E100",)),
    ("bob", ("read",), ("E101",)),
    # In the database.
    ("postgres", ("read", "write", "delete", "export", "administer"), ()),
    ("audit", ("read",), ("E105",)),
    ("etl", ("read",), ("E103",)),
    # In the bucket.
    ("alice", ("read", "export"), ("E102",)),
    ("courier", ("read",), ("E103",)),
    ("zoe", ("read",), ()),
    ("arn:aws:iam::222222222222:root", ("read",), ()),
}
VIP = {
    ("root", ("read", "write", "delete", "administer"), ()),
    ("audit", ("read", "write", "delete", "administer"), ("E105",)),
    ("ann", ("read",), ("E100",)),
    ("dora", ("read",), ("E104",)),
}
NEWS = {
    ("root", ("read", "write", "delete", "administer"), ()),
    ("audit", ("read", "write", "delete", "administer"), ("E105",)),
    ("ann", ("read",), ("E100",)),
    ("bob", ("read",), ("E101",)),
    ("dora", ("read",), ("E104",)),
    ("www-data", ("read",), ()),
    ("anybody on the internet", ("read",), ()),
}


@dataclass(frozen=True)
class Scanned:
    """The one scan, its access lists, and what names of endpoints and pages stand for."""

    run: Run
    lists: dict[str, AccessList]
    origin: str
    page: str

    def found(self, outcome: str, *kinds: str) -> set[tuple[str, str]]:
        """(check, name) with an outcome of the checks of some kinds."""
        return {
            (check, name.removeprefix(self.origin))
            for check, name in self.run.checks(outcome)
            if check.startswith(kinds)
        }

    def on_targets(self, outcome: str, kind: str) -> set[tuple[str, str]]:
        """(check, target) with an outcome of the checks of a kind."""
        return {
            (finding["check"], finding["subject"]["target"])
            for finding in self.run.report["findings"]
            if finding["outcome"] == outcome and finding["check"].startswith(kind)
        }


def _endpoint(id_: str, host: Host, **more: Any) -> dict[str, Any]:
    return {"id": id_, "kind": "endpoint", "host": host.address, "ca_file": str(host.authority), **more}


@dataclass(frozen=True)
class Company:
    """Everything of it while it runs."""

    workspace: Workspace
    authority: Authority
    web1: Host
    web2: Host
    db1: Host
    moto: MotoServer


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    folder = tmp_path_factory.mktemp("everything")
    folder.chmod(0o755)
    workspace, authority = Workspace(folder), Authority(folder)
    everything.write_registers(folder / "registers")
    workspace.env["AUDIT_PASSWORD"] = database.PASSWORD
    with ExitStack() as stack:
        web1, web2, db1 = (
            stack.enter_context(host()) for host in (everything.front, everything.files, everything.db)
        )
        moto = stack.enter_context(MotoServer(images=False))
        everything.make_account(moto)
        yield Company(workspace, authority, web1, web2, db1, moto)


def _datasets(datasets: Mapping[str, tuple[str, list[dict[str, str]]]]) -> list[dict[str, Any]]:
    return [
        {"id": id_, "classification": kind, "retention_days": 365, "owner": "crm", "stores": stores}
        for id_, (kind, stores) in datasets.items()
    ]


@pytest.fixture(scope="module")
def scanned(company: Company, browser: str) -> Iterator[Scanned]:
    workspace, authority, port = company.workspace, company.authority, free_port()
    folder, web1, web2, db1 = workspace.folder, company.web1, company.web2, company.db1
    (folder / "ha").mkdir()
    with ExitStack() as stack:
        stack.enter_context(haproxy(folder / "ha", authority.shown("old", days=(-60, -1)), port))
        pages = {path: STYLE + html for path, (html, _) in PAGES.items()}
        shop = stack.enter_context(site(pages, authority.shown("shop")))
        workspace.configure(
            targets=[
                {"id": "web1", "kind": "ssh", **web1.settings},
                {"id": "web2", "kind": "ssh", **web2.settings},
                {"id": "db1", "kind": "ssh", **db1.settings},
                {"id": "db", "kind": "postgres", **db1.database, "password_env": "AUDIT_PASSWORD"},
                aws_target(company.moto.url, "aws"),
                {"id": "staff", "kind": "register", "folder": "registers"},
                _endpoint("front", web1, server_name="shop.example", servers=["web1"]),
                _endpoint("files", web2, server_name="shop.example", servers=["web2"]),
                _endpoint("db-tls", db1, starttls="postgres", servers=["db1"]),
                {
                    "id": "old",
                    "kind": "endpoint",
                    "host": "localhost",
                    "port": port,
                    "ca_file": str(authority.ca_file),
                },
                {
                    "id": "shop",
                    "kind": "web",
                    "pages": [{"url": shop.url(p), "scenario": name} for p, (_, name) in PAGES.items()],
                    "delay_seconds": 0,
                    "ca_file": str(authority.ca_file),
                    "render": True,
                    "browser": browser,
                },
            ],
            datasets=_datasets(DATASETS),
        )
        run = workspace.scan("--save-snapshot", "taken.zst")
        assert run.report, run.err
        page = (folder / "selfaudit-out" / "report.html").read_text()
        yield Scanned(run, access_lists(open_snapshot(folder / "taken.zst")), shop.origin, page)


def listed(found: AccessList) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return {
        (entry.name, entry.rights, tuple(person.id for person in entry.people or ()))
        for entry in found.entries
        if not entry.is_unused
    }


def test_exactly_these_can_reach_each_dataset(scanned: Scanned) -> None:
    assert {id_: found.unseen for id_, found in scanned.lists.items()} == {"crm": [], "vip": [], "news": []}
    assert listed(scanned.lists["crm"]) == CRM
    assert listed(scanned.lists["vip"]) == VIP
    assert listed(scanned.lists["news"]) == NEWS
    unused = {entry.name for entry in scanned.lists["news"].entries if entry.is_unused}
    assert unused == {"daemon", "deploy", "nobody", "sshd"}


def test_exactly_these_are_findings(scanned: Scanned) -> None:
    assert scanned.found("fail", "access-") == PLANTED
    assert scanned.found("unknown", "access-") == set()


def test_what_is_negotiated_is_compared_with_what_is_configured_on_every_server(scanned: Scanned) -> None:
    assert scanned.on_targets("fail", "endpoint-") == {
        ("endpoint-protocols-as-configured", "files"),
        ("endpoint-ciphers-as-configured", "files"),
        ("endpoint-certificate-expired", "old"),
        ("endpoint-hsts", "old"),
    }
    assert scanned.on_targets("unknown", "endpoint-") == set()


def test_the_pages_are_judged_as_they_are_alone(scanned: Scanned) -> None:
    assert scanned.found("fail", "web-") == FAILED
    assert scanned.found("unknown", "web-") == UNKNOWN


def test_the_report_shows_who_reaches_what(scanned: Scanned) -> None:
    assert scanned.page.count('<svg class="access"') == len(DATASETS)
    for name in ("crm: 13 principals can reach it", "vip: 4 principals", "news: 7 principals"):
        assert name in scanned.page


DENIED = {
    "archive": ("sensitive", [{"target": "aws", "bucket": "crm-archive"}]),
    "newsletter": ("general", [{"target": "aws", "bucket": "newsletter"}]),
    "vault": ("highly_sensitive", [{"target": "web2", "path": "/srv/vip"}]),
    "news": ("general", [{"target": "web1", "path": "/srv/news"}]),
    "customers": ("sensitive", [{"target": "db", "table": "shop.public.customers"}]),
}


@pytest.fixture(scope="module")
def denied(company: Company) -> Scanned:
    """Another scan, with a source of each kind denied, and datasets on each of them and on others."""
    workspace = company.workspace
    with FaultProxy(company.moto.url) as proxy:
        proxy.inject(Fault(method="GET", bucket="crm-archive", subresource="policy"))
        workspace.configure(
            targets=[
                {"id": "web1", "kind": "ssh", **company.web1.settings},
                {"id": "web2", "kind": "ssh", **company.web2.settings, "sudo": False},
                {
                    "id": "db",
                    "kind": "postgres",
                    **company.db1.database,
                    "user": "guest",
                    "password_env": "AUDIT_PASSWORD",
                },
                aws_target(proxy.url, "aws"),
                {"id": "staff", "kind": "register", "folder": "registers"},
                {"id": "down", "kind": "endpoint", "host": "127.0.0.1", "port": free_port()},
                {
                    "id": "shop",
                    "kind": "web",
                    "pages": [{"url": f"https://localhost:{free_port()}/", "scenario": "complaint"}],
                },
            ],
            datasets=_datasets(DENIED),
        )
        run = workspace.scan("--save-snapshot", "denied.zst")
    assert run.report, run.err
    page = (workspace.folder / "selfaudit-out" / "report.html").read_text()
    return Scanned(run, access_lists(open_snapshot(workspace.folder / "denied.zst")), "", page)


def test_exactly_the_lists_of_denied_sources_say_at_least(denied: Scanned) -> None:
    unseen = {id_: {line.split(":")[1] for line in found.unseen} for id_, found in denied.lists.items()}
    assert unseen == {
        "archive": {" s3.bucket of aws"},
        "vault": {" server.sudo_rule of web2", " server.privileged_program of web2"},
        "customers": {" postgres.table of db"},
        "newsletter": set(),
        "news": set(),
    }
    for id_, missing in unseen.items():
        assert (f"{id_}: at least " in denied.page) == bool(missing)


def test_every_check_of_a_denied_list_is_unknown_and_of_the_others_none(denied: Scanned) -> None:
    unknown: dict[str, set[str]] = {}
    for finding in denied.run.report["findings"]:
        if finding["outcome"] == "unknown" and finding["subject"]["scope"]:
            unknown.setdefault(finding["check"], set()).add(finding["subject"]["scope"])
    lists = {check: scopes for check, scopes in unknown.items() if check.startswith("access-")}
    assert len(lists) == 13
    assert all(scopes == {"archive", "vault", "customers"} for scopes in lists.values())


def test_nothing_passes_on_what_a_denied_source_hides(denied: Scanned) -> None:
    assert denied.run.code == 3
    outcomes = {each["id"]: each["outcomes"] for each in denied.run.report["targets"]}
    for down in ("down", "shop"):
        assert (outcomes[down]["pass"], outcomes[down]["fail"]) == (0, 0)
        assert outcomes[down]["unknown"] >= 16
    policies = {("s3-public-policy", "crm-archive"), ("s3-tls-only", "crm-archive")}
    assert policies <= denied.found("unknown", "s3-")
    assert not {name for _, name in denied.found("unknown", "s3-")} - {"crm-archive"}
    assert ("sudo-nopasswd-all", "web2") in denied.on_targets("unknown", "sudo-")
    assert ("postgres-table-public", "db") in denied.on_targets("unknown", "postgres-")
