"""Settings of a PostgreSQL target, and what can be wrong with them."""

import os
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scanner.interfaces import Json
from scanner.model import Target

DEFAULT_PORT = 5432
DEFAULT_DATABASE = "postgres"
CONNECT_SECONDS = 10
STATEMENT_SECONDS = 30
TARGET_SECONDS = 120

SCHEMA: Mapping[str, Json] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "postgres",
    "description": "A PostgreSQL cluster. Everything is read, nothing is changed.",
    "type": "object",
    "additionalProperties": False,
    "required": ["host"],
    "properties": {
        "host": {
            "type": "string",
            "pattern": "^(/[^,]*|[A-Za-z0-9._:-]+)$",
            "description": "Name or address of the server, or the absolute folder of its unix socket.",
        },
        "port": {
            "type": "integer",
            "minimum": 1,
            "maximum": 65535,
            "description": f"Port of the server; {DEFAULT_PORT} by default.",
        },
        "user": {
            "type": "string",
            "minLength": 1,
            "description": "Role to log in as; your login name by default.",
        },
        "database": {
            "type": "string",
            "minLength": 1,
            "description": f"Database to log in to first; {DEFAULT_DATABASE} by default.",
        },
        "databases": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"type": "string", "minLength": 1},
            "description": "Databases to audit; without it, all that allow connections.",
        },
        "sslmode": {
            "type": "string",
            "enum": ["verify-full", "verify-ca", "require", "disable"],
            "description": "As in libpq; verify-full by default. Nothing falls back to plain text by itself.",
        },
        "sslrootcert": {
            "type": "string",
            "format": "path",
            "minLength": 1,
            "description": "File with the CAs to trust; ~/.postgresql/root.crt, else the system's CAs.",
        },
        "sslcert": {
            "type": "string",
            "format": "path",
            "minLength": 1,
            "description": "Client certificate.",
        },
        "sslkey": {
            "type": "string",
            "format": "path",
            "minLength": 1,
            "description": "Key of the client certificate, mode 0600.",
        },
        "password_env": {
            "type": "string",
            "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
            "description": "Name of the environment variable that holds the password.",
        },
        "passfile": {
            "type": "string",
            "format": "path",
            "minLength": 1,
            "description": "Password file, mode 0600; ~/.pgpass by default.",
        },
        "connect_timeout_seconds": {
            "type": "integer",
            "minimum": 2,
            "description": f"For each login; {CONNECT_SECONDS} by default.",
        },
        "statement_timeout_seconds": {
            "type": "integer",
            "minimum": 1,
            "description": f"For each query, such as the count of old rows; {STATEMENT_SECONDS} by default.",
        },
        "timeout_seconds": {
            "type": "integer",
            "minimum": 1,
            "description": f"For the whole cluster; {TARGET_SECONDS} by default.",
        },
    },
}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one target; `password` is the value, already taken from the environment."""

    host: str
    port: int
    user: str | None
    database: str
    databases: frozenset[str]
    """Empty for all that allow connections."""
    sslmode: str
    files: Mapping[str, str]
    """Files by libpq's names: sslrootcert, sslcert, sslkey, passfile."""
    password: str | None
    connect_seconds: int
    statement_seconds: int
    target_seconds: int

    @property
    def address(self) -> str:
        """The server as a person calls it."""
        return f"{self.host}:{self.port}"


def settings_of(target: Target) -> Settings:
    """Settings of a target whose settings fit the schema and have no `problems`."""
    given = target.settings
    env = given.get("password_env")
    files = {name: given[name] for name in ("sslcert", "sslkey", "passfile") if name in given}
    roots = given.get("sslrootcert") or _trusted()
    return Settings(
        host=given["host"],
        port=given.get("port", DEFAULT_PORT),
        user=given.get("user"),
        database=given.get("database", DEFAULT_DATABASE),
        databases=frozenset(given.get("databases", ())),
        sslmode=given.get("sslmode", "verify-full"),
        files=files | ({"sslrootcert": roots} if roots else {}),
        password=os.environ[env] if env else None,
        connect_seconds=given.get("connect_timeout_seconds", CONNECT_SECONDS),
        statement_seconds=given.get("statement_timeout_seconds", STATEMENT_SECONDS),
        target_seconds=given.get("timeout_seconds", TARGET_SECONDS),
    )


def problems(target: Target) -> Iterator[str]:
    """What the schema cannot say, one line each."""
    given = target.settings
    env = given.get("password_env")
    if env and not os.environ.get(env):
        yield f"target {target.id}: environment variable {env} (password_env) is not set; set it"
    if ("sslcert" in given) != ("sslkey" in given):
        yield f"target {target.id}: sslcert and sslkey go together; give both or neither"


def _trusted() -> str | None:
    """Where libpq looks, else the system's CAs: the driver brings its own TLS library, which knows none."""
    own = Path.home() / ".postgresql" / "root.crt"
    return str(own) if own.exists() else ssl.get_default_verify_paths().cafile
