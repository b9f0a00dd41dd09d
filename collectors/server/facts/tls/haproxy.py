"""HAProxy: frontends and listen sections, one endpoint each.

Source: https://docs.haproxy.org/ configuration manual, sections 2 (quoting), 3.1, 4.2, 5.1 and 11.2.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from collectors.server.facts.tls import model
from collectors.server.facts.tls.model import (
    NO,
    UNDETERMINED,
    YES,
    Endpoint,
    Found,
    Library,
    Listen,
    Pair,
    Value,
)
from collectors.server.facts.tls.nginx import max_age
from collectors.server.facts.tls.protocols import ORDER, between, negotiable, protocol
from collectors.server.reply import NotSeenError
from collectors.server.texts import Texts
from scanner.interfaces import Json

_SECTIONS = frozenset(
    (
        "global",
        "defaults",
        "frontend",
        "backend",
        "listen",
        "peers",
        "resolvers",
        "mailers",
        "userlist",
        "program",
        "cache",
        "http-errors",
        "ring",
        "log-forward",
        "fcgi-app",
        "crt-store",
        "traces",
        "log-profile",
        "acme",
    )
)
_LOWEST: Mapping[model.Version, str] = {(1, 8): "TLSv1", (2, 2): "TLSv1.2"}
"""The default of ssl-min-ver by the version in which it came."""
_LOCAL_SOCKETS = ("unix@", "abns@", "abnsz@", "sockpair@", "fd@", "/")


@dataclass(slots=True)
class Line:
    """One line in words."""

    words: list[str]
    number: int


@dataclass(slots=True)
class Section:
    """One section with its heading."""

    kind: str
    name: str
    base: str
    file: str
    line: int
    lines: list[Line] = field(default_factory=list)

    def values(self, keyword: str) -> list[Line]:
        """The lines that begin with this word."""
        return [line for line in self.lines if line.words[0] == keyword]


def parse(lines: Sequence[str], file: str) -> list[Section]:
    """The sections of one file; raises NotSeenError for what is no HAProxy configuration."""
    found: list[Section] = []
    for number, text in enumerate(lines, 1):
        line = split(text, file, number)
        if not line.words:
            continue
        if line.words[0].startswith("."):
            raise model.unsupported(
                f"haproxy: {file}:{number}: conditions ({line.words[0]}) are not followed"
            )
        if line.words[0] in _SECTIONS:
            found.append(_section(line, file))
        elif found:
            found[-1].lines.append(line)
        else:
            raise model.malformed(f"haproxy: {file}:{number}: {line.words[0]} stands before any section")
    return found


def _section(line: Line, file: str) -> Section:
    kind, *rest = line.words
    base = rest[rest.index("from") + 1] if "from" in rest[:-1] else ""
    name = rest[0] if rest and rest[0] != "from" else ""
    return Section(kind, name, base, file, line.number)


_PIECE = re.compile(
    r"""(?P<space>[ \t\r]+)|(?P<comment>\#.*)|'(?P<strong>[^']*)'|"(?P<weak>(?:[^"\\]|\\.)*)"
    |(?P<bare>(?:\\.|[^\s'"\#\\])+|\\$)""",
    re.VERBOSE,
)


def split(text: str, file: str, number: int) -> Line:
    """Words of a line: backslash escapes, strong and weak quotes, comments."""
    words: list[str] = []
    joined = False
    at = 0
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None:
            raise model.malformed(f"haproxy: {file}:{number}: a quote does not end")
        at = piece.end()
        kind = piece.lastgroup or ""
        if kind == "comment":
            break
        if kind != "space":
            part = piece[kind] if kind == "strong" else re.sub(r"\\(.)", r"\1", piece[kind])
            # A dollar in weak quotes is taken from the environment, which is not known here.
            environment = kind == "weak" and re.search(r"(?<!\\)\$", piece[kind]) is not None
            part = f"{ENVIRONMENT}{part}" if environment else part
            words[-1:] = [words[-1] + part] if joined else [*words[-1:], part]
        joined = kind != "space"
    return Line(words, number)


ENVIRONMENT = "$"
"""Begins a word that holds variables of the environment."""


@dataclass(frozen=True, slots=True)
class _Config:
    globals: Sequence[Line]
    texts: Texts
    version: str | None

    def words(self, keyword: str) -> list[str]:
        """Arguments of a global setting, empty when it is not set."""
        found = [line.words[1:] for line in self.globals if line.words[0] == keyword]
        return found[-1] if found else []


def endpoints(texts: Texts, files: Sequence[str], version: str | None) -> Found:
    """All frontends and listen sections; raises NotSeenError when a file cannot be read or understood."""
    sections: list[Section] = []
    for path in files:
        lines = texts.read(path)
        if lines is None:
            raise model.unsupported(f"haproxy: {path} is missing")
        sections += parse(lines, path)
    config = _Config([line for s in sections if s.kind == "global" for line in s.lines], texts, version)
    found: list[Endpoint] = []
    defaults: Section | None = None
    for section in sections:
        if section.kind == "defaults":
            defaults = _inheriting(section, sections)
        elif section.kind in ("frontend", "listen"):
            named = [s for s in sections if s.kind == "defaults" and s.name and s.name == section.base]
            base = _inheriting(named[-1], sections) if named else defaults
            if section.values("bind"):
                found.append(_endpoint(config, section, base))
    return Found(found)


def _inheriting(section: Section, sections: Iterable[Section]) -> Section:
    """A defaults section with the lines of the one that it is made from."""
    base = next((s for s in sections if s.kind == "defaults" and s.name and s.name == section.base), None)
    if base is None or base is section:
        return section
    return Section("defaults", section.name, "", section.file, section.line, [*base.lines, *section.lines])


@dataclass(frozen=True, slots=True)
class _Bind:
    listens: Sequence[Listen]
    options: Mapping[str, str]
    """Words after the address; those that take a value with it."""
    number: int


_FLAGS = frozenset(
    (
        "accept-netscaler-cip",
        "accept-proxy",
        "allow-0rtt",
        "defer-accept",
        "force-sslv3",
        "force-tlsv10",
        "force-tlsv11",
        "force-tlsv12",
        "force-tlsv13",
        "generate-certificates",
        "no-alpn",
        "no-ca-names",
        "no-sslv3",
        "no-tls-tickets",
        "no-tlsv10",
        "no-tlsv11",
        "no-tlsv12",
        "no-tlsv13",
        "prefer-client-ciphers",
        "quic-force-retry",
        "ssl",
        "strict-sni",
        "tfo",
        "transparent",
        "v4v6",
        "v6only",
    )
)
"""Words of a bind line that take no value; every other takes one."""


def _bind(line: Line) -> _Bind:
    if len(line.words) < 2:
        raise model.malformed(f"haproxy: line {line.number}: bind names nothing")
    options: dict[str, str] = {}
    rest = iter(line.words[2:])
    for word in rest:
        value = "" if word in _FLAGS else next(rest, "")
        # Several `crt` on one line add up.
        options[word] = f"{options[word]}\n{value}" if word in options and value else value
    tls = YES if "ssl" in options or any(a.startswith("quic") for a in line.words[1].split(",")) else NO
    listens = [found for text in line.words[1].split(",") for found in _listens(text, tls, line.number)]
    return _Bind(listens, options, line.number)


def _listens(text: str, tls: str, number: int) -> Iterator[Listen]:
    if text.startswith(_LOCAL_SOCKETS):
        yield Listen(f"unix:{re.sub(r'^[a-z]+@', '', text)}", None, tls)
        return
    bare = re.sub(r"^(?:ipv4|ipv6|udp4?|udp6|quic4|quic6|tcp4?|tcp6|mptcp4?|mptcp6)@", "", text)
    match = re.fullmatch(r"(.*):(\d+)(?:-(\d+))?", bare)
    if match is None or "$" in bare:
        raise model.unsupported(f"haproxy: line {number}: the address {text} is not followed")
    address = match[1].strip("[]")
    first, last = int(match[2]), int(match[3] or match[2])
    for port in range(first, min(last, first + 100) + 1):
        yield Listen("*" if address in ("", "*", "0.0.0.0") else address, port, tls)  # noqa: S104 (compared)


def _endpoint(config: _Config, section: Section, base: Section | None) -> Endpoint:
    binds = [_bind(line) for line in section.values("bind")]
    mode = [*(base.values("mode") if base else []), *section.values("mode")]
    http = bool(mode) and mode[-1].words[1:2] == ["http"]
    listens = [listen for bind in binds for listen in bind.listens]
    if not http:
        # What passes through in mode tcp may be TLS that a backend takes.
        listens = [Listen(i.address, i.port, UNDETERMINED if i.tls == NO else i.tls) for i in listens]
    secure = [bind for bind in binds if any(listen.tls == YES for listen in bind.listens)]
    strings = {_ciphers(config, bind) for bind in secure}
    given = next(iter(strings)) if len(strings) == 1 else None
    return Endpoint(
        software="haproxy",
        version=config.version,
        file=section.file,
        line=section.line,
        names=[section.name] if section.name else [],
        listens=listens,
        protocols=lambda library: _protocols(config, secure, library),
        certificates=_certificates_or_why(config, secure),
        cipher_string=model.unsupported("the binds set different ciphers")
        if len(strings) > 1
        else given or "DEFAULT",
        ciphers_set=given,
        hsts=model.attempt(lambda: _hsts(section)) if http else None,
        plain_text=_plain(section, listens, http=http),
        client_verify=_client_verify(secure),
    )


def _ciphers(config: _Config, bind: _Bind) -> str | None:
    found = bind.options.get("ciphers") or " ".join(config.words("ssl-default-bind-ciphers"))
    return found or None


def _protocols(config: _Config, binds: Sequence[_Bind], library: Library) -> list[str]:
    found: set[str] = set()
    for bind in binds:
        configured = protocols_of(config.words("ssl-default-bind-options"), bind.options, config.version)
        found.update(negotiable(configured, _ciphers(config, bind), library))
    return [name for name in ORDER if name in found]


def protocols_of(defaults: Sequence[str], options: Mapping[str, str], version: str | None) -> list[str]:
    """The versions that a bind takes, as ssl_sock_initial_ctx of ssl_sock.c works them out."""
    general: dict[str, str] = {}
    rest = iter(defaults)
    for word in rest:
        general[word] = next(rest, "") if word in ("ssl-min-ver", "ssl-max-ver") else ""
    lowest, highest = (
        _limit(options, name) or _limit(general, name) for name in ("ssl-min-ver", "ssl-max-ver")
    )
    # A limit makes HAProxy ignore every no-tlsv1x.
    words = [] if lowest or highest else [*options, *general]
    off = {_by_keyword(word) for word in words if word.startswith(("no-tlsv", "no-sslv3"))}
    if lowest is None:
        lowest = str(model.since(version, _LOWEST))
        if highest is not None and ORDER.index(highest) < ORDER.index(lowest):
            lowest = highest
    found = [name for name in between(lowest, highest) if name not in off]
    if not found:
        raise model.unsupported("haproxy: every version is turned off; what it does then is not known")
    # It sets a lowest and a highest version and warns of what lies between.
    return between(found[0], found[-1])


def _limit(options: Mapping[str, str], name: str) -> str | None:
    """A lowest or highest version; force-tlsv1x is both."""
    if options.get(name):
        return protocol(options[name], name)
    return next((_by_keyword(word) for word in options if word.startswith(("force-tls", "force-ssl"))), None)


def _by_keyword(word: str) -> str:
    digits = re.sub(r"\D", "", word)
    return "SSLv3" if "sslv3" in word else protocol(f"TLSv{digits[0]}.{digits[1:] or '0'}", word)


def _certificates_or_why(config: _Config, binds: Sequence[_Bind]) -> Sequence[Pair] | NotSeenError:
    try:
        return _certificates(config, binds)
    except NotSeenError as problem:
        return problem


def _certificates(config: _Config, binds: Sequence[_Bind]) -> Sequence[Pair]:
    found: dict[Pair, None] = {}
    base = (config.words("crt-base") or [""])[0]
    for bind in binds:
        if "crt-list" in bind.options or any(line.words[0] == "crt-store" for line in config.globals):
            raise model.unsupported("the certificates stand in a crt-list, which is not followed")
        for text in (bind.options.get("crt") or "").split("\n"):
            path = text if text.startswith("/") or not text else f"{base}/{text}"
            if "$" in path or "@" in path or (path and not path.startswith("/")):
                raise model.unsupported(f"the certificate {text} is not a plain path")
            for file in _files(config.texts, path) if path else ():
                key = f"{file}.key" if config.texts.states.get(f"{file}.key") == "F" else file
                found[Pair(file, key)] = None
    return list(found)


def _files(texts: Texts, path: str) -> Sequence[str]:
    """The file, or those of a folder that hold certificates."""
    if path not in texts.states:
        raise model.unsupported(f"{path} was not looked at")
    if texts.states[path] == "N" and path in texts.includes:
        beside = (".key", ".ocsp", ".sctl", ".issuer")
        return [file for file in texts.includes[path] if not file.endswith(beside)]
    return [path]


def _client_verify(binds: Sequence[_Bind]) -> str:
    words = {bind.options.get("verify", "none") for bind in binds}
    for word in ("none", "optional", "required"):
        if word in words:
            return {"none": "off"}.get(word, word)
    return "off"


def _hsts(section: Section) -> Json:
    ages = [
        max_age(line.words[3])
        for line in section.lines
        if line.words[0] in ("http-response", "http-after-response")
        and line.words[1:2] in (["set-header"], ["add-header"])
        and [word.lower() for word in line.words[2:3]] == ["strict-transport-security"]
        and len(line.words) > 3
    ]
    # Without a header of its own it hands on what its backends send.
    return {"max_age": ages[0] if ages else None, "undetermined": not ages}


def _plain(section: Section, listens: Sequence[Listen], *, http: bool) -> Value:
    plain = [listen for listen in listens if listen.tls != YES]
    if not plain:
        return model.NONE
    if not http:
        return model.unsupported("mode tcp passes on what it gets, which may be TLS")
    some = False
    # Every http-request rule comes before the first redirect rule.
    for line in sorted(section.lines, key=lambda line: line.words[0] == "redirect"):
        verdict = _answer(line.words)
        if verdict in (model.REDIRECTS, model.REFUSES):
            return verdict
        if line.words[:2] == ["http-request", "return"] and not {"if", "unless"} & set(line.words):
            return model.SERVES
        some = some or verdict is None
    if some:
        return model.unsupported("some requests are redirected to TLS; whether all is not known")
    return model.SERVES


_PLAIN_CONDITIONS = frozenset(
    ("if !{ ssl_fc }", "unless { ssl_fc }", "if { ssl_fc,not }", "if ! { ssl_fc }", "")
)


def _answer(words: Sequence[str]) -> str | None:
    """What a redirect or deny does to plain requests; serves when it does nothing, None for some of them."""
    rule = list(words[1:]) if words[0] in ("http-request", "tcp-request") else list(words)
    cut = next((at for at, word in enumerate(rule) if word in ("if", "unless")), len(rule))
    action, condition = rule[:cut], " ".join(rule[cut:])
    if not action:
        return model.SERVES
    if action[0] in ("deny", "reject", "silent-drop") and words[0] == "http-request":
        return model.REFUSES if condition in _PLAIN_CONDITIONS else model.SERVES
    to_tls = action[1:3] == ["scheme", "https"] or (
        action[1:2] in (["location"], ["prefix"]) and action[2:3] != [] and action[2].startswith("https://")
    )
    if action[0] != "redirect" or not to_tls:
        return model.SERVES
    return model.REDIRECTS if condition in _PLAIN_CONDITIONS else None
