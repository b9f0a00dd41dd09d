"""One scan of a cluster: server, client authentication, roles, databases, tables of datasets."""

from collections.abc import Callable, Iterator
from datetime import datetime

from collectors.postgres import databases, hba, roles, server, tables
from collectors.postgres.cluster import Cluster, cluster_id
from collectors.postgres.session import Deadline, Session
from collectors.postgres.settings import Settings
from collectors.postgres.unseen import NotSeenError
from scanner.interfaces import FactRequest
from scanner.model import Event, Gap, Target

PARTS: dict[str, Callable[[Cluster], Iterator[Event]]] = {
    server.TYPE: server.events,
    hba.TYPE: hba.events,
    roles.TYPE: roles.events,
    databases.TYPE: databases.events,
    tables.TYPE: tables.events,
}


def scan(
    target: Target, settings: Settings, wanted: FactRequest, clock: Callable[[], datetime]
) -> Iterator[Event]:
    """Everything that is wanted of one target."""
    types = [type_ for type_ in PARTS if wanted.wants(type_)]
    if not types:
        return
    deadline = Deadline.after(settings.target_seconds)
    try:
        session = Session(settings, settings.database, deadline)
    except NotSeenError as trouble:
        for type_ in types:
            yield Gap(target.id, type_, trouble.reason, trouble.detail)
        return
    with session:
        id_ = cluster_id(session, settings)
        cluster = Cluster(target, settings, wanted, session, deadline, id_, clock)
        for type_ in types:
            try:
                yield from PARTS[type_](cluster)
            except NotSeenError as trouble:
                yield cluster.gap(type_, trouble)
