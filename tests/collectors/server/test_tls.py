"""TLS endpoints and certificates through the whole probe, on made-up machines and on this one."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from collectors.server.facts.tls.openssl import system_defaults
from collectors.server.frames import parse
from collectors.server.local import LocalCollector
from collectors.server.reply import NotSeenError
from collectors.server.transport import Deadline, Intake
from scanner.model import GapReason
from tests.collectors.server.machine import NOBODY, FakeMachine, ShellCollector
from tests.collectors.server.support import Scan, scan, target, want
from tests.collectors.server.tls import certificate, texts
from tests.needs import need_root

WANTED = want(tls_endpoint="", certificate="", host="crypto_policy crypttab")
NGINX = (
    "nginx version: nginx/1.22.1\n"
    "built with OpenSSL 3.0.2 1 Jan 2026 (running with OpenSSL 3.0.19 27 Jan 2026)\n"
    "configure arguments: --prefix=/usr/share/nginx --conf-path=/etc/nginx/nginx.conf --with-debug\n"
)
SITE = "server { listen 443 ssl; server_name a.example; ssl_certificate a.pem; ssl_certificate_key %s; }\n"


def web(machine: FakeMachine, site: str, key_mode: int = 0o600) -> None:
    """An nginx with one site of its own certificate."""
    pem, key = certificate()
    machine.tool("nginx", NGINX)
    machine.write("/etc/nginx/nginx.conf", "events {} http { include mime.types; include sites/*; }\n")
    machine.write("/etc/nginx/sites/a", site)
    machine.write("/etc/nginx/a.pem", pem)
    machine.write("/etc/nginx/keys/a.key", key, key_mode)


def test_a_machine_without_servers_has_none(machine: FakeMachine) -> None:
    found = machine.scan(WANTED)
    assert (found.count("tls_endpoint"), found.count("certificate")) == (0, 0)
    assert found.one("host").facts["crypttab"] == []
    assert found.one("host").facts["crypto_policy"]["openssl"] is None


def test_a_server_of_a_container_is_not_taken_for_none(machine: FakeMachine) -> None:
    machine.process("nginx", arguments=b"nginx: master process nginx -g daemon off;")
    found = machine.scan(WANTED)
    assert found.count("tls_endpoint") is None
    assert "container" in found.gap("tls_endpoint").detail
    assert found.count("certificate") is None


def test_nginx_with_a_certificate_and_its_key(machine: FakeMachine) -> None:
    web(machine, SITE % "keys/a.key", key_mode=0o644)
    machine.process("nginx", arguments=b"nginx: master process /usr/sbin/nginx -g daemon on;")
    found = machine.scan(WANTED)
    endpoint = found.one("tls_endpoint")
    assert endpoint.facts["running"] is True
    assert endpoint.facts["source"] == {"file": "/etc/nginx/sites/a", "line": 1}
    assert endpoint.facts["certificates"] == [
        {"certificate": "/etc/nginx/a.pem", "key": "/etc/nginx/keys/a.key"}
    ]
    assert endpoint.facts["hsts"] == {"max_age": None, "undetermined": False}
    # Without the openssl tool nobody knows what the default of this nginx comes to.
    assert found.gap("tls_endpoint", "protocols").reason is GapReason.UNSUPPORTED
    assert endpoint.facts["ciphers"] == {"configured": None, "suites": None}
    facts = found.one("certificate").facts
    assert facts["subject"] == {"common_name": "www.example.com", "names": ["www.example.com"]}
    assert facts["issuer"] == {"name": "CN=www.example.com", "self_signed": True}
    assert facts["key"] == {"type": "rsa", "bits": 2048}
    assert (facts["signature_hash"], facts["chain"]) == ("sha256", {"length": 1, "linked": True})
    assert facts["key_files"] == [
        {
            "path": "/etc/nginx/keys/a.key",
            "mode": "0644",
            "owner": "root",
            "group": "root",
            "others_can_read": True,
            "group_can_read": True,
            "encrypted": "no",
        }
    ]


def test_a_key_below_a_closed_folder_is_closed(machine: FakeMachine) -> None:
    web(machine, SITE % "keys/a.key", key_mode=0o644)
    (machine.root / "etc/nginx/keys").chmod(0o700)
    (key,) = machine.scan(WANTED).one("certificate").facts["key_files"]
    assert (key["mode"], key["others_can_read"], key["group_can_read"]) == ("0644", False, False)


def test_the_folder_behind_a_link_counts(machine: FakeMachine) -> None:
    web(machine, SITE % "live.key")
    machine.write("/etc/archive/a.key", (machine.root / "etc/nginx/keys/a.key").read_bytes(), 0o644)
    (machine.root / "etc/nginx/live.key").symlink_to("/etc/archive/a.key")
    (key,) = machine.scan(WANTED).one("certificate").facts["key_files"]
    assert (key["path"], key["others_can_read"]) == ("/etc/nginx/live.key", True)
    (machine.root / "etc/archive").chmod(0o700)
    assert machine.scan(WANTED).one("certificate").facts["key_files"][0]["others_can_read"] is False


@dataclass
class Listening(ShellCollector):
    """Keeps every byte that the probe sends."""

    heard: list[bytes] = field(default_factory=list)

    def _run(self, script: bytes, nonce: str, deadline: Deadline, command: str) -> Intake:
        intake = super()._run(script, nonce, deadline, command)
        sections, _ = parse(bytes(intake.out), nonce, intake.why_missing())
        self.heard += [item.out for section in sections.values() for item in section.items.values()]
        return intake


@pytest.mark.parametrize("ends", [True, False])
def test_no_line_of_a_private_key_leaves_the_machine(machine: FakeMachine, ends: bool) -> None:
    web(machine, SITE % "a.pem")
    pem, key = certificate()
    whole = pem if ends else pem.replace("-----END CERTIFICATE-----\n", "")
    machine.write("/etc/nginx/a.pem", whole + key + pem)
    collector = Listening(["/usr/sbin/chroot", str(machine.root), "/bin/sh", "-s"], "/bin")
    scan(collector, target(), WANTED)
    everything = b"\n".join(collector.heard)
    assert pem.split("\n")[5].encode() in everything
    assert not [line for line in key.split("\n")[1:-2] if line.encode() in everything]


@pytest.mark.parametrize(
    ("text", "encrypted"),
    [
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA\n", "yes"),
        ("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nAA\n", "yes"),
        ("-----BEGIN PRIVATE KEY-----\nAA\n", "no"),
        ("der", "undetermined"),
    ],
)
def test_whether_a_key_is_encrypted(machine: FakeMachine, text: str, encrypted: str) -> None:
    web(machine, SITE % "keys/a.key")
    machine.write("/etc/nginx/keys/a.key", text, 0o600)
    (key,) = machine.scan(WANTED).one("certificate").facts["key_files"]
    assert key["encrypted"] == encrypted


def test_without_rights_what_is_hidden_is_said(machine: FakeMachine) -> None:
    web(machine, SITE % "keys/a.key")
    (machine.root / "etc/nginx/keys").chmod(0o700)
    found = machine.scan(WANTED, user=NOBODY)
    assert found.gap("certificate", "key_files").reason is GapReason.DENIED
    assert found.one("certificate").facts["key"]["bits"] == 2048
    assert found.count("certificate") == 1


@pytest.mark.parametrize("path", ["etc/nginx/sites", "etc/nginx/sites/a", "etc/nginx/nginx.conf"])
def test_a_configuration_out_of_reach_is_no_empty_one(machine: FakeMachine, path: str) -> None:
    web(machine, SITE % "keys/a.key")
    (machine.root / path).chmod(0o700 if (machine.root / path).is_dir() else 0o600)
    found = machine.scan(WANTED, user=NOBODY)
    assert found.gap("tls_endpoint").reason is GapReason.DENIED
    assert found.count("tls_endpoint") is None
    assert found.count("certificate") is None


def test_a_missing_certificate_is_a_gap_of_its_facts(machine: FakeMachine) -> None:
    web(machine, SITE % "keys/a.key")
    (machine.root / "etc/nginx/a.pem").unlink()
    (machine.root / "etc/nginx/keys/a.key").unlink()
    found = machine.scan(WANTED)
    assert found.count("certificate") == 1
    assert found.gap("certificate", "validity").reason is GapReason.UNSUPPORTED
    assert found.gap("certificate", "key_files").reason is GapReason.UNSUPPORTED
    assert found.one("tls_endpoint").facts["software"] == "nginx"


def test_the_running_server_says_which_file_counts(machine: FakeMachine) -> None:
    web(machine, SITE % "keys/a.key")
    machine.write("/srv/other.conf", "events {} http { server { listen 81; return 301 https://a$uri; } }\n")
    machine.process("nginx", arguments=b"nginx: master process /usr/sbin/nginx -c /srv/other.conf")
    facts = machine.scan(WANTED).one("tls_endpoint").facts
    assert (facts["source"]["file"], facts["plain_text"]) == ("/srv/other.conf", "redirects")


def test_one_program_out_of_order_leaves_the_others_alone(machine: FakeMachine) -> None:
    web(machine, SITE % "keys/a.key")
    machine.tool("haproxy", "HAProxy version 2.6.12 2026/10/17\n")
    machine.write("/etc/haproxy/haproxy.cfg", "frontend a\n bind 'x\n")
    found = machine.scan(WANTED)
    assert found.gap("tls_endpoint").reason is GapReason.MALFORMED
    assert found.one("tls_endpoint").facts["software"] == "nginx"
    assert found.count("tls_endpoint") is None


def test_two_blocks_of_one_name_are_two_resources(machine: FakeMachine) -> None:
    web(machine, "server { listen 80; return 301 https://a$uri; }\n" * 2)
    assert len({r.id for r in machine.scan(WANTED).resources("tls_endpoint")}) == 2


def test_haproxy_with_a_folder_of_certificates(machine: FakeMachine) -> None:
    pem, key = certificate(bits=0)
    machine.tool("haproxy", "HAProxy version 2.6.12 2026/10/17\n")
    machine.write("/etc/haproxy/haproxy.cfg", "frontend a\n mode http\n bind :443 ssl crt /etc/certs\n")
    machine.write("/etc/certs/a.pem", pem + key, 0o600)
    machine.write("/etc/certs/b.pem", pem)
    machine.write("/etc/certs/b.pem.key", key, 0o640)
    found = machine.scan(WANTED)
    assert found.one("tls_endpoint").facts["certificates"] == [
        {"certificate": "/etc/certs/a.pem", "key": "/etc/certs/a.pem"},
        {"certificate": "/etc/certs/b.pem", "key": "/etc/certs/b.pem.key"},
    ]
    assert found.one("certificate", "/etc/certs/b.pem").facts["key_files"][0]["mode"] == "0640"
    assert found.one("certificate", "/etc/certs/a.pem").facts["key_files"][0]["encrypted"] == "no"


def test_a_postgresql_that_runs_with_arguments(machine: FakeMachine) -> None:
    machine.tool("postgres")
    machine.write("/srv/pg/postgresql.conf", "ssl = on\nhba_file = '/etc/hba'\n")
    machine.write("/srv/pg/PG_VERSION", "16\n")
    machine.write("/srv/pg/postgresql.auto.conf", "listen_addresses = '*'\n")
    machine.write("/etc/hba", "hostnossl all all all reject\nhostssl all all all md5\n")
    machine.process("postgres", arguments=b"/usr/bin/postgres\0-D\0/srv/pg\0-c\0port=6000\0")
    machine.process("postgres", 78, b"postgres: checkpointer \0")
    facts = machine.scan(WANTED).one("tls_endpoint").facts
    assert (facts["version"], facts["plain_text"]) == ("16", "refuses")
    assert [(s["address"], s["port"]) for s in facts["listen"]] == [("*", 6000), ("unix:.s.PGSQL.6000", None)]
    assert [record["method"] for record in facts["hba"]] == ["md5"]
    assert facts["certificates"] == [{"certificate": "/srv/pg/server.crt", "key": "/srv/pg/server.key"}]


def test_a_closed_pg_hba_leaves_the_rest_known(machine: FakeMachine) -> None:
    machine.tool("postgres")
    folder = "/etc/postgresql/15/main"
    machine.write(f"{folder}/postgresql.conf", "data_directory = '/srv/pg'\nlisten_addresses = '*'\n")
    machine.write("/srv/pg/postgresql.auto.conf", "")
    machine.write(f"{folder}/pg_hba.conf", "host all all all trust\n", 0o600)
    found = machine.scan(WANTED, user=NOBODY)
    assert found.gap("tls_endpoint", "hba").reason is GapReason.DENIED
    assert found.one("tls_endpoint").facts["listen"][0]["tls"] == "no"


def test_settings_that_alter_system_may_have_made_are_not_overlooked(machine: FakeMachine) -> None:
    machine.tool("postgres")
    machine.write("/etc/postgresql/15/main/postgresql.conf", "data_directory = '/srv/pg'\n")
    machine.write("/srv/pg/postgresql.auto.conf", "ssl = off\n", 0o600)
    (machine.root / "srv/pg").chmod(0o700)
    assert machine.scan(WANTED, user=NOBODY).gap("tls_endpoint").reason is GapReason.DENIED


def test_mysql_settings_that_set_persist_left_are_not_overlooked(machine: FakeMachine) -> None:
    machine.tool(
        "mysqld", "/usr/sbin/mysqld  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)\n"
    )
    machine.write("/etc/my.cnf", "[mysqld]\nrequire_secure_transport=ON\n")
    machine.write("/var/lib/mysql/x", "")
    assert machine.scan(WANTED).one("tls_endpoint").facts["plain_text"] == "refuses"
    machine.write("/var/lib/mysql/mysqld-auto.cnf", '{"mysql_server": {"require_secure_transport": {}}}')
    assert "SET PERSIST" in machine.scan(WANTED).gap("tls_endpoint").detail


def test_a_mysql_that_was_never_set_up_is_no_endpoint(machine: FakeMachine) -> None:
    machine.tool(
        "mysqld", "/usr/sbin/mysqld  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)\n"
    )
    assert machine.scan(WANTED).count("tls_endpoint") == 0


def test_httpd_of_busybox_is_none_of_apache(machine: FakeMachine) -> None:
    machine.process("httpd")
    assert "httpd runs" in machine.scan(WANTED).gap("tls_endpoint").detail


def test_hidden_processes_leave_the_endpoints_unknown(machine: FakeMachine) -> None:
    (machine.root / "proc/1/comm").unlink()
    found = machine.scan(WANTED)
    assert found.count("tls_endpoint") is None
    assert {gap.reason for gap in found.gaps if gap.type == "server.tls_endpoint"} == {GapReason.DENIED}


def test_key_files_of_crypttab(machine: FakeMachine) -> None:
    machine.write(
        "/etc/crypttab",
        "# a comment\n\ndata UUID=1 /etc/keys/data.key luks,discard\nswap /dev/sdb /dev/urandom swap\n"
        "root UUID=2 none luks\nauto UUID=3 -\nusb /dev/sdc /key:UUID=9 luks\n"
        "tpm /dev/sdd - tpm2-device=auto\n",
    )
    machine.write("/etc/keys/data.key", "secret", 0o604)
    machine.write("/etc/cryptsetup-keys.d/auto.key", "secret", 0o400)
    mounts = '{"filesystems": [{"target": "/", "source": "/dev/sda1", "fstype": "ext4", "maj:min": "8:1"}]}'
    machine.tool("findmnt", mounts)
    machine.tool(
        "lsblk", '{"blockdevices": [{"kname": "sda1", "name": "sda1", "type": "disk", "maj:min": "8:1"}]}'
    )
    table = machine.scan(want(host="crypttab")).one("host").facts["crypttab"]
    assert [(d["name"], d["key"] and d["key"]["path"]) for d in table] == [
        ("data", "/etc/keys/data.key"),
        ("swap", None),
        ("root", None),
        ("auto", "/etc/cryptsetup-keys.d/auto.key"),
        ("usb", None),
        ("tpm", None),
    ]
    data = table[0]["key"]
    assert (data["mode"], data["others_can_read"], data["disk_encrypted"]) == ("0604", True, "no")
    assert table[0]["options"] == ["luks", "discard"]


def test_a_key_file_out_of_reach_is_a_gap(machine: FakeMachine) -> None:
    machine.write("/etc/crypttab", "data UUID=1 /etc/keys/data.key luks\n")
    machine.write("/etc/keys/data.key", "secret", 0o604)
    (machine.root / "etc/keys").chmod(0o700)
    found = machine.scan(want(host="crypttab"), user=NOBODY)
    assert found.gap("host", "crypttab").reason is GapReason.DENIED


OPENSSL = """\
openssl_conf = default_conf # of all
[default_conf]
ssl_conf = ssl_sect
[ssl_sect]
system_default = system_default_sect
[system_default_sect]
MinProtocol = TLSv1.1
.include /etc/more.cnf
[other]
CipherString = ALL
"""


def test_openssl_cnf_for_all_programs(machine: FakeMachine) -> None:
    machine.write("/etc/ssl/openssl.cnf", OPENSSL)
    machine.write("/etc/more.cnf", "CipherString = DEFAULT:@SECLEVEL=0\n")
    machine.write("/etc/crypto-policies/state/current", "LEGACY\n")
    machine.tool("openssl", "OpenSSL 3.0.7 1 Nov 2022 (Library: OpenSSL 3.0.9 30 May 2023)\n")
    assert machine.scan(want(host="crypto_policy")).one("host").facts["crypto_policy"] == {
        "openssl": "3.0.9",
        "min_protocol": "TLSv1.1",
        "cipher_string": "DEFAULT:@SECLEVEL=0",
        "security_level": 0,
        "system_policy": "LEGACY",
    }


def test_an_openssl_cnf_that_nothing_points_to_sets_nothing() -> None:
    assert (
        system_defaults(texts({"/o": OPENSSL.replace("openssl_conf", "x").replace(".include", "#")}), "/o")
        == {}
    )
    with pytest.raises(NotSeenError):
        system_defaults(texts({"/o": OPENSSL}), "/o")


SHELLS = ("dash", "bash", "busybox")


def told(found: Scan) -> dict[str, object]:
    """All but databases, of which other tests start some in the meantime."""
    kinds = ("tls_endpoint", "certificate", "host")
    return {
        r.id: dict(r.facts) for kind in kinds for r in found.resources(kind) if "/tls/postgresql" not in r.id
    }


@pytest.mark.parametrize("user", [(), NOBODY])
def test_every_shell_tells_the_same_of_this_machine(user: tuple[str, ...], open_folder: Path) -> None:
    """With the programs that are installed here, whatever they are."""
    need_root("nginx", "apache2", "haproxy", "mariadbd", "openssl")
    results = []
    for name in SHELLS:
        place = shutil.which(name)
        assert place is not None
        folder = open_folder / name
        folder.mkdir()
        folder.chmod(0o755)
        (folder / "sh").symlink_to(place)
        for applet in (
            ("awk", "sed", "sort", "stat", "readlink", "grep", "head", "tr") if name == "busybox" else ()
        ):
            (folder / applet).symlink_to(place)
        collector = ShellCollector([*user, str(folder / "sh"), "-s"], f"{folder}:{os.environ['PATH']}")
        results.append(scan(collector, target(), WANTED))
    first = told(results[0])
    assert any("/tls/" in id_ for id_ in first)
    assert [told(one) for one in results] == [first] * len(SHELLS)
    gaps = [{(g.type, g.fact, g.reason) for g in one.gaps} for one in results]
    assert gaps == [gaps[0]] * len(SHELLS)


def test_suites_are_those_of_the_machines_own_openssl() -> None:
    need_root("nginx", "openssl")
    found = scan(LocalCollector(), target(), want(tls_endpoint="ciphers software"))
    for endpoint in found.resources("tls_endpoint"):
        ciphers = endpoint.facts["ciphers"]
        assert ciphers is None or ciphers["suites"] is None or "TLS_AES_256_GCM_SHA384" in ciphers["suites"]
