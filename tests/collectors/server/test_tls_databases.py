"""PostgreSQL and MySQL: what is derived from their files against what the real servers read in them."""

import json
import os
import pwd
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.server.facts.tls import mysql, postgresql
from collectors.server.facts.tls.model import Endpoint, Pair
from collectors.server.facts.tls.pg_hba import Record, records
from collectors.server.reply import NotSeenError
from tests.collectors.server.support import open_way
from tests.collectors.server.tls import OLD, SYSTEM, followed, texts
from tests.needs import need, need_root

BIN = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/lib/postgresql/bin"))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of a real PostgreSQL."""
    need_root()
    need(present=(BIN / "initdb").exists(), what="postgresql")
    folder = tmp_path_factory.mktemp("pg")
    open_way(folder)
    account = pwd.getpwnam("postgres")
    os.chown(folder, account.pw_uid, account.pw_gid)
    done = as_postgres(BIN / "initdb", "-D", folder / "data", "-A", "trust", "--no-sync")
    assert done.returncode == 0, done.stderr
    return folder / "data"


def as_postgres(*command: object, given: str | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups", *map(str, command)],
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


NAMES = (
    "port",
    "ssl",
    "ssl_cert_file",
    "ssl_ciphers",
    "ssl_max_protocol_version",
    "ssl_min_protocol_version",
)
SETTINGS = """\
# comment
listen_addresses = '*'	# all
port 5433
ssl_ciphers='HIGH:!aNULL'
ssl_min_protocol_version = 'TLSv1.1'
Ssl = ON
include 'more.conf'
include_if_exists = 'none.conf'
include_dir 'conf.d'
"""


def test_settings_are_those_that_postgres_reads(cluster: Path) -> None:
    config = cluster / "postgresql.conf"
    config.write_text(SETTINGS)
    (cluster / "more.conf").write_text("port = 5444\nssl_cert_file = 'it''s.crt'\n")
    (cluster / "conf.d").mkdir(exist_ok=True)
    (cluster / "conf.d/10.conf").write_text("ssl_max_protocol_version = 'TLSv1.2'\n")
    (cluster / "conf.d/20.conf.off").write_text("port = 1\n")
    (cluster / "conf.d/.hidden.conf").write_text("port = 2\n")
    (cluster / "postgresql.auto.conf").write_text("listen_addresses = '10.0.0.1, ::1'\n")
    found = followed(
        "postgresql_includes", str(config), f"{cluster}/postgresql.auto.conf", f"{cluster}/pg_hba.conf"
    )
    (endpoint,) = postgresql.endpoint(found, postgresql.Cluster(str(config), str(cluster), "15")).endpoints
    real = {name: as_postgres(BIN / "postgres", "-D", cluster, "-C", name).stdout.strip() for name in NAMES}
    assert real["ssl"] == "on"
    assert [i.text for i in endpoint.listens] == [
        f"10.0.0.1:{real['port']}",
        f"[::1]:{real['port']}",
        f"unix:.s.PGSQL.{real['port']}",
    ]
    assert endpoint.cipher_string == real["ssl_ciphers"]
    assert (
        endpoint.protocols(OLD)
        == ["TLSv1.1", "TLSv1.2"]
        == [
            real["ssl_min_protocol_version"],
            real["ssl_max_protocol_version"],
        ]
    )
    assert endpoint.protocols(SYSTEM) == ["TLSv1.2"]
    assert endpoint.certificates == [Pair(f"{cluster}/{real['ssl_cert_file']}", f"{cluster}/server.key")]


HBA = """\
# TYPE DATABASE USER ADDRESS METHOD
local all all peer
host all all 127.0.0.1/32 scram-sha-256
host all all ::1/128 trust
hostssl "my db",other +staff,"a b" 10.0.0.0/8 scram-sha-256 clientcert=verify-full
host all all 192.168.0.0 255.255.0.0 md5
host replication rep samenet trust
host  sales  bob  \\
   all  password # a comment
hostnossl all all .example.com reject
"""


def test_records_are_those_that_postgres_reads(cluster: Path) -> None:
    (cluster / "pg_hba.conf").write_text(HBA)
    (cluster / "postgresql.conf").write_text("")
    query = (
        "select json_build_object('t', type, 'd', database, 'u', user_name, 'a', address, 'n', netmask,"
        " 'm', auth_method, 'e', error) from pg_hba_file_rules"
    )
    (cluster / "postgresql.auto.conf").write_text("")
    done = as_postgres(BIN / "postgres", "--single", "-D", cluster, "postgres", given=query + "\n")
    rows = [
        json.loads(line.split('"', 1)[1].rsplit('"', 1)[0])
        for line in done.stdout.split("\n")
        if ' = "{' in line
    ]
    assert len(rows) == 8, done.stderr
    found = records(followed("postgresql_includes", f"{cluster}/pg_hba.conf"), f"{cluster}/pg_hba.conf")
    ours = [(r.type, list(r.databases), list(r.users), r.method) for r in found]
    assert ours == [(row["t"], row["d"], row["u"], row["m"]) for row in rows]
    assert [r.address for r in found] == [
        "", "127.0.0.1/32", "::1/128", "10.0.0.0/8", "192.168.0.0/16", "samenet", "all", ".example.com",
    ]  # fmt: skip


def remote(hba: str, settings: str = "ssl = on\n") -> list[tuple[str, bool]]:
    """(address and method, plain text) of what other hosts get in by."""
    files = {"/d/postgresql.conf": settings, "/d/postgresql.auto.conf": "", "/d/pg_hba.conf": hba}
    (endpoint,) = postgresql.endpoint(
        texts(files), postgresql.Cluster("/d/postgresql.conf", "/d", "15")
    ).endpoints
    assert not isinstance(endpoint.hba, NotSeenError)
    assert endpoint.plain_text == ("serves" if any(r["plain_text"] for r in endpoint.hba) else "refuses")
    return [(f"{r['address']} {r['method']}", r["plain_text"]) for r in endpoint.hba]


@pytest.mark.parametrize(
    ("hba", "expected"),
    [
        (
            "local all all trust\nhost all all 127.0.0.1/32 trust\n"
            "host all all ::1/128 md5\nhost a b samehost trust",
            [],
        ),
        ("host all all 0.0.0.0/0 scram-sha-256", [("0.0.0.0/0 scram-sha-256", True)]),
        ("hostssl all all 0.0.0.0/0 scram-sha-256", [("0.0.0.0/0 scram-sha-256", False)]),
        ("hostnossl all all all reject\nhost all all 10.0.0.0/8 md5", [("10.0.0.0/8 md5", False)]),
        ("hostnossl all all 0.0.0.0/0 reject\nhost all all ::/0 md5", [("::/0 md5", True)]),
        ("hostnossl sales all all reject\nhost all all all md5", [("all md5", True)]),
        ("hostnossl all all all reject\nhost replication all all md5", [("all md5", True)]),
        ("host all all all reject\nhost all all all trust", []),
        (
            "host all all 10.0.0.0/8 scram-sha-256\nhost all bob 10.1.0.0/16 trust",
            [("10.0.0.0/8 scram-sha-256", True)],
        ),
        (
            "host all all 10.1.0.0/16 trust\nhost all all 10.0.0.0/8 md5",
            [("10.1.0.0/16 trust", True), ("10.0.0.0/8 md5", True)],
        ),
    ],
)
def test_who_comes_in_without_tls(hba: str, expected: list[tuple[str, bool]]) -> None:
    assert remote(hba) == expected


@pytest.mark.parametrize(
    ("settings", "hba"),
    [
        ("ssl = maybe\n", ""),
        ("ssl on off\n", ""),
        ("include 'gone.conf'\n", ""),
        ("", "include other.conf\n"),
        ("", "host all @users all md5\n"),
        ("", "host all all md5\n"),
        ("", "hosts all all all md5\n"),
        ("", 'host all "all all md5\n'),
    ],
)
def test_what_postgres_files_leave_open_is_not_guessed(settings: str, hba: str) -> None:
    with pytest.raises((NotSeenError, AssertionError)):
        remote(hba, settings)


@given(st.text(st.sampled_from('al "#,@/.01host\\\n'), max_size=50))
def test_any_hba_text_is_parsed_or_refused(text: str) -> None:
    try:
        found = records(texts({"/h": text}), "/h")
    except NotSeenError:
        return
    assert all(isinstance(record, Record) for record in found)


MY = """\
# comment
[client]
port = 1
[mysqld]
Bind-Address = 10.0.0.1
port=3307 # why
ssl-cert = "/etc/my cert.pem"
loose-ssl_key=/etc/key.pem
!includedir %s/conf.d
[mariadb-10.11]
require_secure_transport
[mysqld_safe]
require_secure_transport = OFF
[mariadb]
tls_version = TLSv1.2
"""


def read(text: str, flavour: str = "mariadb", version: str = "10.11.19", *arguments: str) -> Endpoint:
    server = mysql.Server(flavour, version, arguments)
    return mysql.endpoint(texts({"/etc/my.cnf": text}), ["/etc/my.cnf"], server).endpoints[0]


def test_options_are_those_that_mariadb_reads(tmp_path: Path) -> None:
    need_root("mariadbd")
    (tmp_path / "conf.d").mkdir()
    (tmp_path / "conf.d/a.cnf").write_text("[server]\nport=3308\n")
    (tmp_path / "conf.d/b.cnf.off").write_text("[server]\nport=3309\n")
    main = tmp_path / "my.cnf"
    main.write_text(MY % tmp_path)
    command = ["/usr/sbin/mariadbd", f"--defaults-file={main}", "--print-defaults"]
    real = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")[1]
    version = subprocess.run(
        ["/usr/sbin/mariadbd", "--version"], capture_output=True, text=True, check=True
    ).stdout
    server = mysql.Server("mariadb", version.split("Ver ")[1].split("-")[0])
    found = followed("mysql_includes", str(main))
    (endpoint,) = mysql.endpoint(found, [str(main)], server).endpoints
    (direct,) = mysql.endpoint(
        texts({"/m": "[mysqld]"}), ["/m"], mysql.Server("mariadb", server.version, _split(real))
    ).endpoints
    assert endpoint.listens == direct.listens
    assert [i.text for i in endpoint.listens] == ["10.0.0.1:3308", "unix:mysqld.sock"]
    assert endpoint.certificates == direct.certificates == [Pair("/etc/my cert.pem", "/etc/key.pem")]
    assert endpoint.plain_text == direct.plain_text == "refuses"
    assert endpoint.protocols(OLD) == direct.protocols(OLD) == ["TLSv1.2"]


def _split(line: str) -> list[str]:
    """The options of --print-defaults, which does not quote."""
    return [f"--{part}".rstrip() for part in line.split("--") if part.strip()]


def test_mysql_and_mariadb_without_settings() -> None:
    old, new, my = read("[mysqld]"), read("[mysqld]", "mariadb", "11.8.2"), read("[mysqld]", "mysql", "8.4.0")
    assert [(i.text, i.tls) for i in old.listens] == [("*:3306", "no"), ("unix:mysqld.sock", "no")]
    assert (new.listens[0].tls, my.listens[0].tls) == ("yes", "yes")
    assert new.certificates == []
    assert my.certificates == [Pair("/var/lib/mysql/server-cert.pem", "/var/lib/mysql/server-key.pem")]
    assert (old.plain_text, my.plain_text) == ("serves", "serves")
    assert my.protocols(OLD) == ["TLSv1.2", "TLSv1.3"]


def test_the_default_of_mariadb_10_is_certain_only_with_a_library_that_refuses_old_ones() -> None:
    endpoint = read("[mysqld]\nssl-cert=/a\nssl-key=/b")
    assert endpoint.protocols(SYSTEM) == ["TLSv1.2", "TLSv1.3"]
    with pytest.raises(NotSeenError):
        endpoint.protocols(OLD)


@pytest.mark.parametrize(
    ("text", "sockets"),
    [
        ("[mysqld]\nskip-networking", []),
        ("[mysqld]\nskip-networking=0\nbind-address=::1", [("[::1]:3306", True)]),
        ("[mysqld]\nbind-address=127.0.0.1,10.0.0.1", [("127.0.0.1:3306", True), ("10.0.0.1:3306", False)]),
        ("[mysqld]\nbind-address=127.0.0.1\n[server]\nbind_address=0.0.0.0", [("*:3306", False)]),
        ("[client]\nbind-address=127.0.0.1", [("*:3306", False)]),
    ],
)
def test_addresses(text: str, sockets: list[tuple[str, bool]]) -> None:
    assert [(i.text, i.local) for i in read(text).listens[:-1]] == sockets


@pytest.mark.parametrize(
    "text", ["require=1", "[mysqld]\nrequire_secure=1", "[mysqld]\n!includedir /x", "[mysqld]\n!inc /x"]
)
def test_what_option_files_leave_open_is_not_guessed(text: str) -> None:
    with pytest.raises(NotSeenError):
        read(text)
