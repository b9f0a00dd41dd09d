"""Facts from files and tools of a made-up machine, through the whole probe."""

import json

import pytest

from scanner.model import GapReason
from tests.collectors.server.machine import FakeMachine
from tests.collectors.server.support import EVERYTHING, want

SHADOW = want(account="password")


def passwd(*names: str) -> str:
    return "".join(f"{name}:x:{1000 + i}:100::/home/{name}:/bin/sh\n" for i, name in enumerate(names))


def test_a_machine_with_busybox_alone_has_gaps_and_no_guesses(machine: FakeMachine) -> None:
    machine.write("/srv/customers/one", "x")
    found = machine.scan(EVERYTHING, "/srv/customers", "/srv/none")
    assert found.gap("host", "mounts").reason is GapReason.TOOL_ABSENT
    assert found.gap("path", "acl", "/srv/customers").reason is GapReason.TOOL_ABSENT
    assert found.gap("path", "mount", "/srv/customers").reason is GapReason.TOOL_ABSENT
    assert found.gap("audit", "rules").reason is GapReason.TOOL_ABSENT
    assert found.gap("host", "os").reason is GapReason.UNSUPPORTED
    assert found.one("path", "/srv/customers").facts["files"]["count"] == 1
    assert found.one("path", "/srv/none").facts["acl"] == []
    assert (found.count("sshd"), found.count("sudo_rule")) == (0, 0)


def test_hidden_processes_are_a_gap(machine: FakeMachine) -> None:
    (machine.root / "proc/1/comm").unlink()
    found = machine.scan(want(audit="auditd", log_policy="syslog", sshd="usepam"))
    assert {gap.reason for gap in found.gaps} == {GapReason.DENIED}
    assert found.count("sshd") is None


@pytest.mark.parametrize(
    ("field", "state", "algorithm"),
    [
        ("", "empty", "none"),
        ("*", "none", "none"),
        ("!", "none", "none"),
        ("!!", "none", "none"),
        ("!*", "none", "none"),
        ("*LK*", "none", "none"),
        ("x", "none", "none"),
        ("$6$salt$hash", "set", "sha512crypt"),
        ("!$6$salt$hash", "locked", "sha512crypt"),
        ("!!$y$j9T$salt$hash", "locked", "yescrypt"),
        ("$gy$j9T$salt$hash", "set", "gost_yescrypt"),
        ("$7$salt$hash", "set", "scrypt"),
        ("$5$salt$hash", "set", "sha256crypt"),
        ("$2b$12$hash", "set", "bcrypt"),
        ("$1$salt$hash", "set", "md5crypt"),
        ("ab01234567./Z", "set", "des"),
        ("$sha1$1$salt$hash", "set", "unknown"),
        ("_J9..rasmBYk8r9AiWNc", "set", "unknown"),
    ],
)
def test_a_hash_is_told_as_its_state(machine: FakeMachine, field: str, state: str, algorithm: str) -> None:
    machine.write("/etc/passwd", passwd("ann"))
    machine.write("/etc/shadow", f"ann:{field}:0:1:90:7:30:20000:\n", 0o600)
    machine.write("/etc/login.defs", "")
    found = machine.scan(SHADOW)
    assert found.one("account").facts["password"] == {
        "state": state,
        "algorithm": algorithm,
        "last_changed": "1970-01-01",
        "min_days": 1,
        "max_days": 90,
        "warn_days": 7,
        "inactive_days": 30,
        "expires": "2024-10-04",
    }


def test_a_hash_in_passwd_counts_and_stays_there(machine: FakeMachine) -> None:
    machine.write("/etc/passwd", "ann:$6$secret$hash:1000:100::/:/bin/sh\nbob::1001:100::/:/bin/sh\n")
    found = machine.scan(SHADOW)
    assert found.one("account", "ann").facts["password"]["algorithm"] == "sha512crypt"
    assert found.one("account", "bob").facts["password"]["state"] == "empty"
    assert "secret" not in repr(found)


def test_broken_shadow_lines_are_gaps_of_their_accounts(machine: FakeMachine) -> None:
    machine.write("/etc/passwd", passwd("ann", "bob", "cat", "dan", "eve"))
    lines = [
        "ann:*:1:::::\n",
        "bob:*:1::::::\nbob::1::::::\n",
        "dan:*:99999999999::::::\n",
        "eve:*:1::::::\n",
        "ghost:*:1::::::\n",
    ]
    machine.write("/etc/shadow", "".join(lines), 0o600)
    found = machine.scan(SHADOW)
    for name in ("ann", "bob", "cat", "dan"):
        assert found.gap("account", "password", name).reason is GapReason.MALFORMED
    assert found.one("account", "eve").facts["password"]["state"] == "none"
    assert found.count("account") == 5


def test_a_shadow_line_without_a_name_leaves_all_open_and_its_text_behind(machine: FakeMachine) -> None:
    machine.write("/etc/passwd", passwd("ann"))
    machine.write("/etc/shadow", "ann:*:1::::::\n$6$secret$hash\n", 0o600)
    found = machine.scan(SHADOW)
    assert found.gap("account", "password").reason is GapReason.MALFORMED
    assert "secret" not in repr(found)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("broken", GapReason.MALFORMED),
        ("ann:x:abc:100::/:/bin/sh", GapReason.MALFORMED),
        ("ann:x:0:0::/:/bin/sh", GapReason.MALFORMED),
        ("+::::::", GapReason.UNSUPPORTED),
    ],
)
def test_no_line_of_passwd_is_lost(machine: FakeMachine, line: str, reason: GapReason) -> None:
    machine.write("/etc/passwd", f"{passwd('ann')}{line}\n")
    found = machine.scan(want(account="uid"))
    assert found.gap("account").reason is reason
    assert "line 2" in found.gap("account").detail
    assert found.count("account") is None


@pytest.mark.parametrize(
    ("sources", "process", "whole"),
    [
        ("files systemd", "sssd", True),
        ("sss files", "", True),
        ("sss files", "sssd", False),
        ("files ldap", "", False),
    ],
)
def test_accounts_of_a_directory_leave_the_listing_open(
    machine: FakeMachine, sources: str, process: str, whole: bool
) -> None:
    machine.write("/etc/passwd", passwd("ann"))
    machine.write("/etc/nsswitch.conf", f"passwd: {sources}\n")
    if process:
        machine.process(process)
    found = machine.scan(want(account="uid"))
    assert found.one("account").facts == {"uid": 1000}
    assert (found.count("account") == 1) is whole
    if not whole:
        assert found.gap("account").reason is GapReason.UNSUPPORTED


def test_groups_by_name_by_id_and_by_shared_id(machine: FakeMachine) -> None:
    machine.write("/etc/passwd", passwd("ann") + "bob:x:1001:777::/:/sbin/nologin\n")
    groups = "users:x:100:\nsudo:$1$secret:27:bob,ann\nwheel:x:27:\nzoo:x:5:bob\n"
    machine.write("/etc/group", groups)
    found = machine.scan(want(account="groups login_shell system"))
    assert found.one("account", "ann").facts["groups"] == ["users", "sudo", "wheel"]
    assert found.one("account", "bob").facts["groups"] == ["777", "sudo", "wheel", "zoo"]
    assert found.one("account", "bob").facts["login_shell"] is False
    machine.write("/etc/group", groups + "broken\n")
    assert machine.scan(want(account="groups")).gap("account", "groups").reason is GapReason.MALFORMED


def test_system_accounts_by_login_defs(machine: FakeMachine) -> None:
    lines = "root:x:0:0::/:/bin/sh\ntoor:x:0:0::/:/bin/sh\nsvc:x:499:1::/:/bin/sh\nann:x:500:1::/:/bin/sh\n"
    machine.write("/etc/passwd", lines + "nobody:x:65534:1::/:/bin/sh\n")
    machine.write("/etc/login.defs", "UID_MIN 1\nUID_MIN 500 \nPASS_MAX_DAYS 90\nencrypt 1\n# UMASK 077\n")
    found = machine.scan(want(account="system", host="login_defs"))
    system = {r.name: r.facts["system"] for r in found.resources("account")}
    assert system == {"root": False, "toor": False, "svc": True, "ann": False, "nobody": True}
    assert found.one("host").facts["login_defs"] == {
        "pass_max_days": 90,
        "pass_min_days": None,
        "pass_warn_age": None,
        "encrypt_method": None,
        "umask": None,
        "uid_min": 500,
    }


def test_sshd_without_root_follows_includes_and_first_value_wins(machine: FakeMachine) -> None:
    machine.tool("sshd")
    machine.write(
        "/etc/ssh/sshd_config",
        "LogLevel VERBOSE\nInclude sshd_config.d/*.conf\nPermitRootLogin yes\nX11Forwarding=yes # late\n"
        "LoginGraceTime 1m30s\nCiphers +aes128-cbc\nMACs hmac-sha2-256,hmac-sha2-512\n"
        "Match User Backup Address 10.0.0.0/8\n  PermitRootLogin Yes\n  ChrootDirectory /Srv\nMatch all\n",
    )
    machine.write(
        "/etc/ssh/sshd_config.d/10-a.conf", 'PermitRootLogin "without-password"\nMatch Group g\nUsePAM no\n'
    )
    machine.write("/etc/ssh/sshd_config.d/20-b.conf", "PermitRootLogin no\nMaxAuthTries 3\n")
    found = machine.scan(want(sshd=""), user=("nobody",))
    facts = found.one("sshd").facts
    assert facts["permitrootlogin"] == "prohibit-password"
    assert (facts["x11forwarding"], facts["logingracetime"], facts["maxauthtries"]) == ("yes", 90, 3)
    assert facts["macs"] == ["hmac-sha2-256", "hmac-sha2-512"]
    assert facts["loglevel"] == "verbose"
    assert [(b["criteria"], b["line"], b["settings"]) for b in facts["match_blocks"]] == [
        ("Group g", 2, {"usepam": "no"}),
        ("User Backup Address 10.0.0.0/8", 8, {"permitrootlogin": "yes", "chrootdirectory": "/Srv"}),
        ("all", 11, {}),
    ]
    assert "compiled-in" in found.gap("sshd", "ciphers").detail
    assert found.gap("sshd", "usepam").reason is GapReason.DENIED
    assert "sshd -T needs root" in found.gap("sshd", "usepam").detail


def test_an_unreadable_drop_in_hides_what_comes_after_it(machine: FakeMachine) -> None:
    machine.tool("sshd")
    machine.write("/etc/ssh/sshd_config", "UsePAM yes\nInclude sshd_config.d/*.conf\nPermitRootLogin no\n")
    machine.write("/etc/ssh/sshd_config.d/50-cloud.conf", "PermitRootLogin yes\n", 0o600)
    found = machine.scan(want(sshd="permitrootlogin usepam match_blocks"), user=("nobody",))
    assert found.one("sshd").facts == {"usepam": "yes"}
    assert {gap.reason for gap in found.gaps} == {GapReason.DENIED}
    assert "50-cloud.conf" in found.gap("sshd", "match_blocks").detail


def test_sshd_as_root_takes_the_effective_values(machine: FakeMachine) -> None:
    machine.tool("sshd", "permitrootlogin without-password\nciphers a@x,b\nmaxauthtries 6\nusepam yes\n")
    machine.write("/etc/ssh/sshd_config", "UsePAM no\n")
    facts = (
        machine.scan(want(sshd="permitrootlogin ciphers maxauthtries usepam match_blocks")).one("sshd").facts
    )
    assert facts == {
        "permitrootlogin": "prohibit-password",
        "ciphers": ["a@x", "b"],
        "maxauthtries": 6,
        "usepam": "yes",
        "match_blocks": [],
    }


def test_sshd_that_refuses_its_configuration_is_malformed(machine: FakeMachine) -> None:
    machine.tool(
        "sshd", status=255, error="/etc/ssh/sshd_config: line 3: Bad configuration option: nonsense\n"
    )
    machine.write("/etc/ssh/sshd_config", "UsePAM no\n")
    found = machine.scan(want(sshd="usepam"))
    assert found.one("sshd").facts == {}
    assert [gap.reason for gap in found.gaps] == [GapReason.MALFORMED]


def test_another_ssh_server_is_not_an_absent_one(machine: FakeMachine) -> None:
    machine.process("dropbear")
    assert machine.scan(want(sshd="usepam")).gap("sshd").reason is GapReason.UNSUPPORTED


def sudoers(machine: FakeMachine, json_text: str, defaults: str = "") -> None:
    """A cvtsudoers that answers by format."""
    machine.write("/etc/sudoers", "", 0o440)
    machine.tool("sudo")
    machine.tool("cvtsudoers")
    machine.write("/var/said/cvtsudoers", json_text)
    machine.write("/var/said/cvtsudoers.text", defaults)
    script = "#!/bin/sh\ncase $* in *privileges*) text=.text ;; esac\ncat /var/said/cvtsudoers$text\n"
    machine.write("/bin/cvtsudoers", script, 0o755)


def spec(
    user: str, *options: dict[str, bool], runas: str | None = None, command: str = "ALL"
) -> dict[str, object]:
    part: dict[str, object] = {"Options": list(options), "Commands": [{"command": command}]}
    if runas:
        part["runasusers"] = [{"username": runas}]
    kind = "usergroup" if user.startswith("%") else "username"
    member = {kind: user.lstrip("%")}
    return {"User_List": [member], "Host_List": [{"hostname": "ALL"}], "Cmnd_Specs": [part]}


@pytest.mark.parametrize(
    ("defaults", "user", "expected"),
    [
        ("", "ann", False),
        ("Defaults !authenticate\n", "ann", True),
        ("Defaults env_reset, !authenticate\n", "ann", True),
        ("Defaults\\\n    !authenticate\n", "ann", True),
        ("Defaults !authenticate\nDefaults authenticate\n", "ann", False),
        ("Defaults:ann !authenticate\n", "ann", True),
        ("Defaults:ann, bob !authenticate\n", "bob", True),
        ("Defaults:ann !authenticate\n", "bob", False),
        ("Defaults:%ops !authenticate\n", "bob", None),
        ("Defaults:ann !authenticate\n", "%ops", None),
        ("Defaults>root !authenticate\n", "ann", True),
        ("Defaults>postgres !authenticate\n", "ann", False),
        ("Defaults:root !authenticate\n", "ann", False),
        ("Defaults!/bin/ls !authenticate\n", "ann", True),
        ("Defaults exempt_group=ops\n", "ann", None),
    ],
)
def test_defaults_that_lift_the_password(
    machine: FakeMachine, defaults: str, user: str, expected: bool | None
) -> None:
    sudoers(machine, json.dumps({"User_Specs": [spec(user)]}), defaults)
    found = machine.scan(want(sudo_rule="nopasswd users"))
    rule = found.one("sudo_rule")
    assert rule.facts.get("nopasswd") is expected
    assert [gap.fact for gap in found.gaps] == (["nopasswd"] if expected is None else [])


@pytest.mark.parametrize(
    ("defaults", "expected"),
    [
        ("", "invoker"),
        ("Defaults targetpw\n", "target"),
        ("Defaults env_reset, rootpw\n", "target"),
        ("Defaults targetpw\nDefaults !targetpw\n", "invoker"),
        ("Defaults:ann targetpw\n", None),
    ],
)
def test_whose_password_is_asked_for(machine: FakeMachine, defaults: str, expected: str | None) -> None:
    sudoers(machine, json.dumps({"User_Specs": [spec("ann")]}), defaults)
    found = machine.scan(want(sudo_rule="password_of"))
    assert found.one("sudo_rule").facts.get("password_of") == expected
    assert [gap.fact for gap in found.gaps] == (["password_of"] if expected is None else [])


def test_rules_of_doas_leave_the_listing_open(machine: FakeMachine) -> None:
    sudoers(machine, json.dumps({"User_Specs": [spec("ann")]}))
    machine.tool("doas")
    assert machine.scan(want(sudo_rule="")).count("sudo_rule") == 1
    machine.write("/etc/doas.conf", "permit nopass :wheel\n", 0o400)
    found = machine.scan(want(sudo_rule=""))
    assert found.one("sudo_rule").facts["users"] == ["ann"]
    assert "doas" in found.gap("sudo_rule").detail
    assert found.count("sudo_rule") is None


def test_rules_keep_their_id_when_others_come(machine: FakeMachine) -> None:
    ann = spec("ann", {"authenticate": False}, {"noexec": True}, runas="postgres", command="/bin/ls")
    sudoers(machine, json.dumps({"User_Specs": [ann]}))
    first = machine.scan(want(sudo_rule="")).one("sudo_rule")
    assert first.facts["nopasswd"] is True
    assert first.facts["noexec"] is True
    assert first.facts["runas_users"] == ["postgres"]
    sudoers(machine, json.dumps({"User_Specs": [spec("bob"), ann, ann]}))
    again = machine.scan(want(sudo_rule=""))
    assert again.count("sudo_rule") == 2
    assert first.id in {rule.id for rule in again.resources("sudo_rule")}


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        '{"User_Specs": [{"User_List": [], "Host_List": [], "Cmnd_Specs": []',
        '{"Defaults": [{"Binding": []"Options": []}]}',
        json.dumps({"User_Specs": [{**spec("ann"), "User_List": []}]}),
        json.dumps({"User_Specs": [{**spec("ann"), "User_List": [{"newkind": "x"}]}]}),
        "[]",
    ],
)
def test_sudoers_that_are_not_understood_are_no_empty_list(machine: FakeMachine, text: str) -> None:
    sudoers(machine, text)
    found = machine.scan(want(sudo_rule=""))
    assert found.gap("sudo_rule").reason is GapReason.MALFORMED
    assert found.count("sudo_rule") is None


def test_sudo_rules_from_a_directory_leave_the_listing_open(machine: FakeMachine) -> None:
    sudoers(machine, "{}")
    assert machine.scan(want(sudo_rule="")).count("sudo_rule") == 0
    machine.write("/etc/nsswitch.conf", "passwd: files\nsudoers: files sss\n")
    assert machine.scan(want(sudo_rule="")).gap("sudo_rule").reason is GapReason.UNSUPPORTED
    (machine.root / "bin/cvtsudoers").unlink()
    machine.write("/etc/nsswitch.conf", "")
    assert machine.scan(want(sudo_rule="")).gap("sudo_rule").reason is GapReason.TOOL_ABSENT


def test_audit_rules_are_listed_or_gapped(machine: FakeMachine) -> None:
    machine.tool("auditctl", "No rules\n")
    assert machine.scan(want(audit="rules")).one("audit").facts["rules"] == []
    machine.tool("auditctl", "-w /etc/passwd -p wa -k id\n")
    assert machine.scan(want(audit="rules")).one("audit").facts["rules"] == ["-w /etc/passwd -p wa -k id"]
    machine.tool("auditctl", "", 255, "Error sending rule list data request (Operation not permitted)\n")
    assert machine.scan(want(audit="rules")).gap("audit", "rules").reason is GapReason.DENIED
    machine.tool("auditctl", "", 0)
    assert machine.scan(want(audit="rules")).gap("audit", "rules").reason is GapReason.UNSUPPORTED


def test_auditd_and_its_settings(machine: FakeMachine) -> None:
    machine.tool("auditd")
    machine.tool("systemctl", "enabled\n")
    machine.process("auditd")
    machine.write(
        "/etc/audit/auditd.conf", "num_logs = 5\nmax_log_file_action = ROTATE\nMax_Log_File=8\n", 0o640
    )
    found = machine.scan(want(audit="auditd settings"))
    facts = found.one("audit").facts
    assert facts["auditd"] == {"installed": True, "running": True, "enabled": True}
    set_there = {key: value for key, value in facts["settings"].items() if value is not None}
    assert set_there == {"num_logs": 5, "max_log_file_action": "rotate", "max_log_file_mb": 8}
    (machine.root / "etc/audit").chmod(0o700)
    denied = machine.scan(want(audit="settings"), user=("nobody",))
    assert denied.gap("audit", "settings").reason is GapReason.DENIED
