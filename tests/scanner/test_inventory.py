"""audit.yaml: what is accepted, and what a user is told otherwise."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scanner.interfaces import ConfigurationError
from scanner.inventory import read_inventory, this_machine
from scanner.model import Classification, Dataset, Store
from scanner.period import Calendar

GOOD = """\
targets:
  - id: web1
    kind: ssh
    host: web1.example
    labels: {owner: web-team}
  - id: prod
    kind: aws
    profile: audit
datasets:
  - id: customers
    classification: sensitive
    retention_days: 365
    owner: crm
    stores:
      - {target: web1, path: /srv/customers}
      - {target: prod, bucket: "acme-customers-*"}
"""


CUSTOMERS = Dataset("customers", Classification.SENSITIVE, "crm", 365)


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "audit.yaml"
    path.write_text(text)
    return path


def problems(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        read_inventory(write(tmp_path, text))
    return [problem.replace(str(tmp_path), "") for problem in caught.value.problems]


def test_targets_and_datasets_are_read(tmp_path: Path) -> None:
    inventory = read_inventory(write(tmp_path, GOOD))
    web, prod = inventory.targets
    assert (web.id, web.kind, web.settings["host"], web.labels) == (
        "web1",
        "ssh",
        "web1.example",
        {"owner": "web-team"},
    )
    assert [(store.kind, store.pattern, store.dataset.id) for store in prod.stores] == [
        ("bucket", "acme-customers-*", "customers")
    ]
    assert inventory.datasets[0].retention_days == 365


def test_the_calendar_is_read(tmp_path: Path) -> None:
    text = "period: {fiscal_year_start: 04-01, time_zone: Asia/Shanghai, grace: 7d}\n"
    assert read_inventory(write(tmp_path, text + GOOD)).calendar == Calendar(
        ZoneInfo("Asia/Shanghai"), 4, 1, timedelta(days=7)
    )
    assert read_inventory(write(tmp_path, GOOD)).calendar == Calendar(ZoneInfo("UTC"), 1, 1)


def test_registers_are_in_the_zone_of_the_periods_unless_they_have_one_of_their_own(tmp_path: Path) -> None:
    text = """
period: {time_zone: Asia/Shanghai}
targets:
  - {id: here, kind: register, folder: registers}
  - {id: there, kind: register, folder: other, time_zone: Europe/Berlin}
"""
    here, there = read_inventory(write(tmp_path, text)).targets
    assert (here.settings["time_zone"], there.settings["time_zone"]) == ("Asia/Shanghai", "Europe/Berlin")


def test_a_dataset_lies_below_a_prefix_or_where_a_tag_says(tmp_path: Path) -> None:
    bucket = '{target: prod, bucket: "acme-customers-*"}'
    given = {
        bucket: Store(CUSTOMERS, "bucket", "acme-customers-*"),
        "{target: prod, bucket: a, prefix: crm/}": Store(CUSTOMERS, "bucket", "a", prefix="crm/"),
        "{target: prod, tag: {key: dataset, value: crm}}": Store(
            CUSTOMERS, "bucket", "*", tag=("dataset", "crm")
        ),
        '{target: prod, bucket: "a-*", prefix: p, tag: {key: k, value: ""}}': Store(
            CUSTOMERS, "bucket", "a-*", prefix="p", tag=("k", "")
        ),
    }
    for text, store in given.items():
        (_, prod) = read_inventory(write(tmp_path, GOOD.replace(bucket, text))).targets
        assert prod.stores == (store,)


@pytest.mark.parametrize(
    ("store", "problem"),
    [
        ("{target: prod, prefix: crm/}", "give either 'path' or 'bucket' or 'table' or 'tag'"),
        ("{target: prod, tag: {key: dataset}}", "the key 'value' is missing"),
        ("{target: prod, tag: dataset=crm}", "stores[1].tag: must be a mapping"),
        ("{target: web1, path: /srv, prefix: crm/}", "stores[1].prefix: only a bucket has a prefix"),
        ("{target: web1, path: /srv, tag: {key: k, value: v}}", "give either 'path' or 'bucket'"),
        ("{target: web1, tag: {key: k, value: v}}", "stores[1].tag: a target of kind 'ssh' has no bucket"),
    ],
)
def test_prefix_and_tag_belong_to_buckets(tmp_path: Path, store: str, problem: str) -> None:
    text = GOOD.replace('{target: prod, bucket: "acme-customers-*"}', store)
    assert any(problem.lower() in line.lower() for line in problems(tmp_path, text))


def test_without_a_file_this_machine_is_audited() -> None:
    (target,) = this_machine().targets
    assert target.kind == "local"


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (
            ("host: web1.example", "hots: web1.example"),
            "/audit.yaml:4: targets[0].hots: unknown key; did you mean 'host'?",
        ),
        (
            ("kind: ssh", "kind: shh"),
            "/audit.yaml:3: targets[0].kind: 'shh' is not a kind of target; there are",
        ),
        (("id: prod", "id: web1"), "/audit.yaml:6: targets[1].id: the id 'web1' is used twice"),
        (
            ("target: web1", "target: web9"),
            "/audit.yaml:15: datasets[0].stores[0].target: there is no target 'web9'",
        ),
        (("path: /srv/customers", "bucket: b"), "a target of kind 'ssh' has no bucket"),
        (
            ("path: /srv/customers", "path: srv/customers"),
            "must be an absolute path without a trailing slash",
        ),
        (("path: /srv/customers", "path: /srv, bucket: b"), "give either 'path' or 'bucket'"),
        (("retention_days: 365", "retention_days: 0"), "/audit.yaml:12: datasets[0].retention_days: must be"),
        (("classification: sensitive", "classification: secret"), "must be one of general, sensitive"),
        (("owner: crm", "ownr: crm"), "datasets[0]: the key 'owner' is missing"),
        (("    host: web1.example\n", ""), "the key 'host' is missing"),
        (("targets:", "target:"), "/audit.yaml:1: target: unknown key; did you mean 'targets'?"),
        (
            ("targets:", "period: {time_zone: Asia/Shangai}\ntargets:"),
            "/audit.yaml:1: period.time_zone: 'Asia/Shangai' is not a time zone",
        ),
        (("targets:", "period: {fiscal_year_start: 02-29}\ntargets:"), "must be the first day of the fiscal"),
        (("targets:", "period: {grace: 2 weeks}\ntargets:"), "period.grace: must be a number of days"),
    ],
)
def test_mistakes_are_named_with_their_line(tmp_path: Path, edit: tuple[str, str], problem: str) -> None:
    assert any(problem in line for line in problems(tmp_path, GOOD.replace(*edit)))


def test_an_empty_inventory_is_a_configuration_error(tmp_path: Path) -> None:
    assert "at least one target" in problems(tmp_path, "targets: []\n")[0]


@pytest.mark.parametrize(
    "line",
    [
        "    password: hunter2",
        "    key_passphrase: hunter2",
        "    labels: {note: AKIAIOSFODNN7EXAMPLE}",
        "    proxy_jump: ssh://me:hunter2@bastion",
        "    labels: {note: '-----BEGIN OPENSSH PRIVATE KEY-----'}",
    ],
)
def test_a_literal_secret_is_refused_and_not_repeated(tmp_path: Path, line: str) -> None:
    text = GOOD.replace("    labels: {owner: web-team}", line)
    (problem,) = problems(tmp_path, text)
    assert problem.startswith("/audit.yaml:5:")
    assert "does not belong in this file" in problem
    assert "hunter2" not in problem
    assert "AKIA" not in problem


def test_relative_files_are_relative_to_the_configuration(tmp_path: Path) -> None:
    text = GOOD.replace("    labels: {owner: web-team}", "    key_file: keys/id_audit")
    web, _ = read_inventory(write(tmp_path, text)).targets
    assert web.settings["key_file"] == str(tmp_path / "keys/id_audit")


# --- inventories --------------------------------------------------------------------------------------

LISTED = """\
targets:
  - {id: bastion, kind: ssh, host: bastion.example}
inventories:
  - kind: csv
    path: lists/servers.csv
    pattern: "web-*"
    settings: {sudo: true, known_hosts: keys/known, port: 2222}
    labels: {environment: production}
  - {kind: ssh_config, path: config, pattern: db}
datasets:
  - id: customers
    classification: sensitive
    retention_days: 365
    owner: crm
    stores:
      - {target: "web-*", path: /srv/customers}
      - {target: db, path: /srv/db}
"""
SERVERS = "id,host,port,label.environment,label.owner\nweb-1,10.0.0.1,22,test,ops\nweb-2,,,,\nmail,,,,\n"


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "servers.csv").write_text(SERVERS)
    (tmp_path / "config").write_text("Host db mail\n  HostName 10.0.0.9\n")
    return tmp_path


def test_targets_come_from_inventories_too(listed: Path) -> None:
    bastion, web1, web2, db = read_inventory(write(listed, LISTED)).targets
    assert (bastion.id, web2.id) == ("bastion", "web-2")
    assert (web1.id, web1.kind) == ("web-1", "ssh")
    # What stands in audit.yaml wins.
    common = {"sudo": True, "known_hosts": str(listed / "keys/known"), "port": 2222}
    assert web1.settings == {"host": "10.0.0.1", **common}
    assert web1.labels == {"environment": "production", "owner": "ops"}
    assert db.settings == {"host": "db", "ssh_config": str(listed / "config")}
    stores = [[store.pattern for store in target.stores] for target in (bastion, web1, web2, db)]
    assert stores == [[], ["/srv/customers"], ["/srv/customers"], ["/srv/db"]]


def test_inventories_alone_are_enough(listed: Path) -> None:
    inventory = read_inventory(write(listed, "inventories: [{kind: csv, path: lists/servers.csv}]\n"))
    assert [target.id for target in inventory.targets] == ["web-1", "web-2", "mail"]


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (
            ("kind: csv", "kind: tsv"),
            "/audit.yaml:4: inventories[0].kind: 'tsv' is not a kind of inventory",
        ),
        (
            ("sudo: true", "sudp: true"),
            "/audit.yaml:7: inventories[0].settings.sudp: unknown key; did",
        ),
        (("sudo: true", "host: a"), "/audit.yaml:7: inventories[0].settings.host: unknown key"),
        (("sudo: true", "sudo: 7"), "/audit.yaml:7: inventories[0].settings.sudo: must be true or false"),
        (
            ("path: lists/servers.csv", "path: none.csv"),
            "/audit.yaml:4: inventories[0]: /none.csv: cannot be read",
        ),
        (
            ('pattern: "web-*"', "pattern: nobody"),
            "/audit.yaml:4: inventories[0]: /lists/servers.csv: there is no host that matches 'nobody'",
        ),
        (
            ("pattern: db", "pattern: w"),
            "/audit.yaml:9: inventories[1]: /config: there is no host that m",
        ),
        (
            ("id: bastion", "id: web-1"),
            "/lists/servers.csv:2: the id 'web-1' is used twice, also at /audit.yaml:2; ids are unique",
        ),
        (
            ('{target: "web-*"', '{target: "nix-*"'),
            "stores[0].target: there is no target 'nix-*'",
        ),
    ],
)
def test_mistakes_with_inventories_are_named(listed: Path, edit: tuple[str, str], problem: str) -> None:
    assert any(problem in line for line in problems(listed, LISTED.replace(*edit)))


def test_one_id_in_two_inventories_names_both_places(listed: Path) -> None:
    text = LISTED.replace('pattern: "web-*"', "pattern: mail").replace("pattern: db", "pattern: mail")
    found = problems(listed, text.replace('"web-*"', "mail").replace("target: db", "target: mail"))
    assert found == [
        "/config: Host mail: the id 'mail' is used twice, also at /lists/servers.csv:4; ids are unique"
    ]


def test_an_inventory_without_hosts_is_no_empty_audit(listed: Path) -> None:
    (listed / "lists" / "servers.csv").write_text("id\n")
    (problem,) = problems(listed, "inventories: [{kind: csv, path: lists/servers.csv}]\n")
    assert problem.endswith("/lists/servers.csv: there is no host, so nothing would be audited")


def test_entries_are_held_to_the_rules_for_targets(listed: Path) -> None:
    rows = ["web/1,a", f"{'w' * 65},a", "ok,ssh://me:hunter2@bastion"]
    (listed / "lists" / "servers.csv").write_text("\n".join(["id,proxy_jump", *rows]))
    text = "inventories: [{kind: csv, path: lists/servers.csv}]\n"
    first, second = problems(listed, text)
    assert first.startswith("/audit.yaml:1: inventories[0]: /lists/servers.csv:2: 'web/1' does not match")
    assert "/lists/servers.csv:3: " in second
    (listed / "lists" / "servers.csv").write_text("\n".join(["id,proxy_jump", rows[2]]))
    (third,) = problems(listed, text)
    assert third == "/lists/servers.csv:2: a secret does not belong in an inventory"


def test_many_bad_rows_are_not_many_lines(listed: Path) -> None:
    (listed / "lists" / "servers.csv").write_text("id,port\n" + "a,x\n" * 500)
    found = problems(listed, "inventories: [{kind: csv, path: lists/servers.csv}]\n")
    assert len(found) == 21
    assert found[-1].endswith("and 480 more like these")


@pytest.mark.parametrize("text", ["datasets: []\n", "policies: [x]\n"])
def test_a_file_that_names_nothing_to_audit(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text) == [
        "/audit.yaml:1: there is nothing to audit; add 'targets' or 'inventories'"
    ]
