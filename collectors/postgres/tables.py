"""The tables that hold datasets: who may read them, and how old their rows are.

Sources: pg_class, pg_attribute, pg_policy, pg_inherits (chapter "System Catalogs" of the PostgreSQL
manual). Rows are counted, never read. Views are not counted: that would run their code.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from psycopg import sql

from collectors.postgres.cluster import Cluster, Source
from collectors.postgres.databases import selected
from collectors.postgres.session import Row, Session
from collectors.postgres.unseen import NotSeenError
from scanner.model import Enumerated, Event, GapReason, Store, join_table

TYPE = "postgres.table"
KINDS = {"r": "table", "p": "partitioned", "f": "foreign", "m": "materialized_view", "v": "view"}
"""relkind of pg_class."""
_DATES = {1082: "date", 1114: "timestamp", 1184: "timestamptz"}
"""Oids of the types that a date column can have (pg_type.dat)."""
OVERDUE_DAYS = (0, 7, 14, 30, 60, 90, 180, 365)
"""Rows are counted as older than the retention period by these numbers of days."""
_CLOCK_SKEW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Table:
    """One relation and the stores that name it."""

    oid: int
    schema: str
    name: str
    full_name: str
    row: Row
    stores: tuple[Store, ...]

    @property
    def kind(self) -> str:
        return KINDS[self.row["kind"]]


def events(cluster: Cluster) -> Iterator[Event]:
    """The tables of datasets, database by database."""
    stores = tuple(store for store in cluster.target.stores if store.kind == "table")
    rows, _ = selected(cluster)
    names = [row["name"] for row in rows if any(store.in_database(row["name"]) for store in stores)]
    count, complete = 0, True
    for database in names:
        try:
            with cluster.login(database) as session:
                for table in _listing(session, stores):
                    count += 1
                    facts = _facts(session, table, cluster.clock())
                    yield from cluster.deliver(TYPE, f"/table/{table.full_name}", table.full_name, facts)
        except NotSeenError as trouble:
            complete = False
            yield cluster.gap(TYPE, trouble, database)
    if complete:
        yield Enumerated(cluster.target.id, TYPE, count)


def _listing(session: Session, stores: tuple[Store, ...]) -> list[Table]:
    rows = session.rows(
        "SELECT c.oid::int8 AS oid, n.nspname::text AS schema, c.relname::text AS name,"
        " c.relkind::text AS kind, pg_get_userbyid(c.relowner)::text AS owner, c.reltuples::int8 AS rows,"
        " c.relrowsecurity AS row_security, c.relforcerowsecurity AS forced,"
        " (SELECT count(*) FROM pg_policy AS p WHERE p.polrelid = c.oid) AS policies"
        " FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace"
        " WHERE c.relkind = ANY(%s) AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%%'"
        " ORDER BY 2, 3",
        (list(KINDS),),
    )
    tables = []
    for row in rows:
        name = join_table(session.database, row["schema"], row["name"])
        held = tuple(store for store in stores if store.names(name))
        if held:
            tables.append(Table(row["oid"], row["schema"], row["name"], name, row, held))
    return tables


def _facts(session: Session, table: Table, now: datetime) -> Mapping[str, Source]:
    row = table.row
    return {
        "kind": lambda: table.kind,
        "owner": lambda: row["owner"],
        "estimated_rows": lambda: row["rows"] if row["rows"] >= 0 else None,
        "row_security": lambda: {
            "enabled": row["row_security"],
            "forced": row["forced"],
            "policies": row["policies"],
        },
        "grants": lambda: _grants(session, table),
        "access": lambda: _access(session, table),
        "age": lambda: _age(session, table, now),
    }


def _grants(session: Session, table: Table) -> list[Row]:
    """Of the table, its columns, and its partitions and children, but not what owners hold as owners."""
    return session.rows(
        "WITH RECURSIVE tree AS (SELECT %s::int8::oid AS oid"
        " UNION SELECT i.inhrelid FROM pg_inherits AS i JOIN tree AS t ON i.inhparent = t.oid),"
        " held AS (SELECT t.oid, c.relowner, NULL::text AS column_name, a.*"
        " FROM tree AS t JOIN pg_class AS c ON c.oid = t.oid"
        " CROSS JOIN aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) AS a"
        " UNION ALL SELECT t.oid, c.relowner, f.attname::text, a.*"
        " FROM tree AS t JOIN pg_class AS c ON c.oid = t.oid JOIN pg_attribute AS f ON f.attrelid = t.oid"
        " CROSS JOIN aclexplode(f.attacl) AS a WHERE NOT f.attisdropped)"
        " SELECT CASE WHEN h.oid <> %s::int8::oid THEN h.oid::regclass::text END AS partition,"
        " h.column_name AS column,"
        " CASE WHEN h.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(h.grantee)::text END AS grantee,"
        " h.grantee = 0 AS public, coalesce(r.rolcanlogin, false) AS login,"
        " h.privilege_type AS privilege, h.is_grantable AS grantable"
        " FROM held AS h LEFT JOIN pg_roles AS r ON r.oid = h.grantee"
        " WHERE h.grantee <> h.relowner ORDER BY 1 NULLS FIRST, 2 NULLS FIRST, 3, 6",
        (table.oid, table.oid),
    )


def _access(session: Session, table: Table) -> list[Row]:
    """What the server itself says of every role that has some privilege, inherited ones and PUBLIC included.

    Without CONNECT on the database or USAGE on the schema no privilege on the table is of use.
    """
    return session.rows(
        "WITH held AS (SELECT r.oid, r.rolname::text AS role, r.rolcanlogin AS login,"
        " has_table_privilege(r.oid, c.oid, 'SELECT') OR has_any_column_privilege(r.oid, c.oid, 'SELECT')"
        " AS read,"
        " has_any_column_privilege(r.oid, c.oid, 'INSERT')"
        " OR has_any_column_privilege(r.oid, c.oid, 'UPDATE')"
        " AS write,"
        " has_table_privilege(r.oid, c.oid, 'DELETE') OR has_table_privilege(r.oid, c.oid, 'TRUNCATE')"
        " AS delete,"
        " pg_has_role(r.oid, c.relowner, 'USAGE') AS owns,"
        " r.rolsuper OR r.rolbypassrls OR NOT c.relrowsecurity"
        " OR (pg_has_role(r.oid, c.relowner, 'USAGE') AND NOT c.relforcerowsecurity) AS every_row"
        " FROM pg_roles AS r CROSS JOIN pg_class AS c"
        " WHERE c.oid = %s::int8::oid AND r.rolname NOT LIKE 'pg\\_%%'"
        " AND has_database_privilege(r.oid, current_database(), 'CONNECT')"
        " AND has_schema_privilege(r.oid, c.relnamespace, 'USAGE'))"
        " SELECT role, login, read, write, delete, owns, every_row FROM held"
        " WHERE read OR write OR delete OR owns ORDER BY role",
        (table.oid,),
    )


def _age(session: Session, table: Table, now: datetime) -> dict[str, Any]:
    """How many rows are past their retention period, and by how much."""
    column = _date_column(table)
    type_ = _column_type(session, table, column)
    days = min(store.dataset.retention_days for store in table.stores)
    limits = [_as(type_, now - timedelta(days=days + more)) for more in OVERDUE_DAYS]
    name = sql.Identifier(column)
    older = [sql.SQL("count(*) FILTER (WHERE isfinite({0}) AND {0} < %s)").format(name) for _ in limits]
    query = sql.SQL(
        "SELECT count(*) AS rows,"
        " count(*) FILTER (WHERE {0} IS NULL OR NOT isfinite({0}) OR {0} > %s) AS undated,"
        " ARRAY[{1}] AS older FROM {2}"
    ).format(name, sql.SQL(", ").join(older), sql.Identifier(table.schema, table.name))
    with session.every_row_counts(shown=_shows_every_row(session, table)):
        found = session.row(
            query, (_as(type_, now + _CLOCK_SKEW), *limits), _right_to_count(session, table, column)
        )
    overdue = [{"days": more, "rows": rows} for more, rows in zip(OVERDUE_DAYS, found["older"], strict=True)]
    return {
        "date_column": column,
        "retention_days": days,
        "rows": found["rows"],
        "undated": found["undated"],
        "overdue": overdue,
    }


def _shows_every_row(session: Session, table: Table) -> bool:
    """Whether all policies in force for this role show every row, and run nothing to find out.

    Permissive policies are joined with OR, which would be enough, but the code of the others could run;
    restrictive ones count whoever they are for (CREATE POLICY in the manual of PostgreSQL).
    """
    if not table.row["row_security"]:
        return False
    found = session.row(
        "SELECT coalesce(bool_and(polpermissive AND pg_get_expr(polqual, polrelid) = 'true'), false)"
        " AS all_rows FROM pg_policy WHERE polrelid = %s::int8::oid AND polcmd IN ('r', '*')"
        " AND (NOT polpermissive OR 0 = ANY(polroles) OR EXISTS (SELECT FROM unnest(polroles) AS r(oid)"
        " WHERE pg_has_role(r.oid, 'USAGE')))",
        (table.oid,),
    )
    return found["all_rows"] is True


def _date_column(table: Table) -> str:
    if table.kind == "view":
        raise NotSeenError(GapReason.UNSUPPORTED, f"{table.full_name} is a view; name its tables")
    named = sorted({store.date_column for store in table.stores if store.date_column})
    if len(named) == 1:
        return named[0]
    if named:
        text = (
            f"date_column of {table.full_name} is given as {' and as '.join(named)}; keep one in audit.yaml"
        )
    else:
        text = f"name a date_column for {table.full_name} under 'stores:' in audit.yaml"
    raise NotSeenError(GapReason.NOT_IN_SOURCE, text)


def _column_type(session: Session, table: Table, column: str) -> str:
    """The type of the date column; raises NotSeenError for what is no date, or lies on another server."""
    rows = session.rows(
        "WITH RECURSIVE tree AS (SELECT %s::int8::oid AS oid"
        " UNION SELECT i.inhrelid FROM pg_inherits AS i JOIN tree AS t ON i.inhparent = t.oid)"
        " SELECT f.atttypid::int8 AS type, (SELECT bool_or(c.relkind = 'f') FROM pg_class AS c"
        " JOIN tree AS t ON t.oid = c.oid) AS remote"
        " FROM pg_attribute AS f WHERE f.attrelid = %s::int8::oid AND f.attname = %s AND f.attnum > 0"
        " AND NOT f.attisdropped",
        (table.oid, table.oid, column),
    )
    if not rows:
        text = f"{table.full_name} has no column {column}; correct date_column in audit.yaml"
        raise NotSeenError(GapReason.NOT_IN_SOURCE, text)
    if rows[0]["remote"]:
        raise NotSeenError(
            GapReason.UNSUPPORTED, f"rows of {table.full_name} lie on another server; audit it there"
        )
    if rows[0]["type"] not in _DATES:
        text = f"column {column} of {table.full_name} is not a date, timestamp or timestamptz; name another"
        raise NotSeenError(GapReason.NOT_IN_SOURCE, text)
    return _DATES[rows[0]["type"]]


def _as(type_: str, instant: datetime) -> object:
    """An instant to compare a column with; a timestamp without a zone counts as UTC."""
    utc = instant.astimezone(UTC)
    if type_ == "date":
        return utc.date()
    return utc if type_ == "timestamptz" else utc.replace(tzinfo=None)


def _right_to_count(session: Session, table: Table, column: str) -> str:
    """What a role needs to count; the column is enough, no row has to be readable."""
    user, schema, name = (_identifier(session.user), _identifier(table.schema), _identifier(table.name))
    grant = f"GRANT USAGE ON SCHEMA {schema} TO {user};"
    grant += f" GRANT SELECT ({_identifier(column)}) ON {schema}.{name} TO {user}"
    if table.row["row_security"]:
        grant += f"; CREATE POLICY selfaudit ON {schema}.{name} FOR SELECT TO {user} USING (true)"
    return grant


def _identifier(name: str) -> str:
    return sql.Identifier(name).as_string(None)
