"""Sessions that can only read, see nothing but the system catalogues by bare names, and end in time."""

import os
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from types import TracebackType
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from collectors.postgres.settings import Settings
from collectors.postgres.troubles import login_trouble, query_trouble
from collectors.postgres.unseen import NotSeenError
from scanner.model import GapReason

MAX_ROWS = 100_000
LOCK_SECONDS = 5
PINNED = {
    "default_transaction_read_only": "on",
    "search_path": "pg_catalog,pg_temp",
    "lock_timeout": f"{LOCK_SECONDS}s",
}
"""What every session starts with; the timeout of statements comes on top."""
_STREAMED = 500

Row = dict[str, Any]
Query = LiteralString | sql.Composed


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of the time for a whole cluster, on the monotonic clock."""

    end: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Seconds that are left; raises NotSeenError when there are none."""
        seconds = self.end - time.monotonic()
        if seconds <= 0:
            raise NotSeenError(GapReason.TIMEOUT, "the cluster took too long; raise timeout_seconds")
        return seconds


class Session:
    """A login to one database. A context manager; raises NotSeenError when the login fails."""

    def __init__(self, settings: Settings, database: str, deadline: Deadline) -> None:
        self.database = database
        left = deadline.left()
        try:
            self._connection = psycopg.connect(
                **_parameters(settings, database, left), autocommit=True, prepare_threshold=None
            )
        except psycopg.Error as error:
            raise login_trouble(error) from error
        self._lock = threading.Lock()
        self._cut = self._closed = False
        self._timer = threading.Timer(max(0.0, deadline.end - time.monotonic()), self._cut_off)
        self._timer.daemon = True
        self._timer.start()
        try:
            self._verify_pins()
        except NotSeenError:
            self.close()
            raise

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the session."""
        self._timer.cancel()
        with self._lock:
            self._closed = True
            self._connection.close()

    def rows(self, query: Query, parameters: Sequence[object] = (), fix: str = "") -> list[Row]:
        """All rows of a query; raises NotSeenError. `fix` says what to grant when the right is missing."""
        return list(self._stream(query, parameters, fix))

    def row(self, query: Query, parameters: Sequence[object] = (), fix: str = "") -> Row:
        """The only row of a query."""
        found = self.rows(query, parameters, fix)
        if len(found) != 1:
            raise NotSeenError(GapReason.MALFORMED, f"{len(found)} rows where there must be one")
        return found[0]

    @contextmanager
    def every_row_counts(self, *, shown: bool = False) -> Iterator[None]:
        """In here a query that row security would narrow fails instead of counting too little.

        With `shown`, policies are known to show this role every row, and hold.

        One that meets a view or a foreign table fails too, where the server can do that (as pg_dump has it
        since CVE-2024-7348): a table could have been replaced by a view, whose code would run as us.
        """
        try:
            with self._connection.transaction():
                self._connection.execute(f"SET LOCAL row_security = {'on' if shown else 'off'}".encode())
                self._connection.execute(
                    "SELECT set_config(name, 'view, foreign-table', true) FROM pg_settings"
                    " WHERE name = 'restrict_nonsystem_relation_kind'"
                )
                yield
        except psycopg.Error as error:
            raise self._trouble(error, "") from error

    @property
    def server_version(self) -> int:
        """As in server_version_num: 150004 for 15.4."""
        return self._connection.info.server_version

    @property
    def user(self) -> str:
        """The role of the session."""
        return self._connection.info.user

    @property
    def tls(self) -> bool:
        """Whether this end of the connection speaks TLS."""
        return bool(self._connection.pgconn.ssl_in_use)

    @property
    def path(self) -> str:
        """Which way this end takes: unix, loopback or network."""
        address = self._connection.info.hostaddr
        if not address:
            return "unix"
        return "loopback" if ip_address(address.split("%")[0]).is_loopback else "network"

    def _stream(self, query: Query, parameters: Sequence[object], fix: str) -> Iterator[Row]:
        try:
            with closing(self._connection.cursor(row_factory=dict_row)) as cursor:
                for number, row in enumerate(cursor.stream(query, parameters or None, size=_STREAMED)):
                    if number == MAX_ROWS:
                        text = f"more than {MAX_ROWS} rows; the rest was not read"
                        raise NotSeenError(GapReason.TRUNCATED, text)
                    yield row
        except psycopg.Error as error:
            raise self._trouble(error, fix) from error
        except UnicodeDecodeError as error:
            text = f"a name in database {self.database} is not valid text in its encoding"
            raise NotSeenError(GapReason.MALFORMED, text) from error

    def _trouble(self, error: psycopg.Error, fix: str) -> NotSeenError:
        if self._cut:
            return NotSeenError(GapReason.TIMEOUT, "the cluster took too long; raise timeout_seconds")
        return query_trouble(error, fix)

    def _verify_pins(self) -> None:
        """Something between here and the server may have dropped what the session was to start with."""
        for name, value in PINNED.items():
            shown = self.row(sql.SQL("SHOW {}").format(sql.Identifier(name)))
            if next(iter(shown.values())).replace(" ", "") != value:
                text = f"{name} is not {value} in the session; connect to the server itself, not to a pooler"
                raise NotSeenError(GapReason.UNSUPPORTED, text)

    def _cut_off(self) -> None:
        """Wake up whoever waits for a server that no longer answers."""
        with self._lock, suppress(psycopg.Error, OSError):
            if not self._closed:
                self._cut = True
                with closing(socket.socket(fileno=os.dup(self._connection.fileno()))) as copy:
                    copy.shutdown(socket.SHUT_RDWR)


def _parameters(settings: Settings, database: str, left: float) -> dict[str, Any]:
    """Parameters of libpq; what decides about security is given, so that no environment variable can."""
    statement = max(1, int(1000 * min(settings.statement_seconds, left)))
    options = {**PINNED, "statement_timeout": str(statement)}
    given: dict[str, Any] = {
        "host": settings.host,
        "hostaddr": "",
        "port": settings.port,
        "user": settings.user,
        "dbname": database,
        "password": settings.password,
        "sslmode": settings.sslmode,
        "ssl_min_protocol_version": "TLSv1.2",
        "gssencmode": "disable",
        "application_name": "selfaudit",
        "client_encoding": "UTF8",
        "connect_timeout": max(2, min(settings.connect_seconds, int(left) + 1)),
        "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
        **settings.files,
    }
    return {name: value for name, value in given.items() if value is not None}
