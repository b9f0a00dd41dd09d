"""The SSH collector against real servers: what it delivers, and what it says when it cannot."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from collectors.server.ssh import SshCollector
from scanner.model import GapReason
from tests.collectors.server.sshd import RealSshd, merged
from tests.collectors.server.support import EVERYTHING, Scan, reasons, scan, target, unexplained, want

HOST = want(host="os")


def refused(found: Scan, reason: GapReason) -> str:
    """Every wanted type is one gap with this reason, and nothing else came; the detail."""
    assert reasons(found.gaps) == {reason}
    assert len(found.gaps) == len(found.events) == len({gap.type for gap in found.gaps})
    return found.gaps[0].detail


def test_root_sees_every_fact(root_sshd: RealSshd) -> None:
    found = scan(SshCollector(), target(root_sshd.settings, "/etc/ssh"))
    assert unexplained(found) == []
    assert found.one("host").facts["os"]["kernel"]
    assert found.one("account", "root").facts["password"]["state"] in ("set", "none", "locked", "empty")
    assert found.one("path").facts["stat"]["owner"] == "root"


def test_one_connection_and_one_exec_per_host(root_sshd: RealSshd) -> None:
    before = root_sshd.log().count("Starting session: command")
    with RealSshd(config="LogLevel VERBOSE") as server:
        scan(SshCollector(), target(server.settings, "/etc", "/var/log"))
        assert server.log().count("Starting session: command") == 1
        assert server.log().count("Accepted publickey") == 1
    assert before == root_sshd.log().count("Starting session: command")


def test_without_root_a_denied_fact_is_a_gap(user_sshd: RealSshd) -> None:
    found = scan(SshCollector(), target(user_sshd.settings, "/root/customers", "/etc/ssh"))
    assert found.gap("account", "password").reason is GapReason.DENIED
    assert "needs root; selfaudit doctor" in found.gap("account", "password").detail
    assert all("password" not in account.facts for account in found.resources("account"))
    assert found.gap("sudo_rule").reason is GapReason.DENIED
    assert found.count("sudo_rule") is None
    below = found.one("path", "/root/customers")
    assert below.facts == {}
    assert found.gap("path", "exists", "/root/customers").reason is GapReason.DENIED
    assert found.gap("sshd", "ciphers").reason is GapReason.DENIED
    # The server of the test has a file of its own: what holds of it only root can ask sshd.
    assert found.one("sshd").facts == {}
    assert found.one("host").facts["os"]["kernel"]


def test_sudo_gives_root(login: str, user_sshd: RealSshd) -> None:
    grant = Path("/etc/sudoers.d/selfaudit-test")
    grant.write_text(f"{login} ALL = (root) NOPASSWD: /bin/sh -s, /usr/bin/sh -s\n")
    grant.chmod(0o440)
    try:
        found = scan(SshCollector(), target(merged(user_sshd.settings, sudo=True)))
    finally:
        grant.unlink()
    assert unexplained(found) == []
    rule = next(r for r in found.resources("sudo_rule") if r.facts["users"] == [login])
    assert rule.facts["nopasswd"] is True
    assert rule.facts["commands"] == ["/bin/sh -s", "/usr/bin/sh -s"]


def test_refused_sudo_is_named_in_the_gaps(user_sshd: RealSshd) -> None:
    found = scan(SshCollector(), target(merged(user_sshd.settings, sudo=True)))
    assert "sudo -n refused: a password is required" in found.gap("account", "password").detail
    assert found.one("host").facts["os"]["kernel"]


def test_missing_sudo_is_named_in_the_gaps(login: str, open_folder: Path) -> None:
    (open_folder / "sh").symlink_to("/bin/sh")
    command = f'PATH={open_folder}; export PATH; exec /bin/sh -c "$SSH_ORIGINAL_COMMAND"'
    with RealSshd(login, force_command=command) as server:
        found = scan(SshCollector(), target(merged(server.settings, sudo=True)), want(account="", host="os"))
    assert "sudo -n refused: sh: 1: sudo: not found" in found.gap("account", "password").detail
    assert found.one("host").facts["os"]["kernel"]


def test_a_jump_host_is_gone_through(root_sshd: RealSshd) -> None:
    public = root_sshd.key_file.with_suffix(".pub")
    with RealSshd(authorized=public, config="LogLevel VERBOSE") as jump:
        both = jump.folder / "both"
        both.write_text(jump.known_hosts.read_text() + root_sshd.known_hosts.read_text())
        settings = merged(
            root_sshd.settings, known_hosts=str(both), proxy_jump=f"root@{jump.host}:{jump.port}"
        )
        found = scan(SshCollector(), target(settings), HOST)
        assert found.count("host") == 1
        assert "Accepted publickey" in jump.log()


def test_a_jump_host_with_an_unknown_key_is_refused(root_sshd: RealSshd) -> None:
    with RealSshd(authorized=root_sshd.key_file.with_suffix(".pub")) as jump:
        settings = merged(root_sshd.settings, proxy_jump=f"root@{jump.host}:{jump.port}")
        detail = refused(scan(SshCollector(), target(settings), HOST), GapReason.DENIED)
    assert f"[127.0.0.1]:{jump.port} is not known" in detail


def test_nobody_listens() -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    settings = {"host": "127.0.0.1", "port": port, "ssh_config": "/dev/null", "agent": True}
    detail = refused(scan(SshCollector(), target(settings), EVERYTHING), GapReason.UNREACHABLE)
    assert "Connection refused" in detail


def test_a_name_that_does_not_resolve() -> None:
    settings = {"host": "nowhere.invalid", "ssh_config": "/dev/null"}
    refused(scan(SshCollector(), target(settings), HOST), GapReason.UNREACHABLE)


def test_a_server_that_accepts_and_stays_silent(root_sshd: RealSshd) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        settings = merged(root_sshd.settings, port=port, connect_timeout_seconds=0.5)
        found = scan(SshCollector(), target(settings), HOST)
    assert reasons(found.gaps) <= {GapReason.TIMEOUT, GapReason.UNREACHABLE}
    assert found.resources("host") == []


def test_an_unknown_host_key_says_how_to_accept_it(root_sshd: RealSshd, tmp_path: Path) -> None:
    empty = tmp_path / "known_hosts"
    empty.touch()
    settings = merged(root_sshd.settings, known_hosts=str(empty))
    detail = refused(scan(SshCollector(), target(settings)), GapReason.DENIED)
    shown = subprocess.run(
        ["ssh-keygen", "-lf", str(root_sshd.host_key)], check=True, capture_output=True, text=True
    ).stdout.split()[1]
    assert shown in detail
    command = f"ssh-keyscan -p {root_sshd.port} 127.0.0.1 >> {empty}"
    assert command in detail
    subprocess.run(["sh", "-c", command], check=True, capture_output=True)
    assert scan(SshCollector(), target(settings), HOST).count("host") == 1


def test_a_changed_host_key_says_how_to_replace_it(root_sshd: RealSshd, tmp_path: Path) -> None:
    other = root_sshd.other_key("another").with_suffix(".pub").read_text()
    known = tmp_path / "known_hosts"
    known.write_text(f"[127.0.0.1]:{root_sshd.port} {other}")
    settings = merged(root_sshd.settings, known_hosts=str(known))
    detail = refused(scan(SshCollector(), target(settings), HOST), GapReason.DENIED)
    assert "has changed" in detail
    assert f"ssh-keygen -R '[127.0.0.1]:{root_sshd.port}' -f {known}" in detail


def test_a_revoked_host_key_is_refused(root_sshd: RealSshd, tmp_path: Path) -> None:
    line = root_sshd.known_hosts.read_text()
    known = tmp_path / "known_hosts"
    known.write_text(f"{line}@revoked * {line.split(' ', 1)[1]}")
    settings = merged(root_sshd.settings, known_hosts=str(known))
    assert "@revoked" in refused(scan(SshCollector(), target(settings), HOST), GapReason.DENIED)


def test_a_key_that_is_not_authorized(root_sshd: RealSshd) -> None:
    key = root_sshd.other_key("stranger")
    settings = merged(root_sshd.settings, key_file=str(key))
    detail = refused(scan(SshCollector(), target(settings), HOST), GapReason.DENIED)
    assert "authorized_keys" in detail
    key.write_bytes(root_sshd.key_file.read_bytes())
    assert scan(SshCollector(), target(settings), HOST).count("host") == 1


def test_a_key_file_that_does_not_exist(root_sshd: RealSshd) -> None:
    settings = merged(root_sshd.settings, key_file="/nowhere/key")
    assert "/nowhere/key" in refused(scan(SshCollector(), target(settings), HOST), GapReason.DENIED)


def test_the_passphrase_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with RealSshd() as server:
        key = server.other_key("locked", "correct horse")
        keys = server.folder / "authorized_keys"
        keys.write_text(keys.read_text() + key.with_suffix(".pub").read_text())
        settings = merged(server.settings, key_file=str(key))
        detail = refused(scan(SshCollector(), target(settings), HOST), GapReason.DENIED)
        assert "key_passphrase_env" in detail
        settings["key_passphrase_env"] = "SELFAUDIT_TEST_PASSPHRASE"
        assert "is not set" in refused(scan(SshCollector(), target(settings), HOST), GapReason.DENIED)
        monkeypatch.setenv("SELFAUDIT_TEST_PASSPHRASE", "correct horse")
        found = scan(SshCollector(), target(settings), HOST)
    assert found.count("host") == 1
    assert "correct horse" not in repr(found)


def test_ssh_config_is_honoured(root_sshd: RealSshd, tmp_path: Path) -> None:
    (tmp_path / "more").write_text(f"Host shop\n  Port {root_sshd.port}\n")
    known = tmp_path / "known"
    known.write_text("shop-key " + root_sshd.known_hosts.read_text().split(" ", 1)[1])
    config = tmp_path / "config"
    config.write_text(
        f"Include {tmp_path}/more\nHost shop\n  HostName 127.0.0.1\n  User root\n  HostKeyAlias shop-key\n"
        f"  IdentityFile {root_sshd.key_file}\n  UserKnownHostsFile {known}\n"
    )
    found = scan(SshCollector(), target({"host": "shop", "ssh_config": str(config)}), HOST)
    assert found.count("host") == 1


def test_match_exec_is_refused_and_not_run(root_sshd: RealSshd, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text(f'Match host x exec "touch {tmp_path}/ran"\n  Port 1\n')
    settings = merged(root_sshd.settings, ssh_config=str(config))
    assert "Match exec" in refused(scan(SshCollector(), target(settings), HOST), GapReason.DENIED)
    assert not (tmp_path / "ran").exists()


def test_a_proxy_command_needs_permission(root_sshd: RealSshd, tmp_path: Path) -> None:
    relay = tmp_path / "relay.py"
    relay.write_text(
        "import os, select, socket, sys\n"
        f"s = socket.create_connection(('127.0.0.1', {root_sshd.port}))\n"
        "while True:\n"
        "    for f in select.select([0, s], [], [])[0]:\n"
        "        d = os.read(0, 65536) if f == 0 else s.recv(65536)\n"
        "        if not d: sys.exit()\n"
        "        s.sendall(d) if f == 0 else os.write(1, d)\n"
    )
    config = tmp_path / "config"
    config.write_text(f"Host 127.0.0.1\n  ProxyCommand {sys.executable} {relay}\n")
    settings = merged(root_sshd.settings, ssh_config=str(config))
    detail = refused(scan(SshCollector(), target(settings), HOST), GapReason.DENIED)
    assert "allow_proxy_command: true" in detail
    settings["allow_proxy_command"] = True
    assert scan(SshCollector(), target(settings), HOST).count("host") == 1


def test_noise_of_the_shell_is_passed_over() -> None:
    noise = "echo Welcome; echo begin os; printf '\\377\\001'; echo no newline | tr -d '\\012'; echo warn >&2"
    with RealSshd(force_command=f'{noise}; exec sh -c "$SSH_ORIGINAL_COMMAND"', apart=True) as server:
        found = scan(SshCollector(), target(server.settings, "/etc"))
    assert unexplained(found) == []


@pytest.mark.parametrize("size", [0, 40, 700, 3000, 20000])
def test_an_answer_that_is_cut_is_never_complete(size: int) -> None:
    with RealSshd(force_command=f'sh -c "$SSH_ORIGINAL_COMMAND" | head -c {size}') as server:
        found = scan(SshCollector(), target(merged(server.settings, retries=0), "/etc"))
    assert GapReason.TRUNCATED in reasons(found.gaps)
    assert "the connection ended" in found.gaps[-1].detail or "did not run the probe" in found.gaps[-1].detail


def test_an_account_that_may_not_run_a_shell() -> None:
    with RealSshd(force_command="echo This account is currently not available.; false") as server:
        detail = refused(scan(SshCollector(), target(server.settings)), GapReason.TRUNCATED)
    assert "This account is currently not available" in detail


def test_a_command_that_hangs_costs_its_own_section_only(open_folder: Path) -> None:
    hanging = open_folder / "findmnt"
    hanging.write_text("#!/bin/sh\nexec sleep 600\n")
    hanging.chmod(0o755)
    with RealSshd(path=open_folder) as server:
        settings = merged(server.settings, timeout_seconds=8)
        found = scan(SshCollector(), target(settings, "/etc"), want(host="", path="", account="uid"))
    assert found.gap("host", "mounts").reason is GapReason.TIMEOUT
    assert found.gap("path", "mount").reason is GapReason.TIMEOUT
    assert found.one("host").facts["os"]["kernel"]
    assert found.one("path").facts["exists"] is True
    assert found.count("account")


def test_the_deadline_holds_for_the_whole_host() -> None:
    with RealSshd(force_command="sleep 600") as server:
        settings = merged(server.settings, timeout_seconds=1)
        refused(scan(SshCollector(), target(settings)), GapReason.TIMEOUT)


def test_only_what_is_wanted_is_run(root_sshd: RealSshd) -> None:
    found = scan(SshCollector(), target(root_sshd.settings, "/etc"), want(host="login_defs"))
    assert set(found.one("host").facts) == {"login_defs"}
    assert {event.type for event in found.events} == {"server.host"}


def test_local_scans_do_not_load_paramiko() -> None:
    code = "import collectors.server, sys; sys.exit('paramiko' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
