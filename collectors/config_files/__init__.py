"""Configuration files in a repository, read by the parsers of the servers that use them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from collectors.config_files import looks
from collectors.config_files.collector import ConfigFileCollector
from collectors.config_files.facts import Found
from collectors.config_files.tree import Tree
from collectors.planned.collector import schema
from scanner.interfaces import Json

__all__ = [
    "NginxCollector",
    "PgHbaCollector",
    "PostgresqlCollector",
    "SshdConfigCollector",
    "SudoersCollector",
]


def _schema(title: str) -> Mapping[str, Json]:
    what = f"{title} in a repository. Nothing is run or asked."
    return schema(title, what, "The file; what it includes is read too.")


class SshdConfigCollector(ConfigFileCollector):
    """sshd_config(5) as the SSH server of a machine."""

    settings_schema = _schema("sshd_config")
    place = "/etc/ssh/sshd_config"
    types = frozenset({"server.sshd"})

    def looks(self, lines: Sequence[str], *, named: bool) -> bool:
        """See ConfigFileCollector."""
        return looks.sshd_config(lines, named=named)

    def found(self, tree: Tree, *, part: bool) -> Found:
        """See ConfigFileCollector."""
        from collectors.config_files import sshd

        return sshd.found(tree, part=part)


class NginxCollector(ConfigFileCollector):
    """Configurations of nginx as the endpoints of a machine."""

    settings_schema = _schema("nginx.conf")
    place = "/etc/nginx/nginx.conf"
    types = frozenset({"server.tls_endpoint"})

    def looks(self, lines: Sequence[str], *, named: bool) -> bool:
        """See ConfigFileCollector."""
        return looks.nginx(lines, named=named)

    def found(self, tree: Tree, *, part: bool) -> Found:  # noqa: ARG002 (the blocks tell)
        """See ConfigFileCollector."""
        from collectors.config_files import nginx

        return nginx.found(tree)


class SudoersCollector(ConfigFileCollector):
    """sudoers(5) as the rules of a machine."""

    settings_schema = _schema("sudoers")
    place = "/etc/sudoers"
    types = frozenset({"server.sudo_rule"})

    def looks(self, lines: Sequence[str], *, named: bool) -> bool:
        """See ConfigFileCollector."""
        return looks.sudoers(lines, named=named)

    def found(self, tree: Tree, *, part: bool) -> Found:
        """See ConfigFileCollector."""
        from collectors.config_files import sudoers

        return sudoers.found(tree, part=part)


class PostgresqlCollector(ConfigFileCollector):
    """postgresql.conf as a server and its endpoint."""

    settings_schema = _schema("postgresql.conf")
    place = "/etc/postgresql/postgresql.conf"
    types = frozenset({"postgres.server", "server.tls_endpoint"})

    def looks(self, lines: Sequence[str], *, named: bool) -> bool:
        """See ConfigFileCollector."""
        return looks.postgresql(lines, named=named)

    def tree(self, path: Path, shown: str) -> Tree:
        """See ConfigFileCollector; the settings tell where the files will be."""
        from collectors.config_files import postgresql

        return postgresql.tree_of(path, shown)

    def found(self, tree: Tree, *, part: bool) -> Found:
        """See ConfigFileCollector."""
        from collectors.config_files import postgresql

        return postgresql.found(tree, part=part)


class PgHbaCollector(ConfigFileCollector):
    """pg_hba.conf as the client authentication of a server."""

    settings_schema = _schema("pg_hba.conf")
    place = "/etc/postgresql/pg_hba.conf"
    types = frozenset({"postgres.hba_entry"})

    def looks(self, lines: Sequence[str], *, named: bool) -> bool:
        """See ConfigFileCollector."""
        return looks.pg_hba(lines, named=named)

    def found(self, tree: Tree, *, part: bool) -> Found:  # noqa: ARG002 (each file stands for itself)
        """See ConfigFileCollector."""
        from collectors.config_files import pg_hba

        return pg_hba.found(tree)
