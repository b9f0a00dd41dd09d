"""Servers out of other tools' files, from audit.yaml to the report."""

from collections.abc import Iterator

import pytest

from tests.collectors.server.sshd import RealSshd
from tests.e2e.conftest import Workspace
from tests.needs import need_root


@pytest.fixture(scope="module")
def server() -> Iterator[RealSshd]:
    need_root("sshd", "ssh-keygen")
    with RealSshd() as server:
        yield server


def test_a_fleet_of_three_inventories_is_audited(workspace: Workspace, server: RealSshd) -> None:
    address = f"ansible_host=127.0.0.1 ansible_port={server.port} ansible_user=root"
    (workspace.folder / "hosts.ini").write_text(
        f"[web]\nweb-1 {address} ansible_ssh_private_key_file={server.key_file}\n[off]\nnowhere.invalid\n"
    )
    (workspace.folder / "config").write_text(
        f"Host db\n  HostName 127.0.0.1\n  Port {server.port}\n  User root\n"
        f"  IdentityFile {server.key_file}\n"
    )
    (workspace.folder / "servers.csv").write_text(
        f"id,host,port,user,key_file,label.owner\nmail,127.0.0.1,{server.port},root,{server.key_file},ops\n"
    )
    common = {"known_hosts": str(server.known_hosts)}
    store = {"target": "*", "path": "/etc/ssh"}
    workspace.configure(
        inventories=[
            {"kind": "ansible", "path": "hosts.ini", "pattern": "web", "settings": common},
            {"kind": "ssh_config", "path": "config", "settings": common},
            {"kind": "csv", "path": "servers.csv", "settings": common},
        ],
        datasets=[
            {
                "id": "customers",
                "classification": "sensitive",
                "retention_days": 365,
                "owner": "crm",
                "stores": [store],
            }
        ],
    )
    run = workspace.scan("--check", "account-extra-root", "--check", "path-others-read")
    targets = {item["id"]: item for item in run.report["targets"]}
    assert sorted(targets) == ["db", "mail", "web-1"]
    assert targets["mail"]["labels"] == {"owner": "ops"}
    assert targets["web-1"]["labels"] == {"ansible_groups": "web"}
    for item in targets.values():
        decided = item["outcomes"]["pass"] + item["outcomes"]["fail"]
        assert decided > 1
        assert item["outcomes"]["unknown"] == 0


def test_a_pattern_that_matches_nothing_is_no_empty_audit(workspace: Workspace) -> None:
    (workspace.folder / "hosts.ini").write_text("[web]\nweb-1\n")
    workspace.configure(inventories=[{"kind": "ansible", "path": "hosts.ini", "pattern": "wbe"}])
    run = workspace.scan()
    assert run.code == 2
    assert "hosts.ini: there is no host that matches 'wbe', so nothing would be audited" in run.err
    assert run.report == {}
