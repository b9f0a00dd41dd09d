"""nginx: server blocks of the http and stream modules, with what they inherit.

Sources: ngx_http_ssl_module, ngx_http_core_module (listen), ngx_http_rewrite_module and
ngx_http_headers_module of https://nginx.org/en/docs/, the defaults from the sources of the releases.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from collectors.server.facts.tls import model
from collectors.server.facts.tls.model import NO, YES, Endpoint, Found, Library, Listen, Pair, Value
from collectors.server.facts.tls.nginx_text import ABSENT, Directive, demand_whole, not_in_source, parse
from collectors.server.facts.tls.plain_nginx import plain_text
from collectors.server.facts.tls.protocols import between, negotiable, protocol
from collectors.server.reply import NotSeenError
from collectors.server.texts import Files
from scanner.interfaces import Json
from scanner.model import GapReason

DEFAULT_CIPHERS = "HIGH:!aNULL:!MD5"
_PROTOCOLS: Mapping[model.Version, list[str]] = {
    (1, 9, 1): between("TLSv1", "TLSv1.2"),
    (1, 23, 4): between("TLSv1", "TLSv1.3"),
    (1, 27, 3): between("TLSv1.2", "TLSv1.3"),
}
"""The default of ssl_protocols by the version in which it came."""
_SNI_PROTOCOLS = (1, 27, 4)
"""Up to here the default server of a socket decides on the protocol, whatever name is asked for."""
_MAX_INCLUDES = 10
_BACKEND = frozenset(("proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "grpc_pass"))
_HEADER = "strict-transport-security"


@dataclass(frozen=True, slots=True)
class _Server:
    """A server block with the blocks around it, innermost first."""

    block: Directive
    scopes: Sequence[Sequence[Directive]]
    stream: bool
    listens: Sequence[Listen]
    defaults: frozenset[str]

    def all(self, name: str) -> list[Directive]:
        """The directives of this name that count: those of the innermost block that has any.

        Raises NotSeenError when none is seen and what an include names is not in the source.
        """
        for scope in self.scopes:
            found = [directive for directive in scope if directive.name == name]
            if found:
                return found
            demand_whole(scope)
        return []

    def args(self, name: str) -> list[str] | None:
        """Arguments of a directive that stands once; None when it is not set. Raises as `all`."""
        found = self.all(name)
        return found[-1].args if found else None

    def place(self, *names: str) -> tuple[str, int] | None:
        """File and line of the first directive of these names that counts."""
        for scope in self.scopes:
            for directive in scope:
                if directive.name in names:
                    return directive.file, directive.line
        return None


@dataclass(slots=True)
class _Config:
    texts: Files
    main: str
    version: str | None
    problems: list[NotSeenError] = field(default_factory=list)
    servers: list[_Server] = field(default_factory=list)
    sockets: dict[str, _Server] = field(default_factory=dict)
    """By `address:port`, the server that decides on the protocol."""

    def absolute(self, path: str) -> str:
        """A path of a directive; relative ones begin at the folder of the main file."""
        return path if path.startswith("/") else f"{self.main.rpartition('/')[0]}/{path}"


def endpoints(texts: Files, main: str, version: str | None, *, part: bool = False) -> Found:
    """All server blocks. Raises NotSeenError when a file or an include cannot be read or understood.

    Includes that are not in a source are problems of the whole, and of what may stand in them. `part`: the
    file itself is included by another, within the http block.
    """
    config = _Config(texts, main, version)
    top = parse(_lines(config, main), main)
    if part:
        around = Directive(ABSENT, [main], main, 1)
        top = [Directive("http", [], main, 1, [around, *top])]
        config.problems.append(not_in_source(around))
    top = _expanded(config, top, 0)
    _collect(config, top)
    _share_sockets(config)
    return Found([_endpoint(config, server) for server in config.servers], config.problems)


def _lines(config: _Config, path: str) -> Sequence[str]:
    lines = config.texts.read(path)
    if lines is None:
        raise model.unsupported(f"nginx: {path} is missing; nginx itself refuses this configuration")
    return lines


def _expanded(config: _Config, directives: Iterable[Directive], depth: int) -> list[Directive]:
    """Includes replaced by what they name, in every block."""
    if depth > _MAX_INCLUDES:
        raise model.unsupported("nginx: includes are nested too deep")
    found: list[Directive] = []
    for directive in directives:
        if directive.name != "include":
            if directive.block is not None:
                directive.block = _expanded(config, directive.block, depth)
            found.append(directive)
        elif not _beside_the_point(directive):
            found += _brought(config, directive, depth)
    return found


def _brought(config: _Config, directive: Directive, depth: int) -> list[Directive]:
    """What an include brings; a stand-in for what is not in the source."""
    found: list[Directive] = []
    try:
        for path in _included(config, directive):
            found += _expanded(config, parse(_lines(config, path), path), depth + 1)
    except NotSeenError as problem:
        if problem.reason is not GapReason.NOT_IN_SOURCE:
            raise
        found.append(Directive(ABSENT, directive.args, directive.file, directive.line))
        config.problems.append(not_in_source(found[-1]))
    return found


def _beside_the_point(directive: Directive) -> bool:
    return directive.args == [] or re.fullmatch(r"(.*/)?mime\.types", directive.args[0]) is not None


def _included(config: _Config, directive: Directive) -> Sequence[str]:
    pattern = config.absolute(directive.args[0])
    where = f"nginx: {directive.file}:{directive.line}"
    found = config.texts.included(pattern)
    if found is None:
        raise model.unsupported(f"{where}: the include of {pattern} was not followed")
    if not found and not re.search(r"[*?\[]", pattern):
        raise model.unsupported(f"{where}: {pattern} is missing; nginx itself refuses this configuration")
    return found


def _collect(config: _Config, top: Sequence[Directive]) -> None:
    for part in top:
        if part.name in ("http", "stream") and part.block is not None:
            for block in part.block:
                if block.name == "server" and block.block is not None:
                    scopes = [block.block, part.block]
                    config.servers.append(_server(config, block, scopes, stream=part.name == "stream"))


def _server(config: _Config, block: Directive, scopes: list[list[Directive]], *, stream: bool) -> _Server:
    listens: list[Listen] = []
    defaults: set[str] = set()
    # `ssl on` was removed in 1.25.1.
    old = next((d.args for d in reversed(scopes[0] + scopes[1]) if d.name == "ssl"), []) == ["on"]
    all_tls = old and (model.number_of(config.version) or (1,)) < (1, 25, 1)
    for directive in scopes[0]:
        if directive.name == "listen":
            for listen in _listen(directive, all_tls=all_tls):
                listens.append(listen)
                if {"default_server", "default"} & set(directive.args[1:]):
                    defaults.add(listen.text)
    if not listens and not stream:
        listens.append(Listen("*", 80, YES if all_tls else NO))
    return _Server(block, scopes, stream, listens, frozenset(defaults))


def _listen(directive: Directive, *, all_tls: bool) -> Iterator[Listen]:
    if not directive.args:
        raise model.malformed(f"nginx: {directive.file}:{directive.line}: listen names nothing")
    tls = YES if all_tls or {"ssl", "quic", "http3"} & set(directive.args[1:]) else NO
    text = directive.args[0]
    if text.startswith("unix:"):
        yield Listen(text, None, tls)
        return
    match = re.fullmatch(r"(?:(\[[0-9a-fA-F:.]+\]|[^:\[\]$]+):)?(\d+)(?:-(\d+))?", text)
    if match is None:
        if not re.fullmatch(r"\[[0-9a-fA-F:.]+\]|[A-Za-z0-9_.*-]+", text):
            raise model.unsupported(
                f"nginx: {directive.file}:{directive.line}: listen {text} is not followed"
            )
        yield Listen(_address(text), 80, tls)
        return
    first, last = int(match[2]), int(match[3] or match[2])
    for port in range(first, min(last, first + 100) + 1):
        yield Listen(_address(match[1] or "*"), port, tls)


def _address(text: str) -> str:
    bare = text.strip("[]")
    return "*" if bare == "0.0.0.0" else bare  # noqa: S104 (compared, not bound)


def _share_sockets(config: _Config) -> None:
    """A socket takes TLS when one of its servers says so; its default server is the marked or the first."""
    secure = {listen.text for server in config.servers for listen in server.listens if listen.tls == YES}
    shared = []
    for server in config.servers:
        listens = [Listen(i.address, i.port, YES if i.text in secure else i.tls) for i in server.listens]
        unique = list(dict.fromkeys(listens))
        shared.append(_Server(server.block, server.scopes, server.stream, unique, server.defaults))
    config.servers = shared
    for server in shared:
        for listen in server.listens:
            if listen.text in server.defaults or listen.text not in config.sockets:
                config.sockets[listen.text] = server


def _endpoint(config: _Config, server: _Server) -> Endpoint:
    given = model.attempt(lambda: _ciphers(server))
    plain = [listen for listen in server.listens if listen.tls == NO]
    return Endpoint(
        software="nginx",
        version=config.version,
        file=server.block.file,
        line=server.block.line,
        names=[name for d in server.scopes[0] if d.name == "server_name" for name in d.args if name],
        listens=server.listens,
        protocols=lambda library: _protocols(config, server, library),
        certificates=model.attempt(lambda: _certificates(config, server)),
        cipher_string=given or DEFAULT_CIPHERS,
        ciphers_set=given if isinstance(given, str) else None,
        hsts=model.attempt(lambda: _hsts(server)),
        plain_text=model.attempt(lambda: _plain(server)) if plain else model.NONE,
        client_verify=model.attempt(lambda: _client_verify(server)),
        places=_places(server),
    )


def _places(server: _Server) -> dict[str, tuple[str, int]]:
    statements = {
        "protocols": server.place("ssl_protocols"),
        "ciphers": server.place("ssl_ciphers"),
        "hsts": server.place("add_header"),
        "certificates": server.place("ssl_certificate"),
    }
    return {fact: place for fact, place in statements.items() if place}


def _known_ciphers(server: _Server) -> str | None:
    """The ciphers, as far as they are in the source: a security level may stand there, too."""
    found = model.attempt(lambda: _ciphers(server))
    return found if isinstance(found, str) else None


def _ciphers(server: _Server) -> str | None:
    given = server.args("ssl_ciphers")
    return " ".join(given) if given else None


def _plain(server: _Server) -> Json:
    if server.stream:
        raise model.unsupported("a stream server passes on what it gets, which may be TLS")
    return plain_text(server.block)


def _protocols(config: _Config, server: _Server, library: Library) -> list[str]:
    """Union over the sockets: on each, the default server's (before SNI is looked at)."""
    own = _set_protocols(config, server)
    found: set[str] = set()
    for listen in server.listens:
        if listen.tls != YES:
            continue
        first = config.sockets[listen.text]
        configured = _set_protocols(config, first)
        if configured != own and (model.number_of(config.version) or (9,)) >= _SNI_PROTOCOLS:
            raise model.unsupported(
                f"the default server of {listen.text} sets other protocols; which count depends on OpenSSL"
            )
        found.update(negotiable(configured, _known_ciphers(first), library))
    return [name for name in between("SSLv2") if name in found]


def _set_protocols(config: _Config, server: _Server) -> list[str]:
    given = server.args("ssl_protocols")
    if given is None:
        return list(model.since(config.version, _PROTOCOLS))
    return sorted(protocol(name, "ssl_protocols") for name in given)


def _certificates(config: _Config, server: _Server) -> Sequence[Pair]:
    if not any(listen.tls == YES for listen in server.listens):
        return []
    certificates = [d.args[0] for d in server.all("ssl_certificate") if d.args]
    keys = [d.args[0] for d in server.all("ssl_certificate_key") if d.args]
    if any("$" in path or ":" in path for path in certificates + keys):
        raise model.unsupported("ssl_certificate holds a variable or names an engine")
    if server.all("ssl_certificate_by_lua_block") or server.all("ssl_certificate_by_lua_file"):
        raise model.unsupported("Lua chooses the certificate")
    if len(certificates) != len(keys):
        raise model.malformed("ssl_certificate and ssl_certificate_key are not in pairs")
    return [
        Pair(config.absolute(certificate), config.absolute(key))
        for certificate, key in zip(certificates, keys, strict=True)
    ]


def _client_verify(server: _Server) -> str:
    words: Mapping[str, str] = {"on": "required", "optional": "optional", "optional_no_ca": "optional"}
    return words.get(" ".join(server.args("ssl_verify_client") or ()), "off")


def _hsts(server: _Server) -> Value:
    """max-age in force at the root of the site; add_header is inherited only where none is set."""
    if server.stream:
        return None
    inside = list(_inside(server.block.block or ()))
    root = [d for d in inside if d.name == "location" and d.args in (["/"], ["^~", "/"])]
    scopes = [*(d.block or [] for d in root), *server.scopes]
    innermost = next((scope for scope in scopes if any(d.name == "add_header" for d in scope)), [])
    ages = [*_ages(innermost), *(age for scope in scopes for age in _ages(scope, "more_set_headers"))]
    hidden = any(d.name in _BACKEND or "_by_lua" in d.name for d in inside)
    elsewhere = any(True for d in inside for _ in _ages(d.block or ()))
    if not ages:
        # A block that sends some header of its own inherits none.
        reach = scopes[: scopes.index(innermost) + 1] if innermost else scopes
        demand_whole([*inside, *(d for scope in reach for d in scope)])
    return {"max_age": ages[0] if ages else None, "undetermined": not ages and (hidden or elsewhere)}


def _inside(block: Iterable[Directive]) -> Iterator[Directive]:
    for directive in block:
        yield directive
        yield from _inside(directive.block or ())


def _ages(scope: Iterable[Directive], name: str = "add_header") -> Iterator[int]:
    for directive in scope:
        if directive.name != name:
            continue
        text = ": ".join(directive.args[:2]) if name == "add_header" else " ".join(directive.args)
        match = re.search(rf"{_HEADER}\s*:\s*(.*)", text, re.IGNORECASE)
        if match:
            yield max_age(match[1])


def max_age(value: str) -> int:
    """Seconds of a Strict-Transport-Security header, RFC 6797; raises NotSeenError for another value."""
    match = re.search(r"""(?:^|[;\s"'])max-age\s*=\s*"?(\d{1,15})""", value, re.IGNORECASE)
    if match is None:
        raise model.unsupported("the value of Strict-Transport-Security is not understood")
    return int(match[1])
