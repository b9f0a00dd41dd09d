"""Client authentication: the rules of pg_hba.conf as the server reads them.

Source: the view pg_hba_file_rules (chapter "System Views" of the PostgreSQL manual). It shows the files as
they are now; the server goes by them after its next reload. It does not show quotes, so that a database
that is called "all" cannot be told from the keyword.
"""

from collections.abc import Iterator

from collectors.postgres.cluster import Cluster
from collectors.postgres.hba_rules import SHOWN_OPTIONS, Rule, facts_of, named, with_netmask
from collectors.postgres.server import listens_of
from collectors.postgres.session import Row, Session
from scanner.model import Enumerated, Event, Gap, GapReason

TYPE = "postgres.hba_entry"


def events(cluster: Cluster) -> Iterator[Event]:
    """The rules in the order in which the server tries them."""
    rows = _rows(cluster.session)
    place = listens_of(cluster.session)
    broken = [row for row in rows if row["broken"]]
    for row in broken:
        yield Gap(cluster.target.id, TYPE, GapReason.MALFORMED, _complaint(row))
    rules = []
    for row in rows:
        if not row["broken"]:
            try:
                rules.append(_rule(row))
            except ValueError:
                broken.append(row)
                yield Gap(cluster.target.id, TYPE, GapReason.UNSUPPORTED, _complaint(row))
    yield from _deliver(cluster, rules, place, complete=not broken)
    if not broken:
        yield Enumerated(cluster.target.id, TYPE, len(rules))


def _deliver(cluster: Cluster, rules: list[Rule], place: str, *, complete: bool) -> Iterator[Event]:
    for number, (rule, name) in enumerate(named(rules)):
        facts = facts_of(rule, number, rules[:number], lambda: place, complete=complete)
        yield from cluster.deliver(TYPE, f"/hba/{name}", name, facts)


def _rows(session: Session) -> list[Row]:
    user = f'"{session.user}"'
    fix = (
        f"as a superuser, in database {session.database}: GRANT SELECT ON pg_hba_file_rules TO {user};"
        f" GRANT EXECUTE ON FUNCTION pg_hba_file_rules() TO {user}"
    )
    return session.rows(
        "SELECT type, database, user_name, address, netmask, auth_method, line_number,"
        " to_jsonb(r) ->> 'file_name' AS file_name, error IS NOT NULL AS broken,"
        " ARRAY(SELECT CASE WHEN split_part(o, '=', 1) = ANY(%s) THEN o ELSE split_part(o, '=', 1) END"
        " FROM unnest(options) AS o) AS options"
        " FROM pg_hba_file_rules AS r"
        " ORDER BY (to_jsonb(r) ->> 'rule_number')::int, line_number",
        (list(SHOWN_OPTIONS),),
        fix,
    )


def _rule(row: Row) -> Rule:
    """Raises ValueError for a netmask with holes."""
    return Rule(
        row["type"],
        tuple(row["database"]),
        tuple(row["user_name"]),
        with_netmask(row["address"], row["netmask"]),
        row["auth_method"],
        tuple(row["options"]),
    )


def _complaint(row: Row) -> str:
    """The text of the error may quote the line, and with it a secret."""
    file = row["file_name"] or "pg_hba.conf"
    return (
        f"{file}, line {row['line_number']}, is not a rule that can be judged; the server keeps what it read"
        " before; the column error of pg_hba_file_rules tells what is wrong"
    )
