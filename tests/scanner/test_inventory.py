"""audit.yaml: what is accepted, and what a user is told otherwise."""

from pathlib import Path

import pytest

from scanner.interfaces import ConfigurationError
from scanner.inventory import read_inventory, this_machine

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
