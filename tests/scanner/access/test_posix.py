"""The access lists of paths on a real server, checked by reading and writing as every account there."""

import subprocess
from collections.abc import Iterator, Sequence

import pytest

from collectors.server.ssh import SshCollector
from scanner.access.model import Access, Right, Way
from scanner.access.posix import NEEDS, Host
from scanner.interfaces import FactRequest
from scanner.model import Resource
from tests.collectors.server.support import target
from tests.e2e.estate import clean_server
from tests.e2e.twin import Twin

ACCOUNTS = ("ann", "member", "named", "shut", "other", "owner", "admin", "cook", "toor")
PATHS = ("/srv/group", "/srv/acl", "/srv/masked", "/srv/below/open", "/srv/below/file", "/srv/public")
SETUP = """\
groupadd -g 3000 crm
groupadd -g 3001 ops
for name in member named shut other owner admin cook; do useradd -m -s /bin/bash $name; done
useradd -o -u 0 -g 0 -M toor
usermod -aG crm member
usermod -aG ops cook
mkdir -p /srv/group /srv/acl /srv/masked /srv/below/open /srv/public
chown owner:crm /srv/group; chmod 2750 /srv/group
chown root:root /srv/acl; chmod 700 /srv/acl; setfacl -m u:named:rwx,g:ops:rx /srv/acl
chown root:crm /srv/masked; chmod 770 /srv/masked; setfacl -m u:named:rwx,m::--- /srv/masked
chown root:crm /srv/below; chmod 750 /srv/below
chown owner:root /srv/below/open; chmod 777 /srv/below/open
echo x > /srv/below/file; chown member:root /srv/below/file; chmod 664 /srv/below/file
chmod 777 /srv/public
groupadd -g 3002 peekers; usermod -aG peekers shut
groupadd -g 3003 actors; usermod -aG actors other
install -o root -g peekers -m 4750 /usr/bin/head /usr/local/bin/head
install -o owner -g actors -m 4750 /usr/bin/find /usr/local/bin/find
printf 'admin ALL=(ALL) ALL\\n%%ops ALL=(root) /bin/bash\\nother ALL=(root) /usr/bin/id\\n' >> /etc/sudoers
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Twin]:
    with clean_server(SETUP) as running:
        yield running


@pytest.fixture(scope="module")
def found(server: Twin) -> dict[str, list[Access]]:
    """The rights on each path."""
    where = target(server.settings, *PATHS)
    events = list(SshCollector().collect(where, FactRequest(NEEDS)))
    resources = [event for event in events if isinstance(event, Resource)]
    accounts = {each.name: each for each in resources if each.type == "server.account"}
    rules, programs = (
        [each for each in resources if each.type == f"server.{name}"]
        for name in ("sudo_rule", "privileged_program")
    )
    host = Host(accounts, rules, programs)
    return {each.name: list(host.accesses(each)) for each in resources if each.type == "server.path"}


def on(server: Twin, commands: Sequence[str]) -> list[bool]:
    """Which commands of root on the server succeed."""
    settings = server.settings
    login = ["ssh", "-q", "-F", "/dev/null", "-i", settings["key_file"], "-p", str(settings["port"])]
    login += ["-o", f"UserKnownHostsFile={settings['known_hosts']}", "-o", "IdentitiesOnly=yes"]
    script = "".join(f"{command} </dev/null >/dev/null 2>&1; echo $?\n" for command in commands)
    login += [f"audit@{settings['host']}", "sudo -n sh"]
    done = subprocess.run(login, input=script, capture_output=True, text=True, check=True)
    return [line == "0" for line in done.stdout.splitlines()]


def tries(account: str, path: str) -> list[str]:
    """Reading and writing as an account."""
    folder = path != "/srv/below/file"
    commands = [f"ls {path}", f"touch {path}/{account}"] if folder else [f"cat {path}", f"test -w {path}"]
    who = f"setpriv --reuid {account} --regid $(id -g {account}) --init-groups"
    return [f"{who} {command}" for command in commands]


def test_an_account_is_listed_with_what_it_really_can_do(
    server: Twin, found: dict[str, list[Access]]
) -> None:
    pairs = [(account, path) for path in PATHS for account in ACCOUNTS[:-1]]
    answers = on(server, [command for pair in pairs for command in tries(*pair)])
    assert len(answers) == 2 * len(pairs)
    assert {True, False} == set(answers)
    for (account, path), reads, writes in zip(pairs, answers[::2], answers[1::2], strict=True):
        ways = [a for a in found[path] if a.principal.name == account and a.way not in (Way.ROOT, Way.ROLE)]
        rights = {right for access in ways for right in access.rights}
        assert (Right.READ in rights, Right.WRITE in rights) == (reads, writes), (account, path)


def test_who_becomes_root_is_listed_in_person(server: Twin, found: dict[str, list[Access]]) -> None:
    for path in PATHS:
        root = {a.principal.name for a in found[path] if a.way is Way.ROOT}
        assert root == {"root", "toor", "admin", "cook", "audit", "shut"}
    answers = on(server, [f"sudo -l -U {account} /bin/bash" for account in ACCOUNTS[:-1]])
    assert {account for account, may in zip(ACCOUNTS[:-1], answers, strict=True) if may} == {"admin", "cook"}


def test_the_chain_says_by_what(found: dict[str, list[Access]]) -> None:
    chains = {
        (a.principal.name, path): a.chain
        for path, held in found.items()
        for a in held
        if a.rights & {Right.READ}
    }
    assert chains["member", "/srv/group"] == (
        "member is in the group crm",
        "the mode 2750 of /srv/group lets the group crm read it",
    )
    assert chains["named", "/srv/acl"] == ("the ACL of /srv/acl names named",)
    assert chains["ann", "/srv/public"] == ("the mode 0777 of /srv/public lets everybody read it",)
    assert chains["owner", "/srv/group"] == ("owner owns /srv/group, whose mode is 2750",)
    assert chains["admin", "/srv/acl"][0].startswith("sudoers lets admin become root (")


def test_who_starts_a_setuid_tool_gets_what_its_owner_has(
    server: Twin, found: dict[str, list[Access]]
) -> None:
    run = "setpriv --reuid {0} --regid $(id -g {0}) --init-groups {1}"
    tries = (
        run.format("shut", "cat /srv/below/file"),
        run.format("shut", "/usr/local/bin/head -c1 /srv/below/file"),
        run.format("named", "test -x /usr/local/bin/head"),
        run.format("other", "ls /srv/group"),
        # Without a way back to where it was started, find fails in the end.
        "cd /; " + run.format("other", "/usr/local/bin/find /srv/group"),
    )
    assert on(server, tries) == [False, True, False, False, True]
    (as_root,) = (a for a in found["/srv/below/file"] if a.principal.name == "shut")
    assert as_root.chain == (
        "shut may start /usr/local/bin/head, which does what it is told",
        "/usr/local/bin/head is setuid root, whom permissions do not stop",
    )
    through = [a for a in found["/srv/group"] if a.principal.name == "other"]
    assert {right for a in through for right in a.rights} == {
        right for a in found["/srv/group"] if a.principal.name == "owner" for right in a.rights
    }
    assert through[0].chain[1] == "/usr/local/bin/find runs as owner"
