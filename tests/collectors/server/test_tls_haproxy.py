"""HAProxy: what is derived from its files against what a real haproxy does with them."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.server.facts.tls import haproxy
from collectors.server.facts.tls.haproxy import parse, protocols_of, split
from collectors.server.facts.tls.model import Endpoint, Pair
from collectors.server.reply import NotSeenError
from collectors.server.texts import Texts
from tests.collectors.server.tls import (
    REPLY,
    SYSTEM,
    behaviour,
    certificate,
    free_ports,
    handshakes,
    put,
    running,
    texts,
)
from tests.needs import need_root

MAIN = "/etc/haproxy/haproxy.cfg"


@pytest.fixture(scope="module", autouse=True)
def _haproxy() -> None:
    need_root("haproxy")


def read(text: str, version: str | None = "2.6.12") -> list[Endpoint]:
    return list(haproxy.endpoints(texts({MAIN: text}), [MAIN], version).endpoints)


HEAD = "defaults\n mode http\n timeout client 5s\n timeout server 5s\n timeout connect 5s\n"
BODY = ' http-request return status 200 content-type text/plain string "customers"\n'
# The answer of BODY comes after the case, but before the rules of the keyword `redirect`.
PLAIN = {
    " http-request redirect scheme https code 301 unless { ssl_fc }\n": "redirects",
    " redirect scheme https if !{ ssl_fc }\n": "serves",
    " http-request redirect scheme https\n": "redirects",
    " http-request redirect location https://www.example.com/\n": "redirects",
    " http-request redirect prefix https://www.example.com code 302\n": "redirects",
    " http-request redirect location http://www.example.com/ if { path /y }\n": "serves",
    " http-request deny if !{ ssl_fc }\n": "refuses",
    " http-request deny if { path /y }\n": "serves",
    "": "serves",
}


def test_plain_requests_end_as_derived(tmp_path: Path) -> None:
    ports = dict(zip(free_ports(len(PLAIN)), PLAIN, strict=True))
    text = HEAD + "".join(
        f"frontend f{port}\n bind 127.0.0.1:{port}\n{body}{BODY}" for port, body in ports.items()
    )
    main = tmp_path / "haproxy.cfg"
    main.write_text(text)
    assert {body: e.plain_text for e, body in zip(read(text), ports.values(), strict=True)} == PLAIN
    with running(["haproxy", "-db", "-f", str(main)], *ports):
        assert {body: behaviour(port) for port, body in ports.items()} == PLAIN


@pytest.mark.parametrize(
    "general", ["", "ssl-min-ver TLSv1.3", "no-tlsv13 no-tls-tickets", "ssl-max-ver TLSv1.2"]
)
def test_protocols_are_those_of_a_real_handshake(tmp_path: Path, general: str) -> None:
    pem, key = certificate(bits=0)
    put(tmp_path, site__pem=pem + key)
    binds = [
        "",
        "ssl-min-ver TLSv1.0",
        "ssl-min-ver TLSv1.0 ciphers ALL:@SECLEVEL=0",
        "force-tlsv12",
        "no-tlsv12",
        "no-tlsv10 no-tlsv11 ciphers ALL:@SECLEVEL=0",
        "ssl-max-ver TLSv1.2 alpn h2,http/1.1",
        "no-tlsv13 ciphers ALL:@SECLEVEL=0",
        "no-tlsv12 ciphers ALL:@SECLEVEL=0",
        "no-tlsv10 ciphers ALL:@SECLEVEL=0",
    ]
    main = tmp_path / "haproxy.cfg"
    options = f"global\n ssl-default-bind-options {general}\n" if general else ""

    def written(ports: dict[int, str]) -> str:
        lines = (
            f"frontend f{n}\n bind 127.0.0.1:{n} ssl crt {tmp_path}/site.pem {w}\n{BODY}"
            for n, w in ports.items()
        )
        main.write_text(options + HEAD + "".join(lines))
        return main.read_text()

    def accepted(words: str) -> bool:
        written(dict(zip(free_ports(1), [words], strict=True)))
        return (
            subprocess.run(["haproxy", "-c", "-f", str(main)], capture_output=True, check=False).returncode
            == 0
        )

    taken = [words for words in binds if accepted(words)]
    ports = dict(zip(free_ports(len(taken)), taken, strict=True))
    assert len(ports) > 5
    found = {ports[e.listens[0].port or 0]: list(e.protocols(SYSTEM)) for e in read(written(ports))}
    with running(["haproxy", "-db", "-f", str(main)], *ports):
        assert found == {words: handshakes(port) for port, words in ports.items()}


def test_a_redirect_rule_without_an_answer_before_it() -> None:
    (endpoint,) = read(
        f"{HEAD}frontend a\n bind :80\n redirect scheme https if !{{ ssl_fc }}\n default_backend b\n"
    )
    assert endpoint.plain_text == "redirects"


def test_sockets_and_inheritance() -> None:
    text = (
        "global\n crt-base /etc/certs\n ssl-default-bind-ciphers HIGH\n"
        "defaults tcp\n mode tcp\n"
        "defaults web\n mode http\n"
        "frontend a from tcp\n bind *:443\n bind :::444\n"
        "listen b\n bind 10.0.0.1:80,[::1]:81 name x\n bind unix@/run/x.sock mode 600\n"
        " bind :8443 ssl crt one.pem crt /two.pem verify required\n"
        "frontend c from web\n bind ipv4@127.0.0.1:90\n"
        "backend d\n server s 127.0.0.1:1\n"
    )
    known = Texts(
        {MAIN: "F", "/etc/certs/one.pem": "F", "/two.pem": "D"}, {MAIN: text.split("\n")}, {}, REPLY
    )
    a, b, c = haproxy.endpoints(known, [MAIN], "2.6.12").endpoints
    assert [(i.text, i.tls) for i in a.listens] == [("*:443", "undetermined"), ("[::]:444", "undetermined")]
    assert isinstance(a.plain_text, NotSeenError)
    assert [(i.text, i.tls, i.local) for i in b.listens] == [
        ("10.0.0.1:80", "no", False),
        ("[::1]:81", "no", True),
        ("unix:/run/x.sock", "no", True),
        ("*:8443", "yes", False),
    ]
    assert (b.plain_text, b.client_verify, b.cipher_string) == ("serves", "required", "HIGH")
    assert b.certificates == [
        Pair("/etc/certs/one.pem", "/etc/certs/one.pem"),
        Pair("/two.pem", "/two.pem"),
    ]
    assert c.listens[0].local


@pytest.mark.parametrize(
    "text",
    [
        ".if defined(X)\nfrontend a\n bind :80\n.endif\n",
        "frontend a\n bind :80 name 'x\n",
        "bind :80\n",
        'frontend a\n bind "$ADDRESS":80\n',
        "frontend a\n bind :http\n",
    ],
)
def test_what_is_not_understood_is_not_guessed(text: str) -> None:
    with pytest.raises(NotSeenError):
        read(text)


@pytest.mark.parametrize(
    "crt", ["crt-list /etc/list", 'crt "${CERT}"', "crt relative.pem", "crt @store/x", "crt /none"]
)
def test_certificates_that_are_chosen_elsewhere_are_unknown(crt: str) -> None:
    (endpoint,) = read(f"{HEAD}frontend a\n bind :443 ssl {crt}\n")
    assert isinstance(endpoint.certificates, NotSeenError)


@pytest.mark.parametrize(
    "rule",
    [
        "http-request redirect scheme https if { hdr(host) -i a }",
        "http-request redirect scheme https unless { ssl_fc } or acme",
    ],
)
def test_redirects_of_some_requests_are_undecided(rule: str) -> None:
    (endpoint,) = read(f"{HEAD}frontend a\n bind :80\n {rule}\n")
    assert isinstance(endpoint.plain_text, NotSeenError)


def test_the_default_protocols_depend_on_the_version() -> None:
    assert protocols_of([], {}, "2.0.1")[0] == "TLSv1"
    assert protocols_of([], {}, "2.2.0")[0] == "TLSv1.2"
    with pytest.raises(NotSeenError):
        protocols_of([], {}, None)


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\n\r\0'$"), min_size=1),
        min_size=1,
        max_size=4,
    )
)
def test_strongly_quoted_words_come_back_as_they_were(words: list[str]) -> None:
    assert split(" ".join(f"'{word}'" for word in words), "f", 1).words == words


@given(st.text(st.sampled_from("ab\\\"'# \tglobal$"), max_size=40))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        found = parse(["global", text], "f")
    except NotSeenError:
        return
    assert found[0].kind == "global"
