"""Apache httpd: what is derived from its files against what a real httpd does with them."""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.server.facts.tls import apache
from collectors.server.facts.tls.apache import protocols_of
from collectors.server.facts.tls.apache_text import Node, Reader, parse, words
from collectors.server.facts.tls.model import Endpoint
from collectors.server.reply import NotSeenError
from tests.collectors.server.tls import (
    SYSTEM,
    behaviour,
    certificate,
    followed,
    free_ports,
    handshakes,
    put,
    running,
    texts,
)
from tests.needs import need_root

MAIN = "/etc/apache2/apache2.conf"
MODULES = "/usr/lib/apache2/modules"
STATIC = ["core.c", "mod_so.c", "http_core.c", "mod_unixd.c", "mod_log_config.c", "mod_version.c"]


@pytest.fixture(scope="module", autouse=True)
def _apache() -> None:
    need_root("apache2")


def reader(found: object, version: str = "2.4.71", arguments: list[str] | None = None) -> Reader:
    return Reader(found, "/etc/apache2", STATIC, version, arguments)  # type: ignore[arg-type]


def read(text: str, version: str = "2.4.71", arguments: list[str] | None = None) -> list[Endpoint]:
    found = reader(texts({MAIN: f"LoadModule ssl_module mod_ssl.so\n{text}"}), version, arguments)
    return list(apache.endpoints(found, MAIN).endpoints)


def whole(folder: Path, text: str) -> str:
    """A configuration that an httpd in the foreground runs in a folder."""
    names = (
        "mpm_event",
        "authz_core",
        "authz_host",
        "ssl",
        "socache_shmcb",
        "rewrite",
        "alias",
        "headers",
        "dir",
    )
    modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in names)
    (folder / "htdocs").mkdir(exist_ok=True)
    (folder / "htdocs/index.html").write_text("customers")
    main = folder / "httpd.conf"
    main.write_text(
        f"ServerRoot {folder}\nPidFile {folder}/pid\nErrorLog {folder}/log\nServerName localhost\n"
        f"Mutex file:{folder}\n{modules}\nDocumentRoot {folder}/htdocs\n{text}\n"
    )
    return str(main)


def start(main: str) -> list[str]:
    return ["/usr/sbin/apache2", "-X", "-f", main]


def derived(main: str) -> list[Endpoint]:
    found = followed("apache_includes", main, base=main.rpartition("/")[0])
    return list(apache.endpoints(reader(found, arguments=[]), main).endpoints)


PLAIN = {
    "Redirect permanent / https://localhost/": "redirects",
    "Redirect / http://localhost/": "serves",
    "Redirect gone /": "refuses",
    "RedirectMatch 301 ^ https://localhost/": "redirects",
    "RedirectMatch ^/(.*)$ https://localhost/$1": "redirects",
    "Redirect /x https://localhost/": "serves",
    "RewriteEngine On\nRewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R=301,L]": "redirects",
    "RewriteEngine On\nRewriteCond %{HTTPS} off\n"
    "RewriteRule (.*) https://%{HTTP_HOST}$1 [R=301,L]": "redirects",
    "RewriteEngine On\nRewriteCond %{HTTPS} !=on\n"
    "RewriteRule ^/?(.*) https://%{SERVER_NAME}/$1 [R,L]": "redirects",
    "RewriteEngine Off\nRewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R=301,L]": "serves",
    "ServerName localhost\nRewriteEngine on\nRewriteCond %{SERVER_NAME} =localhost\n"
    "RewriteRule ^ https://%{SERVER_NAME}%{REQUEST_URI} [END,NE,R=permanent]": "redirects",
    "<Location />\nSSLRequireSSL\n</Location>": "refuses",
    "<Location />\nRequire all denied\n</Location>": "refuses",
    "": "serves",
}


def test_plain_requests_end_as_derived(tmp_path: Path) -> None:
    ports = dict(zip(free_ports(len(PLAIN)), PLAIN, strict=True))
    hosts = [f"Listen {port}\n<VirtualHost *:{port}>\n{body}\n</VirtualHost>" for port, body in ports.items()]
    main = whole(tmp_path, "\n".join(hosts))
    found = {endpoint.listens[0].port: endpoint.plain_text for endpoint in derived(main)}
    assert {body: found[port] for port, body in ports.items()} == PLAIN
    with running(start(main), *ports):
        assert {body: behaviour(port) for port, body in ports.items()} == PLAIN


def test_sockets_and_hosts_are_those_that_httpd_dumps(tmp_path: Path) -> None:
    a, b, c = free_ports(3)
    main = whole(
        tmp_path,
        f"Listen {a}\nListen 127.0.0.1:{b}\nListen {c} https\n"
        f"<IfModule mod_ssl.c>\nListen [::1]:{b}\n</IfModule>\n"
        "<IfModule !ssl_module>\nListen 1\n</IfModule>\n"
        f"<IfModule mod_no.c>\nListen 2\n</IfModule>\n<IfVersion >= 2.4>\nDefine PORT {a}\n</IfVersion>\n"
        "<IfDefine PORT>\n<VirtualHost *:${PORT}>\nServerName one.example\nServerAlias two.example \\\n"
        " three.example\n</VirtualHost>\n</IfDefine>\n"
        f'<VirtualHost 127.0.0.1:{b} "[::1]:{b}">\nServerName https://four.example:8443\n</VirtualHost>\n'
        "IncludeOptional sites/*.conf\nIncludeOptional none/*.conf",
    )
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites/a.conf").write_text(
        f"<VirtualHost _default_:{a}>\nServerName five.example\n</VirtualHost>\n"
    )
    command = ["/usr/sbin/apache2", "-f", main, "-t", "-D", "DUMP_VHOSTS"]
    dump = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    places = set(re.findall(r"\(([^()]*\.conf:\d+)\)", dump))
    found = derived(main)
    assert {f"{e.file}:{e.line}" for e in found if e.names[0] != "localhost"} == places
    by_name = {(e.names or ["-"])[0]: sorted(listen.text for listen in e.listens) for e in found}
    assert by_name == {
        "one.example": [f"*:{a}"],
        "five.example": [f"*:{a}"],
        "four.example": sorted([f"127.0.0.1:{b}", f"[::1]:{b}"]),
        "localhost": [f"*:{c}"],
    }
    assert next(e.names for e in found if e.names[0] == "one.example") == [
        "one.example",
        "two.example",
        "three.example",
    ]


def test_protocols_and_tls_are_those_of_a_real_handshake(tmp_path: Path) -> None:
    pem, key = certificate(bits=0)
    put(tmp_path, pem=pem, key=key)
    pair = f"SSLCertificateFile pem\nSSLCertificateKeyFile {tmp_path}/key"
    bodies = [
        "SSLEngine on",
        "SSLEngine on\nSSLCipherSuite ALL:@SECLEVEL=0",
        "SSLEngine on\nSSLProtocol all -SSLv3 -TLSv1.3\nSSLCipherSuite DEFAULT:@SECLEVEL=0",
        "SSLEngine on\nSSLProtocol TLSv1.2 TLSv1.3",
        "SSLEngine on\nSSLProtocol +TLSv1 +TLSv1.2\nSSLCipherSuite DEFAULT:@SECLEVEL=0",
        "SSLProtocol TLSv1.3",
    ]
    by_protocol, shared, *rest = free_ports(len(bodies) + 2)
    ports = dict(zip(rest, bodies, strict=True))
    hosts = [
        f"Listen {port}\n<VirtualHost *:{port}>\n{body}\n{pair}\n</VirtualHost>"
        for port, body in ports.items()
    ]
    hosts.append(f"Listen {by_protocol} https\n<VirtualHost *:{by_protocol}>\n{pair}\n</VirtualHost>")
    for name, versions in (("a.example", "TLSv1.2"), ("b.example", "TLSv1.3")):
        hosts.append(
            f"<VirtualHost *:{shared}>\nServerName {name}\nSSLEngine on\n"
            f"SSLProtocol {versions}\n{pair}\n</VirtualHost>"
        )
    main = whole(tmp_path, f"Listen {shared}\n" + "\n".join(hosts))
    found = [
        (
            e.listens[0].port or 0,
            (e.names or ["localhost"])[0],
            list(e.protocols(SYSTEM)) if e.encrypted else [],
        )
        for e in derived(main)
    ]
    with running(start(main), *ports, by_protocol, shared):
        real = [(port, name, handshakes(port, name)) for port, name, _ in found]
    assert found == real


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "+", "-"]),
            st.sampled_from(["all", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"]),
        ),
        min_size=1,
    )
)
def test_a_protocol_that_is_taken_away_last_is_gone(parts: list[tuple[str, str]]) -> None:
    found = protocols_of([sign + name for sign, name in [*parts, ("-", "TLSv1.2")]])
    assert "TLSv1.2" not in found


@pytest.mark.parametrize(
    "text",
    [
        "<VirtualHost *:443>",
        "</VirtualHost>",
        "<IfFile /x>\n</IfFile>",
        "<IfDefine SSL>\nListen 443\n</IfDefine>",
        "Use VHost a.example",
        "Include /nowhere.conf",
        'ServerName "x',
        "GnuTLSEnable on",
        "Listen here",
    ],
)
def test_what_is_not_understood_is_not_guessed(text: str) -> None:
    with pytest.raises(NotSeenError):
        read(text)


def test_conditions_that_change_nothing_here_do_no_harm() -> None:
    assert read("Listen 80\n<IfDefine CGI>\nDefine x\n</IfDefine>\n<Macro X $a>\nListen 1\n</Macro>")[
        0
    ].listens


def test_definitions_of_the_running_server_count() -> None:
    text = "<IfDefine SSL>\nListen 443\n</IfDefine>\nListen 80"
    assert [i.port for e in read(text, arguments=["-D", "SSL"]) for i in e.listens] == [443, 80]
    assert [i.port for e in read(text, arguments=["-DOTHER"]) for i in e.listens] == [80]


def host(body: str) -> Endpoint:
    return read(f"Listen 443\n<VirtualHost *:443>\nSSLEngine on\n{body}\n</VirtualHost>")[0]


@pytest.mark.parametrize(
    "body",
    ["SSLCertificateFile ${CERT}\nSSLCertificateKeyFile /k", "MDomain x", "", "SSLCertificateFile pkcs11:x"],
)
def test_certificates_that_are_chosen_later_are_unknown(body: str) -> None:
    assert isinstance(host(body).certificates, NotSeenError)


def test_settings_for_openssl_itself_make_the_protocols_unknown() -> None:
    with pytest.raises(NotSeenError):
        host("SSLOpenSSLConfCmd MinProtocol TLSv1").protocols(SYSTEM)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('Header always set Strict-Transport-Security "max-age=63072000"', (63072000, False)),
        ("Header set X y", (None, False)),
        ("ProxyPass / http://127.0.0.1:8080/", (None, True)),
        ("<Directory /srv>\nAllowOverride All\n</Directory>", (None, True)),
        ("<Directory /srv>\nAllowOverride None\n</Directory>", (None, False)),
        ("<Location /a>\nHeader set Strict-Transport-Security max-age=1\n</Location>", (None, True)),
    ],
)
def test_hsts(body: str, expected: tuple[int | None, bool]) -> None:
    hsts = host(body).hsts
    assert not isinstance(hsts, NotSeenError)
    assert (hsts["max_age"], hsts["undetermined"]) == expected


@pytest.mark.parametrize(
    "rules",
    [
        "RewriteEngine on\nRewriteCond %{HTTP:X-A} b\nRewriteRule ^ https://x/ [R]",
        "ServerName a\nServerAlias b\nRewriteEngine on\nRewriteCond %{SERVER_NAME} =a\n"
        "RewriteRule ^ https://x/ [R]",
        "<If \"%{HTTPS} != 'on'\">\nRedirect / https://x/\n</If>",
    ],
)
def test_redirects_of_some_requests_are_undecided(rules: str) -> None:
    assert isinstance(
        read(f"Listen 80\n<VirtualHost *:80>\n{rules}\n</VirtualHost>")[0].plain_text, NotSeenError
    )


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\n\r\0"), min_size=1), min_size=1, max_size=4
    )
)
def test_quoted_words_come_back_as_they_were(args: list[str]) -> None:
    escaped = [arg.replace("\\", "\\\\").replace('"', '\\"') for arg in args]
    assert words(" ".join(f'"{arg}"' for arg in escaped), "f", 1) == args


def flat(nodes: Iterable[Node]) -> int:
    return sum(1 + flat(node.block or ()) for node in nodes)


@given(st.text(st.sampled_from("ab<>/\"'\\# \t\n"), max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        found = parse(text.split("\n"), "f")
    except NotSeenError:
        return
    assert flat(found) <= text.count("\n") + 1
