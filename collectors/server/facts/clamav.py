"""ClamAV: what is installed, what runs, and when its databases were made."""

import re
from datetime import UTC, datetime

from collectors.server.reply import NotSeenError, Reply
from scanner.interfaces import Json
from scanner.model import GapReason

_HEADER = re.compile(r"ClamAV-VDB:(\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}-\d{2} [+-]\d{4})(?::(\d+))?")


def clamav(reply: Reply) -> Json:
    """The whole fact; raises NotSeenError when a database is out of reach."""
    running = reply.output("clamav", "running", "sh").lines()
    if "hidden" in running:
        raise reply.denied("processes of that name are hidden (hidepid) or an ordinary account's")
    names = {line.split()[0] for line in running}
    installed = reply.output("clamav", "installed", "sh").lines()
    return {
        "installed": bool(installed),
        "daemon_running": bool(names & {"clamd", "clamonacc"}),
        "updater_running": "freshclam" in names,
        "databases": _databases(reply) if installed else [],
    }


def _databases(reply: Reply) -> list[Json]:
    """Name and time of making of each; the header of a file holds it, sigtool(1) reads the same."""
    found: list[Json] = []
    path = ""
    for line in reply.output("clamav", "databases", "head").lines():
        if line.startswith("D"):
            raise reply.denied(f"{line[1:]} is not readable")
        if line.startswith("="):
            path = line[1:]
        elif line.startswith("\t"):
            found.append({"name": path.rpartition("/")[2].rpartition(".")[0], "built": _built(line, path)})
    return found


def _built(line: str, path: str) -> str:
    match = _HEADER.match(line[1:])
    if match is None:
        raise NotSeenError(GapReason.MALFORMED, f"{path} has no header of a ClamAV database")
    try:
        made = datetime.strptime(match[1], "%d %b %Y %H-%M %z")
    except ValueError:
        raise NotSeenError(GapReason.MALFORMED, f"{path} has a date that does not exist") from None
    return made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
