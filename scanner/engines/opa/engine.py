"""The policy engine on an OPA server: many queries per request, errors isolated by halving."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress

from scanner.engines.opa.ask import REPLACED, Loaded, chunks, prepare, settle
from scanner.engines.opa.connection import Connection
from scanner.engines.opa.endpoint import Endpoint
from scanner.engines.opa.upload import BATCH, PREFIX, clear, upload
from scanner.interfaces import Answer, EngineError, Program, Query


class OpaEngine:
    """Evaluates on a dedicated OPA server (1.0 or newer).

    `url` is https (http only on loopback); the paths are PEM files; `timeout` in seconds is the deadline
    of one request, and so of one rule. Raises ConfigurationError for settings that cannot work.
    """

    name = "OPA server"

    def __init__(
        self,
        url: str,
        token: str | None = None,
        ca_cert: str | None = None,
        client_cert: str | None = None,
        client_key: str | None = None,
        timeout: float = 10.0,
    ) -> None:
        self._endpoint = Endpoint(url, token, ca_cert, client_cert, client_key)
        self._endpoint.check()
        self._timeout = timeout
        self._loaded: Loaded | None = None

    @contextmanager
    def load(self, program: Program) -> Iterator[None]:
        """Put the program on the server and take it off again.

        Raises ConfigurationError with OPA's own message for a policy that does not compile, EngineError
        when the server is used by others, or was while the program was loaded.
        """
        connection = Connection(self._endpoint, self._timeout)
        try:
            _take_over(connection)
            self._loaded = Loaded.of(connection, program)
            with _cleaned_up(self._loaded):
                upload(connection, self._loaded.policies, self._loaded.batch)
                yield
                _verify(self._loaded)
        finally:
            self._loaded = None
            connection.close()

    def evaluate(self, queries: Iterable[Query]) -> Iterator[Mapping[str, Answer]]:
        """Answer the queries in order, lazily, some dozens per request."""
        if self._loaded is None:
            raise EngineError("no program is loaded")
        loaded = self._loaded
        for chunk in chunks(queries, loaded.readers):
            prepare(loaded, chunk)
            yield from settle(loaded, chunk)


def _take_over(connection: Connection) -> None:
    """Refuse a server that others use; delete what an earlier run of ours left behind."""
    present = connection.policies()
    foreign = sorted(policy for policy in present if not policy.startswith(PREFIX))
    if foreign:
        listed = ", ".join(foreign[:5]) + (", …" if len(foreign) > 5 else "")
        raise EngineError(f"this OPA server is used by others (policies {listed}); use a dedicated one")
    if present:
        clear(connection, present)


@contextmanager
def _cleaned_up(loaded: Loaded) -> Iterator[None]:
    """Delete our policies at the end as well as it can be done; the next run deletes what is left."""
    try:
        yield
    finally:
        with suppress(EngineError):
            present = loaded.connection.policies()
            ours = loaded.sources
            if present.get(BATCH, loaded.batch.source) == loaded.batch.source:
                clear(loaded.connection, [policy for policy in ours if present.get(policy) == ours[policy]])


def _verify(loaded: Loaded) -> None:
    """The digest only tells which batch policy answered; this tells that the rest stayed as uploaded."""
    if loaded.connection.policies() != {**loaded.sources, BATCH: loaded.batch.source}:
        raise EngineError(REPLACED)
