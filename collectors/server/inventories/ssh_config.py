"""The hosts of an ssh_config(5) file."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import paramiko
import paramiko.ssh_exception

from collectors.server.inventories.names import fits, id_of
from collectors.server.reply import NotSeenError
from collectors.server.ssh_config import expand, is_match_exec
from scanner.interfaces import ConfigurationError, Json, Listed

_HOST = re.compile(r"\s*host[\s=]", re.IGNORECASE)
_WILDCARD = re.compile(r"[*?!]")


class SshConfigInventory:
    """The literal names on Host lines; blocks with wildcards only say how to connect to them.

    A target connects as `ssh NAME` would: the file is read again then.
    """

    kind = "ssh"

    def read(self, path: Path, pattern: str | None, given: Mapping[str, Json]) -> Sequence[Listed]:  # noqa: ARG002
        """See scanner.interfaces.InventorySource; `pattern` is a pattern list such as `web-*,!web-9`."""
        try:
            lines = list(expand(path, 0))
        except NotSeenError as problem:
            raise ConfigurationError(problem.detail) from None
        if any(is_match_exec(line) for line in lines):
            raise ConfigurationError(f"{path}: has a Match exec, which is not run; name another file")
        # Only these lines: the library does not name the hosts of a file with a Match in it.
        text = "\n".join(line for line in lines if _HOST.match(line))
        try:
            names = paramiko.SSHConfig.from_text(text).get_hostnames()
        except (paramiko.ssh_exception.ConfigParseError, ValueError) as error:
            raise ConfigurationError(f"{path}: {error}") from None
        literal = sorted(name for name in names if not _WILDCARD.search(name) and fits(name, pattern))
        return [
            Listed(f"{path}: Host {name}", id_of(name), {"host": name, "ssh_config": str(path)})
            for name in literal
        ]
