"""What the parsers of TLS servers give: endpoints, whose facts are known or have a reason why not."""

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from collectors.server.reply import NotSeenError
from scanner.interfaces import Json
from scanner.model import GapReason

YES, NO, UNDETERMINED = "yes", "no", "undetermined"
SERVES, REDIRECTS, REFUSES, NONE = "serves", "redirects", "refuses", "none"
"""What becomes of a request that comes without TLS; none where no socket takes one."""

Version = tuple[int, ...]
"""A version as numbers."""
Value = Json | NotSeenError
"""A fact, or why it is not known."""


@dataclass(frozen=True, slots=True)
class Listen:
    """A socket: `address` is an IP address, `*`, a host name or `unix:PATH`, which has no port."""

    address: str
    port: int | None
    tls: str

    @property
    def local(self) -> bool:
        """Only this machine can reach it."""
        return is_local(self.address)

    @property
    def text(self) -> str:
        """Address and port as people write them."""
        if self.port is None:
            return self.address
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{host}:{self.port}"

    def json(self) -> Json:
        """As in the schema."""
        return {"address": self.address, "port": self.port, "tls": self.tls, "local": self.local}


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate that an endpoint shows, and the file of its key; paths are absolute."""

    certificate: str
    key: str

    def json(self) -> Json:
        """As in the schema."""
        return {"certificate": self.certificate, "key": self.key}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One server block. `cipher_string` is what is given to OpenSSL, None for its own default."""

    software: str
    file: str
    line: int
    names: Sequence[str]
    listens: Sequence[Listen]
    protocols: Callable[["Library"], Sequence[str]]
    certificates: Sequence[Pair] | NotSeenError
    cipher_string: str | NotSeenError | None = None
    ciphers_set: str | None = None
    hsts: Value = None
    plain_text: Value = NONE
    client_verify: Value = "off"
    hba: Value = None
    version: str | None = None
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """By fact, file and line of the statement that settles it, where there is one."""

    @property
    def encrypted(self) -> bool:
        """Some socket takes TLS."""
        return any(listen.tls == YES for listen in self.listens)

    @property
    def label(self) -> str:
        """Names and sockets: what tells it from the others of the machine."""
        sockets = ",".join(listen.text for listen in self.listens)
        return f"{self.software} {','.join(self.names) or '_'}@{sockets}"

    def facts(self) -> dict[str, Callable[[], Json]]:
        """The facts that its configuration alone decides; the functions raise NotSeenError."""
        return {
            "software": lambda: self.software,
            "version": lambda: self.version,
            "source": lambda: {"file": self.file, "line": self.line},
            "names": lambda: list(self.names),
            "listen": lambda: [listen.json() for listen in self.listens],
            "certificates": lambda: [pair.json() for pair in known(self.certificates)],
            "hsts": lambda: known(self.hsts),
            "plain_text": lambda: known(self.plain_text),
            "client_verify": lambda: known(self.client_verify),
            "hba": lambda: known(self.hba),
        }


@dataclass(frozen=True, slots=True)
class Library:
    """The OpenSSL that a server uses. None: not known; of `level` and `minimum`: not set in openssl.cnf.

    `managed`: a system-wide crypto policy (crypto-policies(7)) is in force, and programs are patched to it.
    """

    version: tuple[int, ...] | None
    level: int | None = None
    minimum: str | None = None
    managed: bool = False
    ubuntu: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Endpoints of one program and what keeps the listing from being complete."""

    endpoints: Sequence[Endpoint] = ()
    problems: Sequence[NotSeenError] = field(default=())


def is_local(address: str) -> bool:
    """A loopback address, a UNIX socket or an inherited descriptor."""
    if address.startswith(("unix:", "abns:", "sockpair:")) or address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False


def attempt(function: Callable[[], Json]) -> Value:
    """The value, or why it is not known."""
    try:
        return function()
    except NotSeenError as problem:
        return problem.with_traceback(None)


def known(value: Value) -> Json:
    """The value; raises NotSeenError when it is not known."""
    if isinstance(value, NotSeenError):
        raise value.with_traceback(None)
    return value


class VersionNotKnownError(NotSeenError):
    """A default depends on the version, which is not known."""

    def __init__(self) -> None:
        super().__init__(GapReason.UNSUPPORTED, "the default depends on the version, which is not known")


def unsupported(detail: str) -> NotSeenError:
    """Something that the parser does not follow."""
    return NotSeenError(GapReason.UNSUPPORTED, detail)


def malformed(detail: str) -> NotSeenError:
    """Something that is no configuration of the program."""
    return NotSeenError(GapReason.MALFORMED, detail)


def number_of(version: str | None) -> tuple[int, ...] | None:
    """`1.22.1` as numbers; None when it is not known."""
    if version is None:
        return None
    return tuple(int(part) for part in version.split("."))


def since(version: str | None, table: Mapping[Version, Json]) -> Json:
    """What holds from a version on: the entry of the newest version that is not newer than this one.

    Raises NotSeenError when the version is not known or older than the table.
    """
    number = number_of(version)
    if number is None:
        raise VersionNotKnownError
    fitting = [start for start in table if start <= number]
    if not fitting:
        raise unsupported(f"the default of version {version} is not known")
    return table[max(fitting)]
