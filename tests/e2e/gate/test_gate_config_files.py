"""Configuration files of a repository in the gate: exactly the faults, at the lines where they stand."""

import json
import re
from pathlib import Path

from tests.collectors.config_files import samples
from tests.e2e.conftest import Run, Workspace
from tests.e2e.gate.conftest import Change

FILES = {
    "ssh/sshd_config": (samples.SSHD_BAD, samples.SSHD_GOOD),
    "nginx/shop.conf": (samples.NGINX_BAD, samples.NGINX_GOOD),
    "sudo/rules": (samples.SUDOERS_BAD, samples.SUDOERS_GOOD),
    "db/postgresql.conf": (samples.POSTGRESQL_BAD, samples.POSTGRESQL_GOOD),
    "db/pg_hba.conf": (samples.HBA_BAD, samples.HBA_GOOD),
}
EXPECTED = {
    "ssh/sshd_config": """
        sshd-root-login 3
        sshd-password-login 4
        sshd-empty-passwords 5
        sshd-host-based-login 7
        sshd-rhosts 8
        sshd-strict-modes 9
        sshd-user-environment 10
        sshd-tunnel-devices 11
        sshd-gateway-ports 12
        sshd-x11-forwarding 13
        sshd-agent-forwarding 14
        sshd-log-level 15
        sshd-max-auth-tries 16
        sshd-login-grace-time 17
        sshd-idle-timeout 18
        sshd-weak-ciphers 21
        sshd-weak-macs 22
        sshd-weak-key-exchange 23
        sshd-weak-host-keys 24
        sshd-x11-forwarding 28
    """,
    "nginx/shop.conf": """
        tls-old-protocols 3
        tls-weak-ciphers 4
        tls-plain-text-web 5
        tls-hsts 15
    """,
    "sudo/rules": """
        sudo-all-to-person 4
        sudo-nopasswd-all 5
        sudo-everyone 5
        sudo-nopasswd-escape 6
        sudo-nopasswd-escape 6
        sudo-negated-commands 7
        sudo-setenv 9
        sudo-nopasswd-escape 9
    """,
    "db/postgresql.conf": """
        postgres-ssl 2
        tls-postgresql-off 2
        postgres-password-encryption 5
        postgres-log-connections 6
        postgres-log-disconnections 7
        postgres-log-ddl 8
        postgres-log-line-prefix 10
        postgres-durability 12
        postgres-durability 13
    """,
    "db/pg_hba.conf": """
        postgres-hba-trust 1
        postgres-hba-cleartext-password 2
        postgres-hba-plaintext 2
        postgres-hba-trust 3
        postgres-hba-dead-reject 5
        postgres-hba-md5 6
        postgres-hba-any-address 6
        postgres-hba-plaintext 6
        tls-postgresql-hba-auth 2
        tls-postgresql-hba-auth 3
        tls-postgresql-hba-auth 6
    """,
}


def expected() -> list[tuple[str, str, int]]:
    """File, check and line of every fault."""
    return sorted(
        (path, match[1], int(match[2]))
        for path, text in EXPECTED.items()
        for match in re.finditer(r"(\S+) (\d+)", text)
    )


def failed(run: Run) -> list[str]:
    return [one["check"] for one in run.report["findings"] if one["outcome"] == "fail"]


def put(folder: Path, which: int) -> None:
    for name, texts in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[which])


def test_every_fault_is_found_at_its_line(workspace: Workspace) -> None:
    put(workspace.folder / "deploy", 0)
    run = workspace.run("gate", "deploy", "--format", "console", "--format", "json", "--format", "sarif")
    assert run.code == 1, run.err
    found = sorted(
        (one["location"]["path"].removeprefix("deploy/"), one["check"], one["location"]["line"])
        for one in run.report["findings"]
        if one["outcome"] == "fail"
    )
    assert found == expected()
    sarif = json.loads((workspace.folder / "selfaudit-out" / "report.sarif").read_text())
    results = sarif["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"] for result in results]
    files = [place["artifactLocation"]["uri"].removeprefix("deploy/") for place in places]
    rules = [result["ruleId"] for result in results]
    lines = [place["region"]["startLine"] for place in places]
    assert set(expected()) <= set(zip(files, rules, lines, strict=True))
    assert "5 │ ALL ALL=(ALL) NOPASSWD: ALL" in run.out


def test_the_good_twins_pass_and_what_they_cannot_tell_is_listed(change: Change) -> None:
    put(change.folder / "deploy", 1)
    run = change.gate("deploy")
    assert run.code == 0, run.out
    assert failed(run) == []
    reasons = {gap["reason"] for gap in run.report["gaps"]}
    assert reasons == {"not_in_source"}
    assert change.gate("deploy", "--strict").code == 3


def test_a_file_from_standard_input_is_what_the_user_says(change: Change) -> None:
    run = change.gate("-", given=samples.SSHD_BAD)
    assert {one["location"]["path"] for one in run.report["findings"] if one["location"]} == {"stdin"}
    assert run.code == 1
    run = change.gate("-", "--type", "sshd_config", given="PasswordAuthentication yes\n")
    assert failed(run) == ["sshd-password-login"]
    run = change.gate("-", given="PasswordAuthentication yes\n")
    assert (run.code, "--type says which one it is" in run.err) == (2, True)


def test_only_what_a_change_makes_worse_of_a_file(change: Change) -> None:
    change.write("etc/ssh/sshd_config", "PermitRootLogin yes\nX11Forwarding no\n")
    change.commit()
    change.write("etc/ssh/sshd_config", "# One line more.\nPermitRootLogin yes\nPermitEmptyPasswords yes\n")
    run = change.gate("etc/ssh/sshd_config", "--base", "main", "--only-new")
    fails = {one["check"]: one["disposition"] for one in run.report["findings"] if one["outcome"] == "fail"}
    assert fails == {"sshd-root-login": "baselined", "sshd-empty-passwords": "open"}
    assert run.code == 1
