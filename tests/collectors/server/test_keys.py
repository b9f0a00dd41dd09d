"""Keys that sshd takes: found where it looks, reduced on the machine, and as ssh-keygen tells them."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectors.server.probe import text
from scanner.model import GapReason
from tests.collectors.server.machine import FakeMachine
from tests.collectors.server.support import want

WANT = want(authorized_key="")
PASSWD = "root:x:0:0::/root:/bin/sh\nann:x:1001:1001::/home/ann:/bin/sh\nbob:x:1002:1002::/home/bob:/bin/sh\n"
GROUP = "root:x:0:\nann:x:1001:\nbob:x:1002:\nstaff:x:50:ann,bob\n"
KINDS = (("ed25519", "256"), ("ecdsa", "384"), ("rsa", "1024"), ("rsa", "2048"), ("dsa", "1024"))


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A real key of each kind, as in its .pub file without the comment."""
    folder = tmp_path_factory.mktemp("keys")
    found = {}
    for kind, bits in KINDS:
        name = f"{kind}{bits}"
        command = ["ssh-keygen", "-q", "-t", kind, "-b", bits, "-N", "", "-C", "", "-f", str(folder / name)]
        done = subprocess.run(command, check=False, capture_output=True, stdin=subprocess.DEVNULL)
        # Later releases of OpenSSH make no DSA keys.
        if done.returncode == 0:
            found[name] = (folder / f"{name}.pub").read_text().strip()
    return found


def told(line: str) -> tuple[str, str]:
    """Length and fingerprint as ssh-keygen tells them."""
    done = subprocess.run(
        ["ssh-keygen", "-lf", "-"], input=line + "\n", capture_output=True, text=True, check=True
    )
    bits, fingerprint, *_ = done.stdout.split()
    return bits, fingerprint


@pytest.fixture
def host(machine: FakeMachine) -> FakeMachine:
    """A machine with an SSH server, two people, and nothing unusual."""
    machine.tool(
        "sshd", "authorizedkeysfile .ssh/authorized_keys .ssh/authorized_keys2\npubkeyauthentication yes\n"
    )
    machine.write("/etc/ssh/sshd_config", "UsePAM yes\n")
    machine.write("/etc/passwd", PASSWD)
    machine.write("/etc/group", GROUP)
    (machine.root / "bin/ls").unlink()
    machine.tool("ls", "ls (GNU coreutils) 9.1\n")
    for name, uid in (("ann", 1001), ("bob", 1002)):
        folder = machine.root / "home" / name / ".ssh"
        folder.mkdir(parents=True)
        own(folder, uid)
        own(folder.parent, uid)
    return machine


def own(path: Path, uid: int) -> None:
    subprocess.run(["chown", f"{uid}:{uid}", str(path)], check=True)
    path.chmod(0o700 if path.is_dir() else 0o600)


def put(host: FakeMachine, path: str, content: str, uid: int) -> Path:
    file = host.write(path, content)
    own(file, uid)
    return file


def test_a_key_is_told_as_ssh_keygen_tells_it(host: FakeMachine, keys: dict[str, str]) -> None:
    lines = [f"{line} {name}@host" for name, line in keys.items()]
    put(host, "/home/ann/.ssh/authorized_keys", "\n".join(lines) + "\n", 1001)
    found = host.scan(WANT)
    rows = {r.facts["comment"].split("@")[0]: r.facts for r in found.resources("authorized_key")}
    assert {name: (str(f["bits"]), f["fingerprint"]) for name, f in rows.items()} == {
        name: told(line) for name, line in keys.items()
    }
    assert {name: f["type"] for name, f in rows.items()} == {n: line.split()[0] for n, line in keys.items()}
    assert found.count("authorized_key") == len(keys)
    assert not any(line.split()[1] in repr(found) for line in keys.values())


def test_options_are_reduced(host: FakeMachine, keys: dict[str, str]) -> None:
    key = keys["ed25519256"]
    line = (
        'restrict,from="10.0.0.0/8,!10.1.1.1,*.example.com",command="PGPASSWORD=geheim pg_dump \\"x\\", y",'
        f'environment="TOKEN=geheim",expiry-time="202701311200Z",Port-Forwarding {key} ann lee, laptop'
    )
    put(host, "/home/ann/.ssh/authorized_keys", f"# comment\n\n  {line}\r\n", 1001)
    found = host.scan(WANT)
    facts = found.one("authorized_key").facts
    assert facts["options"] == {
        "names": ["command", "environment", "expiry-time", "from", "port-forwarding", "restrict"],
        "from": ["10.0.0.0/8", "!10.1.1.1", "*.example.com"],
        "command": "PGPASSWORD=?",
        "expires": "2027-01-31T12:00:00Z",
    }
    assert facts["comment"] == "ann lee, laptop"
    assert (facts["account"], facts["uid"]) == ("ann", 1001)
    assert facts["file"] == {
        "path": "/home/ann/.ssh/authorized_keys",
        "mode": "0600",
        "uid": 1001,
        "gid": 1001,
    }
    assert "geheim" not in repr(found)


def test_ids_stay_when_other_lines_come_and_go(host: FakeMachine, keys: dict[str, str]) -> None:
    one, two = keys["ed25519256"], keys["rsa2048"]
    path = "/home/ann/.ssh/authorized_keys"
    put(host, path, f"{one} a\n", 1001)
    (before,) = [r.id for r in host.scan(WANT).resources("authorized_key")]
    put(host, path, f'{two} b\nfrom="10.0.0.1" {one} a\n{one} a\n', 1001)
    after = [r.id for r in host.scan(WANT).resources("authorized_key")]
    assert before in after
    assert f"{before}/2" in after


def test_files_by_tokens_and_for_each_account(host: FakeMachine, keys: dict[str, str]) -> None:
    host.tool("sshd", "authorizedkeysfile /etc/ssh/keys/%u.%U.100%% none\npubkeyauthentication yes\n")
    host.write("/etc/ssh/keys/ann.1001.100%", keys["ed25519256"] + "\n")
    put(host, "/home/bob/.ssh/authorized_keys", keys["rsa2048"] + "\n", 1002)
    found = host.scan(WANT)
    assert found.one("authorized_key").facts["account"] == "ann"
    assert found.count("authorized_key") == 1


@pytest.mark.parametrize(
    ("settings", "config", "said"),
    [
        (
            "authorizedkeyscommand /usr/bin/fetch %u\n",
            "",
            "AuthorizedKeysCommand /usr/bin/fetch gives further keys",
        ),
        ("", "Match Address 10.0.0.0/8\nAuthorizedKeysFile /x\n", "by more than the account"),
    ],
)
def test_more_keys_than_the_files_have(
    host: FakeMachine, keys: dict[str, str], settings: str, config: str, said: str
) -> None:
    host.tool("sshd", f"authorizedkeysfile .ssh/authorized_keys\npubkeyauthentication yes\n{settings}")
    host.write("/etc/ssh/sshd_config", config)
    put(host, "/home/ann/.ssh/authorized_keys", keys["ed25519256"] + "\n", 1001)
    found = host.scan(WANT)
    assert said in found.gap("authorized_key").detail
    assert found.gap("authorized_key").reason is GapReason.UNSUPPORTED
    assert found.count("authorized_key") is None
    assert found.one("authorized_key").facts["account"] == "ann"


def test_without_root_the_keys_of_others_are_a_gap(host: FakeMachine, keys: dict[str, str]) -> None:
    put(host, "/home/ann/.ssh/authorized_keys", keys["ed25519256"] + "\n", 1001)
    found = host.scan(WANT, user=("nobody",))
    assert found.resources("authorized_key") == []
    assert found.count("authorized_key") is None
    gap = found.gap("authorized_key")
    assert gap.reason is GapReason.DENIED
    assert "root, ann, bob" in gap.detail


def test_no_keys_no_server_and_keys_switched_off_are_complete_listings(
    host: FakeMachine, keys: dict[str, str]
) -> None:
    assert host.scan(WANT).count("authorized_key") == 0
    put(host, "/home/ann/.ssh/authorized_keys", keys["ed25519256"] + "\n", 1001)
    assert host.scan(WANT).count("authorized_key") == 1
    host.tool("sshd", "authorizedkeysfile .ssh/authorized_keys\npubkeyauthentication no\n")
    assert host.scan(WANT).count("authorized_key") == 0
    (host.root / "bin/sshd").unlink()
    assert host.scan(WANT).count("authorized_key") == 0


def test_a_tool_that_is_missing_is_no_empty_listing(host: FakeMachine, keys: dict[str, str]) -> None:
    put(host, "/home/ann/.ssh/authorized_keys", keys["ed25519256"] + "\n", 1001)
    (host.root / "bin/sha256sum").unlink()
    assert host.scan(WANT).gap("authorized_key").reason is GapReason.TOOL_ABSENT


def test_who_can_put_a_key_there(host: FakeMachine, keys: dict[str, str]) -> None:
    file = put(host, "/home/ann/.ssh/authorized_keys", keys["ed25519256"] + "\n", 1001)
    assert host.scan(WANT).one("authorized_key").facts["writers"] == []
    file.parent.parent.chmod(0o777)
    assert host.scan(WANT).one("authorized_key").facts["writers"] == ["bob"]
    file.parent.parent.chmod(0o1777)
    assert host.scan(WANT).one("authorized_key").facts["writers"] == []
    file.parent.chmod(0o770)
    subprocess.run(["chgrp", "50", str(file.parent)], check=True)
    assert host.scan(WANT).one("authorized_key").facts["writers"] == ["bob"]


def test_a_link_in_a_folder_of_somebody_else_counts(host: FakeMachine, keys: dict[str, str]) -> None:
    put(host, "/var/keys/ann", keys["ed25519256"] + "\n", 0)
    (host.root / "var/keys").chmod(0o755)
    (host.root / "var/keys/ann").chmod(0o644)
    (host.root / "home/bob").chmod(0o755)
    (host.root / "home/bob/link").symlink_to("/var/keys/ann")
    (host.root / "home/ann/.ssh/authorized_keys").symlink_to("/home/bob/link")
    assert host.scan(WANT).one("authorized_key").facts["writers"] == ["bob"]


def test_accounts_from_a_directory_leave_the_writers_open(host: FakeMachine, keys: dict[str, str]) -> None:
    put(host, "/home/ann/.ssh/authorized_keys", keys["ed25519256"] + "\n", 1001)
    host.write("/etc/nsswitch.conf", "passwd: sss files systemd\ngroup: files [SUCCESS=merge] sss\n")
    assert host.scan(WANT).one("authorized_key").facts["writers"] == []
    host.process("sssd")
    found = host.scan(WANT)
    assert found.gap("authorized_key", "writers").reason is GapReason.UNSUPPORTED
    assert "sss" in found.gap("authorized_key", "writers").detail
    host.write("/etc/nsswitch.conf", "passwd: files ldap # sss\n")
    assert "ldap" in host.scan(WANT).gap("authorized_key", "writers").detail


def test_acls_that_nothing_tells_leave_the_writers_open(host: FakeMachine, keys: dict[str, str]) -> None:
    put(host, "/home/ann/.ssh/authorized_keys", keys["ed25519256"] + "\n", 1001)
    host.tool("ls", "-rw-r--r--+ 1 0 0\n")
    found = host.scan(WANT)
    assert (
        found.gap("authorized_key", "writers", found.one("authorized_key").name).reason
        is GapReason.TOOL_ABSENT
    )
    assert found.one("authorized_key").facts["file"]["mode"] == "0600"


words = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.lists(
        st.sampled_from(
            ["no-pty", 'from="a b"', 'command="x \\" y"', "restrict", 'x="', "\t", " ", ",", "ssh-rsa"]
        ),
        max_size=5,
    ).map(lambda parts: "".join(parts).rstrip()),  # after options, sshd skips several blanks, ssh-keygen one
    after=words,
    shell=st.sampled_from([["dash"], ["bash"], ["busybox", "sh"]]),
)
def test_any_line_is_read_as_ssh_keygen_reads_it(
    tmp_path: Path, keys: dict[str, str], before: str, after: str, shell: list[str]
) -> None:
    file = tmp_path / "keys"
    file.write_text(f"{before} {keys['ed25519256']} {after}\n")
    theirs = subprocess.run(["ssh-keygen", "-lf", str(file)], capture_output=True, text=True, check=False)
    functions = text("authorized_keys").split("listing() {")[0]
    ours = subprocess.run(
        [*shell, "-c", f'{text("lib")}\n{functions}\nkeys "$1"', "sh", str(file)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    found = ours[0].startswith("K") and ours[0].split()[0] == f"K{ours[1]}"
    assert found == (theirs.returncode == 0)


def test_lists_of_sshd_add_up(host: FakeMachine) -> None:
    wanted = want(
        sshd="allowusers allowgroups denyusers authenticationmethods authorizedkeysfile trustedusercakeys"
    )
    host.tool(
        "sshd",
        "allowusers ann\nallowusers bob@10.0.0.0/8\nauthenticationmethods publickey,password publickey\n"
        "authorizedkeysfile /a/%u .ssh/b\ntrustedusercakeys none\n",
    )
    facts = host.scan(wanted).one("sshd").facts
    assert (facts["allowusers"], facts["allowgroups"]) == (["ann", "bob@10.0.0.0/8"], [])
    assert facts["authenticationmethods"] == ["publickey,password", "publickey"]
    assert facts["authorizedkeysfile"] == ["/a/%u", ".ssh/b"]


def test_lists_of_sshd_add_up_in_the_files_too(host: FakeMachine) -> None:
    wanted = want(sshd="allowusers allowgroups authenticationmethods authorizedkeysfile match_blocks")
    text = 'AllowUsers ann "bob"\nInclude sshd_config.d/*.conf\nMatch User x\nAllowUsers c\nAllowUsers d\n'
    host.write("/etc/ssh/sshd_config", text)
    host.write("/etc/ssh/sshd_config.d/1.conf", "AllowUsers eve\n")
    facts = host.scan(wanted, user=("nobody",)).one("sshd").facts
    assert (facts["allowusers"], facts["allowgroups"]) == (["ann", "bob", "eve"], [])
    assert facts["authenticationmethods"] == ["any"]
    assert facts["authorizedkeysfile"] == [".ssh/authorized_keys", ".ssh/authorized_keys2"]
    assert facts["match_blocks"][0]["settings"] == {"allowusers": "c d"}
    host.write("/etc/ssh/sshd_config.d/1.conf", "AllowUsers eve\n", 0o600)
    found = host.scan(wanted, user=("nobody",))
    assert found.gap("sshd", "allowusers").reason is GapReason.DENIED
    assert found.gap("sshd", "allowgroups").reason is GapReason.DENIED
