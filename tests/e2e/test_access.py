"""Access facts of a real server: its own sshd decides which keys count."""

import subprocess
from collections.abc import Iterator

import pytest

from collectors.server.ssh import SshCollector
from scanner.model import GapReason, Target
from tests.collectors.server.support import Scan, scan, want
from tests.e2e.estate import clean_server
from tests.e2e.twin import Twin

MATCH = """\
Match User ann
    AuthorizedKeysFile .ssh/authorized_keys
Match Group audit
    X11Forwarding no
"""
SETUP = """\
mkdir -p /home/ann/.ssh
cp /etc/ssh/twin_client.pub /home/ann/.ssh/authorized_keys
cp /etc/ssh/twin_client.pub /etc/ssh/keys/ann
chown -R ann:ann /home/ann
chmod 700 /home/ann /home/ann/.ssh
rm -f /etc/crontab /etc/anacrontab /etc/cron.*/*
mkdir -p /etc/cron.d
printf '1 2 * * * root /home/ann/job /srv/customers\\n' > /etc/cron.d/job
"""


@pytest.fixture(scope="module")
def twin() -> Iterator[Twin]:
    with clean_server(SETUP, MATCH) as server:
        yield server


def ask(twin: Twin, **types: str) -> Scan:
    return scan(SshCollector(), Target("server", "ssh", twin.settings), want(**types))


def test_a_match_block_of_one_account_moves_its_keys(twin: Twin) -> None:
    found = ask(twin, authorized_key="", sshd="authorizedkeysfile")
    files = {r.facts["account"]: r.facts["file"]["path"] for r in found.resources("authorized_key")}
    assert files == {"audit": "/etc/ssh/keys/audit", "ann": "/home/ann/.ssh/authorized_keys"}
    assert found.one("sshd").facts["authorizedkeysfile"] == ["/etc/ssh/keys/%u"]
    assert found.gaps == []
    told = subprocess.run(
        ["ssh-keygen", "-lf", str(twin.folder / "client.pub")], capture_output=True, text=True, check=True
    )
    assert {r.facts["fingerprint"] for r in found.resources("authorized_key")} == {told.stdout.split()[1]}
    assert {tuple(r.facts["writers"]) for r in found.resources("authorized_key")} == {()}


def started(options: str) -> Twin:
    server = clean_server("cp /etc/ssh/sshd_config /etc/ssh/own; echo 'MaxStartups 7' >> /etc/ssh/own\n")
    server.sshd_options = options
    return server


def test_settings_of_the_command_line_overrule_the_files() -> None:
    """As distributions hand ciphers to sshd that a policy for the whole system allows."""
    wanted = {"sshd": "ciphers x11forwarding maxauthtries", "authorized_key": "account"}
    with started("-oCiphers=aes128-ctr -o X11Forwarding=yes -o AuthorizedKeysFile=/etc/ssh/keys/%u") as twin:
        seen = ask(twin, **wanted)
        without = Target("server", "ssh", {**twin.settings, "sudo": False})
        account = scan(SshCollector(), without, want(**wanted))
    assert seen.gaps == []
    assert seen.one("sshd").facts == {"ciphers": ["aes128-ctr"], "x11forwarding": "yes", "maxauthtries": 3}
    assert account.one("sshd").facts == {"maxauthtries": 3}
    assert account.gap("sshd", "ciphers").reason is GapReason.DENIED
    assert "sshd was started with this setting" in account.gap("sshd", "x11forwarding").detail


def test_a_file_of_the_command_line_takes_the_place_of_the_usual_one() -> None:
    with started("-f /etc/ssh/own -oMaxAuthTries=2") as twin:
        seen = ask(twin, sshd="")
        account = scan(
            SshCollector(), Target("server", "ssh", {**twin.settings, "sudo": False}), want(sshd="")
        )
    assert seen.gaps == []
    assert seen.one("sshd").facts["maxauthtries"] == 2
    assert seen.one("sshd").facts["allowusers"] == ["audit", "ann"]
    assert account.one("sshd").facts == {}


def test_without_root_nothing_is_guessed_about_match_blocks(twin: Twin) -> None:
    """The key that the listing names lets ann in; what she sees does not tell which keys count."""
    settings = {**twin.settings, "user": "ann", "sudo": False}
    found = scan(SshCollector(), Target("server", "ssh", settings), want(authorized_key="account"))
    assert found.resources("authorized_key") == []
    assert found.gap("authorized_key").reason is GapReason.DENIED
    assert "sshd -T" in found.gap("authorized_key").detail


def test_a_job_of_root_that_a_person_decides_on(twin: Twin) -> None:
    found = ask(twin, cron_job="")
    assert found.one("cron_job").facts["programs"] == [{"path": "/home/ann/job", "writers": ["ann"]}]
    assert found.gaps == []
