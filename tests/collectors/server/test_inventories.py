"""Servers out of files that people have already, Ansible's own program included."""

import csv
import io
import os
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.server.inventories import AnsibleInventory, CsvInventory, SshConfigInventory
from collectors.server.inventories.names import fits, id_of
from collectors.server.ssh import SshCollector
from scanner.interfaces import ConfigurationError, InventorySource, Listed
from tests.collectors.server.sshd import RealSshd
from tests.collectors.server.support import scan, target, want

HOSTS = """\
[web]
web[1:2].example ansible_port=2222 ansible_user=deploy
web3.example ansible_ssh_common_args='-o ProxyCommand="ssh -o LogLevel=ERROR -W %h:%p -q me@bastion"'

[db]
db1 ansible_host=10.0.0.1 ansible_ssh_private_key_file=/keys/db

[prod:children]
web
db
"""
VAULTED = """\
secret: !vault |
  $ANSIBLE_VAULT;1.1;AES256
  61306236613764353530333231343266653930313337623432356336656438353434376263653331
  3535623163373764633464323439313437396166643236640a373664346639636563373630363735
"""


def read(source: InventorySource, path: Path, text: str | bytes, pattern: str | None = None) -> list[Listed]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(source.read(path, pattern, {}))


def problems(source: InventorySource, path: Path, text: str | bytes, pattern: str | None = None) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        read(source, path, text, pattern)
    return [problem.replace(f"{path.parent}/", "") for problem in caught.value.problems]


def ids(entries: Sequence[Listed]) -> list[str]:
    return [entry.id for entry in entries]


# --- Ansible ------------------------------------------------------------------------------------------


def ansible(folder: Path, text: str, pattern: str | None = None) -> list[Listed]:
    return read(AnsibleInventory(), folder / "hosts.ini", text, pattern)


def test_ansible_hosts_come_with_the_way_to_them_and_their_groups(tmp_path: Path) -> None:
    db, web1, web2, web3 = ansible(tmp_path, HOSTS)
    assert (db.id, db.settings) == ("db1", {"host": "10.0.0.1", "key_file": "/keys/db"})
    assert web1.settings == {"host": "web1.example", "port": 2222, "user": "deploy"}
    assert web2.id == "web2.example"
    assert web3.settings == {"host": "web3.example", "proxy_jump": "me@bastion"}
    assert db.labels == {"ansible_groups": "db,prod"}
    assert web1.labels == {"ansible_groups": "prod,web"}
    assert web1.place == f"{tmp_path}/hosts.ini: web1.example"


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("web", ["web1.example", "web2.example", "web3.example"]),
        ("prod:!web", ["db1"]),
        ("*1*", ["db1", "web1.example"]),
        ("nobody", []),
    ],
)
def test_ansible_patterns_are_those_of_ansible(tmp_path: Path, pattern: str, names: list[str]) -> None:
    assert ids(ansible(tmp_path, HOSTS, pattern)) == names


def test_a_variable_in_the_vault_does_not_matter_and_does_not_come_along(tmp_path: Path) -> None:
    (tmp_path / "group_vars").mkdir()
    (tmp_path / "group_vars" / "db.yml").write_text(
        f"{VAULTED}ansible_user: dba\nansible_password: hunter2\n"
    )
    db, *_ = ansible(tmp_path, HOSTS)
    assert db.settings["user"] == "dba"
    assert "hunter2" not in repr(db)
    assert "VAULT" not in repr(db)


def test_an_address_that_is_in_the_vault_is_named(tmp_path: Path) -> None:
    (tmp_path / "group_vars").mkdir()
    (tmp_path / "group_vars" / "db.yml").write_text(VAULTED.replace("secret:", "ansible_user:"))
    with pytest.raises(
        ConfigurationError, match="db1: ansible_user or ansible_ssh_user: its value is encrypted"
    ):
        ansible(tmp_path, HOSTS)
    entries = AnsibleInventory().read(tmp_path / "hosts.ini", None, {"user": "audit"})
    assert "user" not in entries[0].settings


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "localhost ansible_connection=local",
            "connects over 'local', and only SSH can be audited; leave it",
        ),
        ("w1 ansible_connection=winrm", "pattern: 'all:!w1'"),
        ("a ansible_port=ssh", "the port 'ssh' is not a number"),
        ("a ansible_user='{{ who }}'", "its value is a template"),
        (
            "a ansible_ssh_common_args='-o ProxyCommand=\"nc -x proxy %h %p\"'",
            "the ProxyCommand cannot be followed",
        ),
    ],
)
def test_an_ansible_host_that_cannot_be_reached_in_the_same_way_is_named(
    tmp_path: Path, line: str, problem: str
) -> None:
    (found,) = problems(AnsibleInventory(), tmp_path / "hosts.ini", f"good\n{line}\n")
    assert problem in found
    assert found.startswith(f"hosts.ini: {line.split()[0]}: ")


@pytest.mark.parametrize(
    ("arguments", "jump"),
    [
        ("-J me@bastion:2200", "me@bastion:2200"),
        ("-Jbastion", "bastion"),
        ("-o ProxyJump=a,b", "a,b"),
        ("-oProxyJump=a -o ControlMaster=auto", "a"),
        ("-o 'ProxyJump a'", "a"),
        ("-o ProxyCommand='ssh -p 2200 -l me -W [%h]:%p bastion'", "me@bastion:2200"),
        ("-C -o ControlMaster=auto -o ProxyCommand=none", None),
    ],
)
def test_jump_hosts_in_the_arguments_for_ssh(tmp_path: Path, arguments: str, jump: str | None) -> None:
    text = f'all:\n  hosts:\n    a:\n      ansible_ssh_common_args: "{arguments}"\n'
    (entry,) = read(AnsibleInventory(), tmp_path / "hosts.yml", text)
    assert entry.settings.get("proxy_jump") == jump


def test_a_part_of_an_inventory_that_cannot_be_read_is_no_smaller_inventory(tmp_path: Path) -> None:
    folder = tmp_path / "inventory"
    folder.mkdir()
    (folder / "good.yml").write_text("all:\n  hosts:\n    a:\n")
    (folder / "bad.yml").write_text("all:\n  hosts: [\n")
    with pytest.raises(ConfigurationError, match=r"ansible-inventory failed: .*bad\.yml"):
        AnsibleInventory().read(folder, None, {})


def test_an_encrypted_file_of_variables_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "group_vars").mkdir()
    encrypted = "\n".join(line.strip() for line in VAULTED.splitlines()[1:])
    (tmp_path / "group_vars" / "all.yml").write_text(encrypted + "\n")
    (found,) = problems(AnsibleInventory(), tmp_path / "hosts.ini", HOSTS)
    assert "set ANSIBLE_VAULT_PASSWORD_FILE" in found


def test_without_ansible_one_line_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    (found,) = problems(AnsibleInventory(), tmp_path / "hosts.ini", HOSTS)
    assert found == "hosts.ini: needs ansible-inventory, which is not installed: pip install ansible-core"


def test_an_inventory_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="there is no such file"):
        AnsibleInventory().read(tmp_path / "none.ini", None, {})


def test_a_dynamic_inventory_is_run_by_ansible(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "cloud.sh"
    script.write_text(
        '#!/bin/sh\necho \'{"_meta": {"hostvars": {"i-1": {"ansible_host": "10.1.1.1"}}}, "web": ["i-1"]}\'\n'
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("LC_ALL", "C")  # under which Ansible refuses to start
    (entry,) = AnsibleInventory().read(script, None, {})
    assert (entry.id, entry.settings["host"], entry.labels["ansible_groups"]) == ("i-1", "10.1.1.1", "web")


# --- ssh_config ---------------------------------------------------------------------------------------

CONFIG = """\
Include more
Host web-1 web-2 !web-3 w?b-*
  HostName 10.0.0.9
Match host web-1
  Port 2200
Host github.com
  User git
Host *
  User somebody
"""


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        (None, ["db-1", "github.com", "web-1", "web-2"]),
        ("web-*", ["web-1", "web-2"]),
        ("*,!github.com,!db-*", ["web-1", "web-2"]),
        ("github", []),
    ],
)
def test_ssh_config_gives_the_literal_names(tmp_path: Path, pattern: str | None, names: list[str]) -> None:
    (tmp_path / "more").write_text("Host db-1\n  Port 22\n")
    text = CONFIG.replace("more", str(tmp_path / "more"))
    entries = read(SshConfigInventory(), tmp_path / "config", text, pattern)
    assert ids(entries) == names
    assert all(entry.settings == {"host": entry.id, "ssh_config": f"{tmp_path}/config"} for entry in entries)


def test_a_host_of_ssh_config_is_reached_as_it_says(root_sshd: RealSshd, tmp_path: Path) -> None:
    text = (
        f"Host shop\n  HostName 127.0.0.1\n  Port {root_sshd.port}\n  User root\n"
        f"  IdentityFile {root_sshd.key_file}\n  UserKnownHostsFile {root_sshd.known_hosts}\n"
        "Host *\n  Port 1\n"
    )
    (entry,) = read(SshConfigInventory(), tmp_path / "config", text)
    assert scan(SshCollector(), target(entry.settings), want(host="os")).count("host") == 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('Match exec "touch x"\nHost a\n', "Match exec, which is not run"),
        (b"Host \xff\n", "not UTF-8"),
        (f"Include {os.devnull}\nHost 'a\n", "Unparsable host"),
    ],
)
def test_an_ssh_config_that_cannot_be_used(tmp_path: Path, text: str | bytes, problem: str) -> None:
    (found,) = problems(SshConfigInventory(), tmp_path / "config", text)
    assert problem in found


# --- CSV ----------------------------------------------------------------------------------------------


def servers(folder: Path, text: str | bytes, pattern: str | None = None) -> list[Listed]:
    return read(CsvInventory(), folder / "servers.csv", text, pattern)


def test_csv_columns_are_settings_and_labels(tmp_path: Path) -> None:
    text = (
        "id,host,port,user,key_file,sudo,proxy_jump,label.owner\r\n"
        'web1,10.0.0.1,2222,audit,keys/id,TRUE,bastion,"Ops, ""A"""\r\n\r\n,,,,,,,\r\nweb2,,,,,no,,\r\n'
    )
    web1, web2 = servers(tmp_path, text)
    assert web1.settings == {
        "host": "10.0.0.1", "port": 2222, "user": "audit", "key_file": f"{tmp_path}/keys/id",
        "sudo": True, "proxy_jump": "bastion",
    }  # fmt: skip
    assert web1.labels == {"owner": 'Ops, "A"'}
    assert (web2.settings, web2.place) == ({"host": "web2", "sudo": False}, f"{tmp_path}/servers.csv:5")
    assert ids(servers(tmp_path, text, "*2")) == ["web2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_of_a_spreadsheet_in_china(tmp_path: Path, encoding: str) -> None:
    (entry,) = servers(tmp_path, "id,label.owner\nweb1,客户数据组\n".encode(encoding))
    assert (entry.id, entry.labels["owner"]) == ("web1", "客户数据组")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["servers.csv:1: the column 'id' is missing from the header; allowed are"]),
        ("host\na\n", ["servers.csv:1: the column 'id' is missing from the header; allowed are"]),
        ("id,password\na,b\n", ["servers.csv:1: unknown column 'password'"]),
        ("id,id\na,b\n", ["servers.csv:1: the column 'id' is given twice"]),
        ("id,label.Owner\na,b\n", ["servers.csv:1: column 'label.Owner': the name of a label"]),
        (
            "id,port\na,22\nb,0\nc,x\n",
            ["servers.csv:3: column 'port': must", "servers.csv:4: column 'port': must"],
        ),
        ("id,sudo\na,perhaps\n", ["servers.csv:2: column 'sudo': must be true or false"]),
        ("id,host\n,10.0.0.1\n", ["servers.csv:2: column 'id': is empty"]),
        ("id,host\na\n", ["servers.csv:2: 1 columns where the header has 2"]),
        ('id,label.note\na,"two\nlines"\nb\n', ["servers.csv:4: 1 columns where the header has 2"]),
        ('id\n"a\n', ["servers.csv:2: not CSV: unexpected end of data"]),
        (b"id\n\xff\xff\n", ["servers.csv: neither UTF-8 nor GB18030; save the file as UTF-8"]),
    ],
)
def test_bad_rows_are_named_by_line_and_column(tmp_path: Path, text: str | bytes, found: list[str]) -> None:
    said = problems(CsvInventory(), tmp_path / "servers.csv", text)
    assert len(said) == len(found)
    assert all(line.startswith(start) for line, start in zip(said, found, strict=True))


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@given(rows=st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_any_row_is_an_entry_or_a_problem(
    rows: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([("id", "label.note"), *rows])
    path = tmp_path_factory.getbasetemp() / "any.csv"
    told = [row for row in rows if any(cell.strip() for cell in row)]
    nameless = sum(not id_.strip() for id_, _ in told)
    if nameless:
        assert len(problems(CsvInventory(), path, buffer.getvalue())) == nameless
    else:
        entries = read(CsvInventory(), path, buffer.getvalue())
        expected = [(id_.strip(), note.strip()) for id_, note in told]
        assert [(entry.id, entry.labels.get("note", "")) for entry in entries] == expected


# --- names --------------------------------------------------------------------------------------------


@given(st.text())
def test_an_id_has_only_what_ids_allow(name: str) -> None:
    id_ = id_of(name)
    assert id_ == "" or (id_[0].isascii() and id_[0].isalnum())
    assert all(char.isascii() and (char.isalnum() or char in "._-") for char in id_)


@pytest.mark.parametrize(
    ("pattern", "fit"),
    [(None, True), ("web-1", True), ("web-?", True), ("web", False), ("*,!web-*", False), ("!db", False)],
)
def test_pattern_lists(pattern: str | None, fit: bool) -> None:
    assert fits("web-1", pattern) is fit
