"""Settings of an endpoint, and what can be wrong with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scanner.interfaces import Json
from scanner.model import Target

TARGET_SECONDS = 120
CONNECT_SECONDS = 5
HTTPS_PORT = 443
PORTS: Mapping[str, int] = {"https": HTTPS_PORT, "http": 80, "ssh": 22}
STARTTLS: Mapping[str, int] = {
    "smtp": 25,
    "imap": 143,
    "pop3": 110,
    "ftp": 21,
    "ldap": 389,
    "xmpp": 5222,
    "rdp": 3389,
    "postgres": 5432,
}

_PORT = {"type": "integer", "minimum": 1, "maximum": 65535}

SCHEMA: Mapping[str, Json] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "endpoint",
    "description": "A service on the network. Only what is listed is contacted; nothing is logged in to.",
    "type": "object",
    "additionalProperties": False,
    "required": ["host"],
    "properties": {
        "host": {
            "type": "string",
            "pattern": "^[A-Za-z0-9._:-]+$",
            "description": "Name or address.",
        },
        "port": {**_PORT, "description": "443 for https, 80 for http, 22 for ssh, that of the protocol."},
        "protocol": {
            "type": "string",
            "enum": ["https", "http", "tls", "ssh"],
            "description": "https by default, tls where starttls is given.",
        },
        "starttls": {
            "type": "string",
            "enum": list(STARTTLS),
            "description": "The protocol that begins in plain text and changes to TLS.",
        },
        "server_name": {
            "type": "string",
            "pattern": "^[A-Za-z0-9._-]+$",
            "description": "The name that clients ask for and the certificate must hold; host by default.",
        },
        "ca_file": {
            "type": "string",
            "format": "path",
            "minLength": 1,
            "description": "PEM file with the CAs that clients trust; those of the system by default.",
        },
        "plain_ports": {
            "type": "array",
            "uniqueItems": True,
            "items": _PORT,
            "description": "Ports beside it that may be open without TLS; 80 for https on 443.",
        },
        "servers": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"type": "string", "minLength": 1},
            "description": "Ids of the targets that run it, to compare with what is configured there.",
        },
        "connect_timeout_seconds": {
            "type": "integer",
            "minimum": 1,
            "description": f"For each connection and answer; {CONNECT_SECONDS} by default.",
        },
        "timeout_seconds": {
            "type": "integer",
            "minimum": 1,
            "description": f"For the whole endpoint; {TARGET_SECONDS} by default.",
        },
    },
}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one endpoint."""

    host: str
    port: int
    protocol: str
    starttls: str | None
    server_name: str
    ca_file: Path | None
    plain_ports: tuple[int, ...]
    servers: tuple[str, ...]
    connect_seconds: int
    target_seconds: int

    @property
    def id(self) -> str:
        """The endpoint as a URL: its protocol, the name that clients use, its port."""
        name = self.server_name
        host = f"[{name}]" if ":" in name else name
        place = f"{self.starttls or self.protocol}://{host}:{self.port}"
        return place if self.host == self.server_name else f"{place}@{self.host}"


def settings_of(target: Target) -> Settings:
    """Settings of a target whose settings fit the schema and have no `problems`."""
    given = target.settings
    starttls = given.get("starttls")
    protocol = given.get("protocol", "tls" if starttls else "https")
    port = given.get("port") or (STARTTLS[starttls] if starttls else PORTS[protocol])
    beside = (80,) if protocol == "https" and port == HTTPS_PORT else ()
    return Settings(
        host=given["host"],
        port=port,
        protocol=protocol,
        starttls=starttls,
        server_name=given.get("server_name", given["host"]),
        ca_file=Path(given["ca_file"]) if "ca_file" in given else None,
        plain_ports=tuple(given.get("plain_ports", beside)),
        servers=tuple(given.get("servers", ())),
        connect_seconds=given.get("connect_timeout_seconds", CONNECT_SECONDS),
        target_seconds=given.get("timeout_seconds", TARGET_SECONDS),
    )


def problems(target: Target) -> Iterator[str]:
    """What the schema cannot say, one line each."""
    given = target.settings
    protocol = given.get("protocol")
    if "starttls" in given and protocol not in (None, "tls"):
        yield f"target {target.id}: starttls goes with protocol: tls, not with {protocol}"
    if protocol == "tls" and not {"starttls", "port"} & given.keys():
        yield f"target {target.id}: give the port; protocol: tls has none of its own"
    for name in ("ca_file", "server_name"):
        if name in given and protocol in ("ssh", "http"):
            yield f"target {target.id}: {name} means nothing to protocol: {protocol}; remove it"
    if given.get("port") in given.get("plain_ports", ()):
        yield f"target {target.id}: plain_ports are other ports than that of the endpoint"
