"""Apache httpd: virtual hosts and the main server, with what they inherit.

Sources: mod_ssl, core, mod_alias, mod_rewrite and mod_headers of https://httpd.apache.org/docs/2.4/mod/;
modules/ssl/ssl_engine_config.c (cfgMerge, ssl_cmd_protocol_parse) and ssl_engine_init.c.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from collectors.server.facts.tls import model
from collectors.server.facts.tls.apache_text import Node, Reader
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
from collectors.server.facts.tls.plain_apache import plain_text
from collectors.server.facts.tls.protocols import ORDER, between, negotiable, protocol
from collectors.server.reply import NotSeenError

_ALWAYS_OFF = ":!aNULL:!eNULL:!EXP"
"""What mod_ssl adds to every cipher string."""
_SNI_PROTOCOLS = (2, 4, 42)
"""From here on each virtual host has its own protocols, whatever name is asked for."""
_OTHER_TLS = ("gnutlsenable", "nssengine")


@dataclass(frozen=True, slots=True)
class _Host:
    node: Node
    own: Sequence[Node]
    listens: Sequence[Listen]
    names: Sequence[str]


@dataclass(slots=True)
class _Config:
    main: Sequence[Node]
    version: str | None
    secured: bool
    hosts: list[_Host] = field(default_factory=list)

    def values(self, host: _Host, name: str) -> list[Node]:
        """A host's directives of this name, else the main server's."""
        return _named(host.own, name) or _named(self.main, name)


def endpoints(reader: Reader, main: str) -> Found:
    """All virtual hosts, and the main server where requests reach it.

    Raises NotSeenError when a file, a condition or an include cannot be read or understood.
    """
    nodes = reader.read(main)
    other = [node for node in nodes if node.name in _OTHER_TLS]
    if other:
        raise model.unsupported(f"{other[0].where}: TLS by {other[0].name} is not followed")
    config = _Config(nodes, reader.version, "ssl_module" in reader.modules)
    sockets = [_listen(node) for node in _named(nodes, "listen")]
    taken: set[Listen] = set()
    for node in nodes:
        if node.name == "virtualhost" and node.block is not None:
            matches = [(s, _common(s, address)) for address in node.args for s in sockets]
            listens = [_secured(config, node.block, found) for _, found in matches if found is not None]
            # The main server answers where no host takes every address of a socket.
            taken |= {socket for socket, found in matches if found == socket}
            config.hosts.append(_Host(node, node.block, list(dict.fromkeys(listens)), _names(node.block)))
    rest = [_secured(config, nodes, socket) for socket in sockets if socket not in taken]
    if rest:
        root = Node("main", [], main, 1)
        config.hosts.append(_Host(root, nodes, rest, _names(nodes)))
    return Found([_endpoint(config, host, reader.root) for host in config.hosts])


def _named(nodes: Iterable[Node], name: str) -> list[Node]:
    return [node for node in nodes if node.name == name]


def _listen(node: Node) -> Listen:
    """`Listen [ADDRESS:]PORT [PROTOCOL]`; the protocol https alone turns nothing on."""
    match = re.fullmatch(r"(?:(\[[0-9a-fA-F:.%]+\]|[^:\[\]]+):)?(\d+)", node.args[0] if node.args else "")
    if match is None:
        raise model.unsupported(f"{node.where}: this Listen is not understood")
    return Listen(_any(match[1] or "*"), int(match[2]), NO)


def _any(address: str) -> str:
    bare = address.strip("[]")
    return "*" if bare in ("*", "_default_", "0.0.0.0") else bare  # noqa: S104 (compared, not bound)


def _common(socket: Listen, address: str) -> Listen | None:
    """The part of a socket that `<VirtualHost ADDRESS>` takes; None when it takes none."""
    match = re.fullmatch(r"(\[[0-9a-fA-F:.%]+\]|[^:\[\]]+)(?::(\d+|\*))?", address)
    if match is None:
        raise model.unsupported(f"httpd: <VirtualHost {address}> is not understood")
    if match[2] not in (None, "*", str(socket.port)):
        return None
    host = _any(match[1])
    if host in ("*", socket.address) or (host == "::" and socket.address == "*"):
        return socket
    return Listen(host, socket.port, socket.tls) if socket.address in ("*", "::") else None


def _secured(config: _Config, own: Sequence[Node], listen: Listen) -> Listen:
    """The socket with what SSLEngine makes of it."""
    found = _named(own, "sslengine") or _named(config.main, "sslengine")
    words = {"on": YES, "optional": UNDETERMINED}
    word = found[-1].args[0].lower() if found and found[-1].args else "off"
    return Listen(listen.address, listen.port, words.get(word, NO) if config.secured else NO)


def _names(own: Sequence[Node]) -> list[str]:
    found = [name for node in own if node.name in ("servername", "serveralias") for name in node.args]
    bare = (re.sub(r"^\w+://|:\d+$", "", name) for name in found)
    return list(dict.fromkeys(name for name in bare if name))


def _endpoint(config: _Config, host: _Host, root: str) -> Endpoint:
    spec = model.attempt(lambda: _ciphers(config, host))
    given = spec if isinstance(spec, str) else None
    string = spec if isinstance(spec, NotSeenError) else f"{given or 'DEFAULT'}{_ALWAYS_OFF}"
    plain = [listen for listen in host.listens if listen.tls != YES]
    return Endpoint(
        software="apache",
        version=config.version,
        file=host.node.file,
        line=host.node.line,
        names=host.names,
        listens=host.listens,
        protocols=lambda library: _protocols(config, host, library),
        certificates=_certificates(config, host, root),
        cipher_string=string,
        ciphers_set=given,
        hsts=model.attempt(lambda: _hsts(config, host)),
        plain_text=model.attempt(lambda: plain_text(host.own, host.names)) if plain else model.NONE,
        client_verify=_client_verify(config, host),
    )


def _ciphers(config: _Config, host: _Host) -> str | None:
    _demand_plain_settings(config, host)
    specs = [node for node in config.values(host, "sslciphersuite") if node.args[:1] != ["TLSv1.3"]]
    return specs[-1].args[-1] if specs and specs[-1].args else None


def _demand_plain_settings(config: _Config, host: _Host) -> None:
    for node in [*host.own, *config.main]:
        name = node.args[0].lower() if node.args else ""
        if node.name == "sslopensslconfcmd" and ("protocol" in name or "cipher" in name or "options" in name):
            raise model.unsupported(f"{node.where}: SSLOpenSSLConfCmd {name} is not followed")


def _protocols(config: _Config, host: _Host, library: Library) -> list[str]:
    _demand_plain_settings(config, host)
    own = _set_protocols(config, host)
    new = (model.number_of(config.version) or (0,)) >= _SNI_PROTOCOLS and (library.version or (0,)) >= (
        1,
        1,
        1,
    )
    for listen in host.listens:
        first = next(other for other in config.hosts if listen in other.listens)
        if not new and _set_protocols(config, first) != own:
            raise model.unsupported(
                "the first virtual host of the address sets other protocols, which count there"
            )
    ciphers = _ciphers(config, host)
    return negotiable(own, ciphers, library)


def _set_protocols(config: _Config, host: _Host) -> list[str]:
    found = config.values(host, "sslprotocol")
    return protocols_of(found[-1].args if found else ["all"])


def protocols_of(words: Sequence[str]) -> list[str]:
    """The versions of `SSLProtocol`: a word without a sign replaces what stands before it."""
    chosen: set[str] = set()
    for word in words:
        sign, name = (word[0], word[1:]) if word[0] in "+-" else ("", word)
        named = set(between("TLSv1")) if name.lower() == "all" else {protocol(name, "SSLProtocol")}
        chosen = {"+": chosen | named, "-": chosen - named, "": named}[sign]
    # mod_ssl sets a highest and a lowest version and leaves no holes below the highest.
    found: list[str] = []
    for name in reversed(ORDER):
        if name in chosen:
            found.append(name)
        elif found:
            break
    return found[::-1]


def _certificates(config: _Config, host: _Host, root: str) -> Sequence[Pair] | NotSeenError:
    if not any(listen.tls != NO for listen in host.listens):
        return []
    if any(node.name in ("mdomain", "mdomainset", "<mdomain") for node in [*config.main, *host.own]):
        return model.unsupported("mod_md manages the certificates")
    nodes = _named(config.main, "sslcertificatefile") if host.own is not config.main else []
    certificates = [node.args[0] for node in [*nodes, *_named(host.own, "sslcertificatefile")] if node.args]
    nodes = _named(config.main, "sslcertificatekeyfile") if host.own is not config.main else []
    keys = [node.args[0] for node in [*nodes, *_named(host.own, "sslcertificatekeyfile")] if node.args]
    if any("${" in path or ":" in path for path in certificates + keys):
        return model.unsupported("SSLCertificateFile holds a variable that is not defined, or names a token")
    if not certificates:
        return model.unsupported("TLS is on, but no SSLCertificateFile is set")
    # A key without a directive lies in the certificate's file.
    pairs = zip(certificates, [*keys, *certificates[len(keys) :]], strict=False)
    return [Pair(_absolute(certificate, root), _absolute(key, root)) for certificate, key in pairs]


def _absolute(path: str, root: str) -> str:
    return path if path.startswith("/") else f"{root}/{path}"


def _client_verify(config: _Config, host: _Host) -> str:
    found = config.values(host, "sslverifyclient")
    word = found[-1].args[0].lower() if found and found[-1].args else "none"
    return {"require": "required", "optional": "optional", "optional_no_ca": "optional"}.get(word, "off")


def _hsts(config: _Config, host: _Host) -> Value:
    ages = [age for node in [*host.own, *config.main] for age in _ages(node)]
    if ages:
        return {"max_age": ages[0], "undetermined": False}
    return {"max_age": None, "undetermined": any(_may_answer(node) for node in _inside(host.own))}


def _ages(node: Node) -> Iterator[int]:
    args = [arg for arg in node.args if arg.lower() not in ("always", "onsuccess")]
    if node.name == "header" and len(args) > 2 and args[1].rstrip(":").lower() == "strict-transport-security":
        yield max_age(args[2])


def _may_answer(node: Node) -> bool:
    """Something else may send the header: a backend, a program, an .htaccess file, a section."""
    if node.name.startswith(
        ("proxypass", "sethandler", "addhandler", "scriptalias", "wsgi", "rails", "passenger")
    ):
        return True
    if node.name == "allowoverride" and [arg.lower() for arg in node.args] != ["none"]:
        return True
    return node.name == "header" and any("strict-transport-security" in arg.lower() for arg in node.args)


def _inside(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if node.name != "virtualhost":
            yield node
            yield from _inside(node.block or ())


def version_of(text: str) -> str | None:
    """The version in the answer of `httpd -v`."""
    match = re.search(r"Apache/(\d+\.\d+\.\d+)", text)
    return match[1] if match else None
