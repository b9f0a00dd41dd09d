"""What a file alone decides is what the check says of the machine with that file, for every check."""

import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from collectors.config_files import (
    NginxCollector,
    PgHbaCollector,
    PostgresqlCollector,
    SshdConfigCollector,
    SudoersCollector,
)
from collectors.postgres import PostgresCollector
from scanner.interfaces import Collector, Halt
from scanner.model import Outcome, Target
from scanner.pipeline import collect_snapshot
from scanner.selection import Options
from scanner.snapshot import Header, SnapshotWriter
from tests.collectors.config_files import samples
from tests.collectors.postgres.cluster import Cluster
from tests.collectors.server.machine import FakeMachine, ShellCollector
from tests.e2e.verdicts import default_pack, verdicts
from tests.needs import need_root
from tests.scanner.runs import NOW

Verdicts = Mapping[tuple[str, str], Outcome]
FILES: Mapping[str, Callable[[], Collector]] = {
    "/etc/ssh/sshd_config": SshdConfigCollector,
    "/etc/nginx/nginx.conf": NginxCollector,
    "/etc/sudoers": SudoersCollector,
    "/etc/postgresql/15/main/postgresql.conf": PostgresqlCollector,
    "/etc/postgresql/15/main/pg_hba.conf": PgHbaCollector,
}
SERVER_TYPES = frozenset({"server.sshd", "server.sudo_rule", "server.tls_endpoint"})
DATABASE_TYPES = frozenset({"postgres.server", "postgres.hba_entry"})
BAD = dict(
    zip(
        FILES,
        (samples.SSHD_BAD, samples.NGINX_BAD, samples.SUDOERS_BAD, samples.POSTGRESQL_BAD, samples.HBA_BAD),
        strict=True,
    )
)
GOOD = dict(
    zip(
        FILES,
        (
            samples.SSHD_GOOD,
            samples.NGINX_GOOD,
            samples.SUDOERS_GOOD,
            samples.POSTGRESQL_GOOD,
            samples.HBA_GOOD,
        ),
        strict=True,
    )
)


def judged(folder: Path, targets: Sequence[tuple[Target, Collector]], types: frozenset[str]) -> Verdicts:
    """Check and resource to verdict, without what tells a machine from a file."""
    pack = default_pack()
    checks = frozenset(id_ for id_, check in pack.checks.items() if check.resource in types)
    path = folder / "snapshot"
    with path.open("wb") as handle:
        collect_snapshot(
            lambda header: SnapshotWriter(handle, header),
            targets,
            pack,
            Options(checks=checks),
            lambda infos: Header("test", NOW, infos, has_datasets=False),
            lambda *_: None,
            Halt(),
        )
    return {
        (check, _part(id_)): outcome
        for (check, _, id_), outcome in verdicts(path).items()
        if id_ and pack.checks[check].resource in types
    }


def _part(id_: str) -> str:
    found = re.search(r"/(sudo_rule|hba)/.*|/tls/postgresql|/tls/.*", id_)
    return found[0] if found else ""


def from_files(folder: Path, root: Path, files: Mapping[str, Any], types: frozenset[str]) -> Verdicts:
    made = [
        (Target(path, "file", {"path": str(root / path.lstrip("/"))}), collector())
        for path, collector in files.items()
    ]
    return judged(folder, made, types)


def machine_with(root: Path, files: Mapping[str, str]) -> FakeMachine:
    """A machine with the programs that say what holds, and with these files."""
    made = FakeMachine(root)
    for program in ("/usr/sbin/sshd", "/usr/sbin/nginx", "/usr/bin/cvtsudoers", "/usr/bin/openssl"):
        made.program(program)
    made.write("/usr/bin/sudo", "", 0o755)
    made.write("/usr/lib/postgresql/15/bin/postgres", "", 0o755)
    made.write("/var/lib/postgresql/15/main/PG_VERSION", "15\n")
    made.write("/etc/passwd", "root:x:0:0::/root:/bin/sh\nsshd:x:100:65534::/run/sshd:/bin/false\n")
    (made.root / "run" / "sshd").mkdir(parents=True)
    key = made.root / "etc" / "ssh" / "ssh_host_ed25519_key"
    key.parent.mkdir(parents=True)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    for path, text in files.items():
        more = "data_directory = '/var/lib/postgresql/15/main'\n" if path.endswith("postgresql.conf") else ""
        made.write(path, text + more)
    return made


SHELL = "/bin:/usr/bin:/usr/sbin"


def compared(folder: Path, files: Mapping[str, str]) -> Verdicts:
    """What the files decide; fails when the machine with these files says otherwise."""
    need_root("sshd", "nginx", "cvtsudoers", "ssh-keygen", "openssl")
    root = folder / "machine"
    root.mkdir()
    machine = machine_with(root, files)
    probe = ShellCollector(["/usr/sbin/chroot", str(root), "/bin/sh", "-s"], SHELL)
    live = judged(folder, [(Target("live", "ssh"), probe)], SERVER_TYPES)
    collectors = {
        path: FILES[path] for path in FILES.keys() & files.keys() if not path.endswith("pg_hba.conf")
    }
    found = from_files(folder, machine.root, collectors, SERVER_TYPES)
    return agreed(found, live)


def agreed(found: Verdicts, live: Verdicts) -> Verdicts:
    decided = {key: verdict for key, verdict in found.items() if verdict is not Outcome.UNKNOWN}
    other = {
        key: (verdict, live.get(key)) for key, verdict in decided.items() if verdict is not live.get(key)
    }
    assert other == {}
    return decided


def checks_of(types: frozenset[str]) -> set[str]:
    return {id_ for id_, check in default_pack().checks.items() if check.resource in types}


def shown(verdicts: Verdicts, outcome: Outcome) -> set[str]:
    return {check for (check, _), verdict in verdicts.items() if verdict is outcome}


NOT_OF_FILES = {
    "sshd-allow-list",  # compares with dataset paths
    "tls-mysql-plain-clients",
}


def test_every_check_of_servers_with_all_faults(tmp_path: Path) -> None:
    decided = compared(tmp_path, BAD)
    missing = checks_of(SERVER_TYPES) - shown(decided, Outcome.FAIL)
    assert missing == NOT_OF_FILES | {"tls-postgresql-plain-clients"}


def test_every_check_of_servers_without_a_fault(tmp_path: Path) -> None:
    decided = compared(tmp_path, GOOD)
    assert shown(decided, Outcome.FAIL) == set()
    assert checks_of(SERVER_TYPES) - shown(decided, Outcome.PASS) == NOT_OF_FILES


def test_files_that_include_others(tmp_path: Path) -> None:
    files = {
        "/etc/ssh/sshd_config": f"Include /etc/ssh/sshd_config.d/*.conf\n{samples.SSHD_GOOD}",
        "/etc/ssh/sshd_config.d/50-cloud.conf": "PermitRootLogin yes\nMatch User x\n  PermitTunnel yes\n",
        "/etc/sudoers": f"{samples.SUDOERS_GOOD}@includedir /etc/sudoers.d\n",
        "/etc/sudoers.d/deploy": "Defaults:deploy !authenticate\ndeploy ALL=(root) /usr/bin/vim\n",
        "/etc/nginx/nginx.conf": "events {}\nhttp {\n  ssl_protocols TLSv1.2;\n  include conf.d/*.conf;\n}\n",
        "/etc/nginx/conf.d/a.conf": "server {\n  listen 80;\n  root /srv;\n}\n",
        "/etc/postgresql/15/main/postgresql.conf": f"{samples.POSTGRESQL_GOOD}include_dir = 'conf.d'\n",
        "/etc/postgresql/15/main/conf.d/x.conf": "ssl_min_protocol_version = 'TLSv1.3'\n",
        "/etc/postgresql/15/main/pg_hba.conf": samples.HBA_BAD,
    }
    decided = compared(tmp_path, files)
    assert shown(decided, Outcome.FAIL) == {
        "sshd-root-login",
        "sshd-tunnel-devices",
        "sudo-nopasswd-escape",
        "tls-plain-text-web",
        "tls-postgresql-hba-auth",
        "tls-postgresql-plain-clients",
    }


# Rules with hostssl are none where TLS is off, so that the faulty server has others.
DATABASES = {
    Outcome.FAIL: (
        samples.POSTGRESQL_BAD,
        samples.HBA_BAD.replace("hostssl", "host").replace(" clientcert=verify-ca", ""),
    ),
    Outcome.PASS: (samples.POSTGRESQL_GOOD, samples.HBA_GOOD),
}


@pytest.mark.parametrize("outcome", DATABASES)
def test_every_check_of_databases(tmp_path: Path, outcome: Outcome) -> None:
    settings, hba = DATABASES[outcome]
    given = dict(line.split(" = ", 1) for line in settings.splitlines())
    # 192.0.2.0/24 is for documentation: the server means to listen on the network, and cannot.
    given["listen_addresses"] = "'localhost, 192.0.2.1'"
    given |= {"ssl_cert_file": "'server.crt'", "ssl_key_file": "'server.key'"}
    with Cluster(given, f"local all postgres trust\n{hba}", tls=True) as cluster:
        login = {
            "host": str(cluster.folder),
            "port": cluster.port,
            "user": "postgres",
            "database": "postgres",
        }
        live = judged(tmp_path, [(Target("live", "postgres", login), PostgresCollector())], DATABASE_TYPES)
        made = [
            (Target(name, "file", {"path": str(cluster.folder / "data" / name)}), collector())
            for name, collector in (("postgresql.conf", PostgresqlCollector), ("pg_hba.conf", PgHbaCollector))
        ]
        found = judged(tmp_path, made, DATABASE_TYPES)
    missing = checks_of(DATABASE_TYPES) - shown(agreed(found, live), outcome)
    assert missing == NOT_SHOWN[outcome]


LIVE_ONLY = {
    "postgres-access-logged",  # about datasets
    "postgres-archiver-failing",
    "postgres-archiving",
    "postgres-session-encrypted",
    "postgres-supported-version",
}
NOT_SHOWN: Mapping[Outcome, set[str]] = {
    # TLS is off there.
    Outcome.FAIL: LIVE_ONLY | {"postgres-tls-version", "postgres-tls-ciphers"},
    # Settings of single roles and databases may say otherwise than the file.
    Outcome.PASS: LIVE_ONLY
    | {
        "postgres-log-connections",
        "postgres-log-ddl",
        "postgres-log-disconnections",
        "postgres-password-encryption",
    },
}
