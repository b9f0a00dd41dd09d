"""MySQL and MariaDB: option files.

Sources: https://dev.mysql.com/doc/refman/8.4/en/option-files.html,
https://mariadb.com/kb/en/configuring-mariadb-with-option-files/, and the servers' --verbose --help.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from collectors.server.facts.tls import model
from collectors.server.facts.tls.model import NO, YES, Endpoint, Found, Library, Listen, Pair
from collectors.server.facts.tls.protocols import MODERN, between, negotiable, ordered, protocol
from collectors.server.reply import NotSeenError
from collectors.server.texts import Texts

_MAX_INCLUDES = 10
DATA = "/var/lib/mysql"
"""The compiled-in datadir of all packages."""
WATCHED = (
    "bind_address",
    "datadir",
    "port",
    "require_secure_transport",
    "skip_networking",
    "ssl",
    "ssl_ca",
    "ssl_cert",
    "ssl_cipher",
    "ssl_key",
    "tls_version",
)
"""Options that matter here, with dashes as underscores."""
_PROTOCOLS = {
    "mysql": {(5, 7): between("TLSv1", "TLSv1.2"), (8, 0): between("TLSv1"), (8, 0, 28): between("TLSv1.2")},
    "mariadb": {(10, 4, 6): between("TLSv1.1"), (11, 4): between("TLSv1.2")},
}
"""The default of tls_version by the version in which it came, at its widest: updates of MariaDB 10 cut it."""
_OWN_KEYS = {"mysql": (5, 7), "mariadb": (11, 4)}
"""From here on the server makes itself a certificate when none is set."""


@dataclass(frozen=True, slots=True)
class Server:
    """The program that reads the files; `arguments` are options of its command line."""

    flavour: str
    version: str | None
    arguments: Sequence[str] = ()

    @property
    def groups(self) -> frozenset[str]:
        """The groups of option files that it reads."""
        names = {"mysqld", "server"}
        if self.flavour == "mariadb":
            names |= {"client-server", "galera", "mariadb", "mariadbd"}
        series = ".".join((self.version or "").split(".")[:2])
        return frozenset(names | {f"{name}-{series}" for name in names})


def endpoint(texts: Texts, files: Sequence[str], server: Server) -> Found:
    """The one endpoint; raises NotSeenError when a file cannot be read or understood."""
    values: dict[str, str] = {}
    for path in files:
        if texts.states.get(path) != "A":
            for group, name, value in _options(texts, path, 0):
                if group in server.groups:
                    _set(values, name, value)
    for word in server.arguments:
        name, _, value = word.removeprefix("--").partition("=")
        _set(values, name, value)
    if server.flavour == "mysql" and values.get("datadir", DATA).rstrip("/") != DATA:
        raise model.unsupported(
            "mysql: datadir is another; settings that SET PERSIST left there were not looked at"
        )
    secure = _secure(values, server)
    return Found([_endpoint(values, server, files[0], secure=secure)])


def _options(texts: Texts, path: str, depth: int) -> Iterator[tuple[str, str, str]]:
    """(group, option, value) in order, with what the file includes in its place."""
    lines = texts.read(path)
    if lines is None or depth > _MAX_INCLUDES:
        raise model.unsupported(f"mysql: {path} is missing or included too deep")
    group = ""
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text[0] in "#;":
            continue
        if text.startswith("!"):
            for included in _included(texts, text, f"{path}:{number}"):
                yield from _options(texts, included, depth + 1)
        elif text.startswith("["):
            group = text[1:].partition("]")[0].strip()
        elif group:
            name, _, value = text.partition("=")
            yield group, name.strip(), _value(value.strip())
        else:
            raise model.malformed(f"mysql: {path}:{number}: an option stands before any group")


def _value(text: str) -> str:
    if text[:1] in ("'", '"') and text[:1] in text[1:]:
        return text[1 : text.index(text[0], 1)]
    return re.sub(r"\s+#.*$", "", text)


def _included(texts: Texts, text: str, where: str) -> Sequence[str]:
    match = re.fullmatch(r"!(includedir|include)\s+(\S.*)", text)
    if match is None:
        raise model.malformed(f"mysql: {where} is not understood")
    pattern = f"{match[2].rstrip('/')}/*.cnf" if match[1] == "includedir" else match[2]
    if pattern not in texts.includes:
        raise model.unsupported(f"mysql: {where}: the include of {match[2]} was not followed")
    if texts.states.get(pattern) == "D":
        raise texts.out_of_reach(pattern)
    return texts.includes[pattern]


def _set(values: dict[str, str], name: str, value: str) -> None:
    """Takes one option: dashes are underscores, `loose_`, `skip_`, `disable_` and `enable_` are prefixes."""
    plain = name.replace("-", "_").lower().removeprefix("loose_")
    for prefix, word in (("skip_", "0"), ("disable_", "0"), ("enable_", "1")):
        if plain.startswith(prefix) and plain.removeprefix(prefix) in WATCHED and plain not in WATCHED:
            plain, value = plain.removeprefix(prefix), word
    if plain in WATCHED:
        values[plain] = value
        return
    # The servers take every unambiguous beginning of a name for the name.
    if len(plain) > 3 and any(watched.startswith(plain) for watched in WATCHED):
        raise model.unsupported(f"mysql: the shortened option {plain} is not followed")


def _true(value: str | None) -> bool:
    """A boolean option; without a value it is on."""
    return value is not None and value.lower() not in ("0", "off", "false", "no", "none")


def _secure(values: Mapping[str, str], server: Server) -> bool:
    if "ssl" in values and not _true(values["ssl"]):
        return False
    if values.get("ssl_cert") and values.get("ssl_key"):
        return True
    number = model.number_of(server.version)
    if number is None:
        raise model.unsupported("mysql: whether the server makes its own certificate depends on its version")
    if server.flavour == "mysql" and "tls_version" in values and not values["tls_version"]:
        return False
    return number >= _OWN_KEYS[server.flavour]


def _endpoint(values: Mapping[str, str], server: Server, file: str, *, secure: bool) -> Endpoint:
    listens = list(_listens(values, YES if secure else NO))
    ciphers = values.get("ssl_cipher") or None
    return Endpoint(
        software=server.flavour,
        version=server.version,
        file=file,
        line=1,
        names=[],
        listens=listens,
        protocols=lambda library: _protocols(values, server, library),
        certificates=_certificates(values, server, secure=secure),
        cipher_string=ciphers or (None if server.flavour == "mysql" else "DEFAULT"),
        ciphers_set=ciphers,
        plain_text=model.REFUSES if _true(values.get("require_secure_transport")) else model.SERVES,
    )


def _listens(values: Mapping[str, str], tls: str) -> Iterator[Listen]:
    port = values.get("port", "3306") or "3306"
    if not port.isdigit():
        raise model.malformed("mysql: port is not a number")
    if not _true(values.get("skip_networking")):
        for part in (values.get("bind_address") or "*").split(","):
            address = part.strip()
            yield Listen("*" if address == "0.0.0.0" else address, int(port or 3306), tls)  # noqa: S104 (compared)
    yield Listen("unix:mysqld.sock", None, NO)


def _protocols(values: Mapping[str, str], server: Server, library: Library) -> list[str]:
    text = values.get("tls_version")
    configured = (
        [protocol(name.strip(), "tls_version") for name in text.split(",") if name.strip()]
        if text
        else list(model.since(server.version, _PROTOCOLS[server.flavour]))
    )
    # Neither server sets a lowest version of its own, so that of openssl.cnf holds.
    if library.minimum in MODERN:
        configured = [name for name in configured if name in MODERN]
    found = ordered(negotiable(configured, values.get("ssl_cipher"), library))
    if not text and server.flavour == "mariadb" and not MODERN.issuperset(found):
        raise model.unsupported("mysql: the default of tls_version differs between updates of MariaDB 10")
    return found


def _certificates(
    values: Mapping[str, str], server: Server, *, secure: bool
) -> Sequence[Pair] | NotSeenError:
    if not secure:
        return []
    if server.flavour == "mariadb" and not values.get("ssl_cert"):
        return []
    certificate = values.get("ssl_cert") or "server-cert.pem"
    key = values.get("ssl_key") or "server-key.pem"
    data = values.get("datadir", DATA).rstrip("/")
    paths = [path if path.startswith("/") else f"{data}/{path}" for path in (certificate, key)]
    return [Pair(paths[0], paths[1])]
