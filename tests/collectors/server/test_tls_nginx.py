"""nginx: what is derived from its files against what a real nginx does with them."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.server.facts.tls import nginx
from collectors.server.facts.tls.model import Endpoint, Library
from collectors.server.facts.tls.nginx_text import Directive, parse
from collectors.server.reply import NotSeenError
from tests.collectors.server.tls import (
    OLD,
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

MAIN = "/etc/nginx/nginx.conf"


@pytest.fixture(scope="module", autouse=True)
def _nginx() -> None:
    need_root("nginx")


def read(text: str, version: str | None = "1.22.1") -> list[Endpoint]:
    return list(nginx.endpoints(texts({MAIN: text}), MAIN, version).endpoints)


def whole(folder: Path, http: str) -> str:
    """A configuration that an nginx in the foreground runs in a folder."""
    head = f"daemon off; pid {folder}/pid; error_log stderr; user root; events {{}}"
    (folder / "nginx.conf").write_text(f"{head} http {{ access_log off; {http} }}")
    return str(folder / "nginx.conf")


def start(main: str) -> list[str]:
    return ["/usr/sbin/nginx", "-c", main]


PLAIN = {
    "return 301 https://$host$request_uri;": "redirects",
    "return https://x.example;": "redirects",
    "return 301 http://x.example;": "serves",
    "return 302 $scheme://x$request_uri;": "serves",
    "return 200 hello;": "serves",
    "return 444;": "refuses",
    "return 404;": "refuses",
    "": "serves",
    "rewrite ^ https://$host$request_uri? permanent;": "redirects",
    "rewrite ^/(.*)$ https://$host/$1 redirect;": "redirects",
    "rewrite ^/x https://$host/ redirect; root /;": "serves",
    "location / { return 301 https://$host$request_uri; }": "redirects",
    "location / { return 301 https://$host$request_uri; } location /x { return 200 x; }": "serves",
    "location /.well-known/acme-challenge/ { root /; } location / { return 308 https://$host; }": "redirects",
    "if ($host = localhost) { return 301 https://$host$request_uri; } return 404;": "redirects",
    "if ($uri ~ ^/x) { break; } return 301 https://$host;": "serves",
    "set $to https://$host; return 301 https://$host;": "redirects",
    "location = / { return 301 https://$host/; }": "serves",
    "location ~ .* { return 301 https://$host$request_uri; }": "redirects",
    "location /a { return 301 https://$host; } root /nonexistent;": "serves",
}


def test_plain_requests_end_as_derived(tmp_path: Path) -> None:
    ports = dict(zip(free_ports(len(PLAIN)), PLAIN, strict=True))
    servers = " ".join(f"server {{ listen 127.0.0.1:{port}; {body} }}" for port, body in ports.items())
    main = whole(tmp_path, servers)
    found = nginx.endpoints(followed("nginx_includes", main, base=str(tmp_path)), main, "1.22.1").endpoints
    derived = {endpoint.listens[0].port: endpoint.plain_text for endpoint in found}
    assert {body: derived[port] for port, body in ports.items()} == PLAIN
    (tmp_path / "x").write_text("x")
    with running(start(main), *ports):
        seen = {body: behaviour(port) for port, body in ports.items()}
    # A site without files answers 404: it would serve, had it any.
    unclear = {body for body, answer in PLAIN.items() if answer == "serves" and seen[body] == "refuses"}
    assert {body: seen[body] for body in PLAIN if body not in unclear} == {
        body: answer for body, answer in PLAIN.items() if body not in unclear
    }
    assert unclear <= {"location /a { return 301 https://$host; } root /nonexistent;", ""}


def test_protocols_are_those_of_a_real_handshake(tmp_path: Path) -> None:
    pem, key = certificate(bits=0)
    put(tmp_path, pem=pem, key=key)
    ports = free_ports(6)
    # Debian's own file sets old protocols for all of http; OpenSSL's security level takes them out again.
    main = whole(
        tmp_path,
        f"ssl_certificate pem; ssl_certificate_key {tmp_path}/key;"
        "ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;"
        f"server {{ listen 127.0.0.1:{ports[0]} ssl; }}"
        f"server {{ listen 127.0.0.1:{ports[1]} ssl; ssl_ciphers ALL:@SECLEVEL=0; }}"
        f"server {{ listen 127.0.0.1:{ports[2]} ssl; ssl_protocols TLSv1.3; }}"
        f"server {{ listen 127.0.0.1:{ports[3]} ssl; ssl_protocols TLSv1.1 TLSv1.2;"
        "ssl_ciphers ALL:@SECLEVEL=0; }"
        # One socket, two servers: the default server's versions count for both, and so does its `ssl`.
        f"server {{ listen 127.0.0.1:{ports[4]}; server_name b.example; ssl_protocols TLSv1.3; }}"
        f"server {{ listen 127.0.0.1:{ports[4]} default_server ssl; server_name a.example;"
        "ssl_protocols TLSv1.2; }"
        f"include {tmp_path}/more/*.conf;",
    )
    (tmp_path / "more").mkdir()
    (tmp_path / "more/site.conf").write_text(
        f"server {{ listen 127.0.0.1:{ports[5]} ssl; server_name c.example; }}"
    )
    found = nginx.endpoints(followed("nginx_includes", main, base=str(tmp_path)), main, "1.22.1").endpoints
    derived = [(e.listens[0].port, (e.names or ["localhost"])[0], list(e.protocols(SYSTEM))) for e in found]
    assert all(e.listens[0].tls == "yes" and not isinstance(e.certificates, NotSeenError) for e in found)
    assert all(
        e.certificates[0].certificate == f"{tmp_path}/pem"
        for e in found
        if not isinstance(e.certificates, NotSeenError)
    )
    with running(start(main), *ports):
        real = [(port, name, handshakes(port or 0, name)) for port, name, _ in derived]
    assert derived == real
    assert [versions for _, _, versions in real][:2] == [
        ["TLSv1.2", "TLSv1.3"],
        ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"],
    ]


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.8.1", None),
        ("1.22.1", ["TLSv1", "TLSv1.1", "TLSv1.2"]),
        ("1.24.0", ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"]),
        ("1.28.0", ["TLSv1.2", "TLSv1.3"]),
        (None, None),
    ],
)
def test_the_default_protocols_depend_on_the_version(version: str | None, expected: list[str] | None) -> None:
    (endpoint,) = read(
        "http { server { listen 443 ssl; ssl_certificate a; ssl_certificate_key a; } }", version
    )
    if expected is None:
        with pytest.raises(NotSeenError):
            endpoint.protocols(OLD)
    else:
        assert endpoint.protocols(OLD) == expected


@pytest.mark.parametrize(
    ("library", "expected"),
    [
        (Library((3, 0, 2), level=0), ["TLSv1", "TLSv1.2"]),
        (Library((3, 0, 2), level=1), ["TLSv1.2"]),
        (Library((1, 1, 1), level=2), ["TLSv1", "TLSv1.2"]),
        (Library((1, 1, 1), ubuntu=True), None),
        (Library((1, 1, 1), managed=True), None),
        (Library((3, 0, 7), level=1, managed=True), None),
        (Library(None), None),
    ],
)
def test_what_openssl_takes_decides_on_old_protocols(library: Library, expected: list[str] | None) -> None:
    text = "http { ssl_protocols TLSv1 TLSv1.2; server { listen 443 ssl; } }"
    if expected is None:
        with pytest.raises(NotSeenError):
            read(text)[0].protocols(library)
    else:
        assert read(text)[0].protocols(library) == expected


def test_new_protocols_alone_need_no_library() -> None:
    assert read("http { ssl_protocols TLSv1.2; server { listen 443 ssl; } }")[0].protocols(Library(None)) == [
        "TLSv1.2"
    ]


@pytest.mark.parametrize(
    ("http", "expected"),
    [
        (
            "server { add_header Strict-Transport-Security 'max-age=63072000; includeSubDomains' always; }",
            (63072000, False),
        ),
        ('add_header Strict-Transport-Security "max-age=600"; server { }', (600, False)),
        ('add_header Strict-Transport-Security "max-age=600"; server { add_header X y; }', (None, False)),
        (
            "server { add_header Strict-Transport-Security max-age=9; location / { add_header X y; } }",
            (None, False),
        ),
        ("server { location / { add_header Strict-Transport-Security max-age=9; } }", (9, False)),
        ("server { location /a { add_header Strict-Transport-Security max-age=9; } }", (None, True)),
        ("server { location / { proxy_pass http://x; } }", (None, True)),
        ("server { more_set_headers 'Strict-Transport-Security: max-age=5'; }", (5, False)),
        ("server { }", (None, False)),
    ],
)
def test_hsts_is_inherited_as_add_header_is(http: str, expected: tuple[int | None, bool]) -> None:
    hsts = read(f"http {{ {http} }}")[0].hsts
    assert not isinstance(hsts, NotSeenError)
    assert (hsts["max_age"], hsts["undetermined"]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "http { server { listen 80 }",
        "http { server { listen 80; } } }",
        "http { include /nowhere/*.conf; }",
        'http { server_name "x; }',
        "http { server { listen $port; } }",
        "} http { }",
        "http { ; }",
    ],
)
def test_what_is_not_understood_is_not_guessed(text: str) -> None:
    with pytest.raises(NotSeenError):
        read(text)


@pytest.mark.parametrize(
    "block",
    [
        "ssl_certificate /etc/ssl/$ssl_server_name.pem; ssl_certificate_key /k;",
        "ssl_certificate /a; ssl_certificate_key engine:pkcs11:x;",
        "ssl_certificate /a; ssl_certificate_key /b; ssl_certificate /c;",
        "ssl_certificate /a; ssl_certificate_key /b; ssl_certificate_by_lua_block { local a = '}' -- }\n }",
    ],
)
def test_certificates_that_are_chosen_later_are_unknown(block: str) -> None:
    (endpoint,) = read(f"http {{ server {{ listen 443 ssl; {block} }} }}")
    assert isinstance(endpoint.certificates, NotSeenError)
    assert endpoint.protocols(SYSTEM)


@pytest.mark.parametrize(
    "body",
    [
        "content_by_lua_block { ngx.say([[ } ]]) }",
        "return 301 $target;",
        "location / { access_by_lua_file /x.lua; }",
    ],
)
def test_plain_requests_that_a_program_answers_are_unknown(body: str) -> None:
    (endpoint,) = read(f"http {{ server {{ listen 80; {body} }} }}")
    assert isinstance(endpoint.plain_text, NotSeenError)


WORD = st.text(st.sampled_from("ab$.~^*()|\\\"' \t#;{}/=é\n"), min_size=1, max_size=8)


def quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@given(st.lists(st.tuples(st.sampled_from(["a", "set", "location"]), st.lists(WORD, max_size=3)), max_size=6))
def test_quoted_words_come_back_as_they_were(directives: list[tuple[str, list[str]]]) -> None:
    lines = [f"{name} {' '.join(quoted(word) for word in args)} ; # }} {{" for name, args in directives]
    parsed = parse("\n".join(["http {", *lines, "}"]).split("\n"), "f")
    assert [(d.name, d.args) for d in parsed[0].block or []] == directives


@given(st.text(st.sampled_from("ab{};#\"'\\$\n \t"), max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        found = parse(text.split("\n"), "f")
    except NotSeenError:
        return
    assert all(isinstance(directive, Directive) for directive in found)


@pytest.mark.parametrize(
    "text",
    [
        "a 'b' c",
        "a b{c d;}",
        "a ${x}y;",
        "a b\\ c;",
        'a "b\\"c";',
        "a b#c; #d\n",
        "a 'x'y;",
        "a {",
        "a;}",
        "a 'b\nc';",
    ],
)
def test_the_same_syntax_is_refused_as_by_nginx(text: str, tmp_path: Path) -> None:
    """The oracle names the directive that it does not know when the syntax up to it is right."""
    main = tmp_path / "nginx.conf"
    main.write_text(f"{text}\n")
    done = subprocess.run(
        ["/usr/sbin/nginx", "-t", "-c", str(main)], capture_output=True, text=True, check=False
    )
    accepted = "unknown directive" in done.stderr
    try:
        parse([*text.split("\n"), ""], "f")
    except NotSeenError:
        assert not accepted or text in ("a;}", "a {"), done.stderr
    else:
        assert accepted, done.stderr
