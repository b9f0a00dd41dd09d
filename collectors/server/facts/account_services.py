"""What runs as an account without anybody logging in: processes, units of systemd, jobs of cron.

Sources: proc_pid_status(5), systemd.exec(5) `User=`, crontab(5). Not seen: jobs of at(1), and what is
started by hand at other times.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from collectors.server.facts.accounts import Account
from collectors.server.reply import NotSeenError, Reply
from scanner.model import GapReason

_SECTION = "account_services"
MAX_SHOWN = 20


@dataclass(slots=True)
class Services:
    """Names of what runs, by uid and by account name."""

    by_uid: dict[int, set[str]] = field(default_factory=dict)
    by_name: dict[str, set[str]] = field(default_factory=dict)

    def of(self, account: Account) -> list[str]:
        """What runs as an account, sorted, the first of many."""
        found = self.by_uid.get(account.uid, set()) | self.by_name.get(account.name, set())
        return sorted(found | self.by_name.get(str(account.uid), set()))[:MAX_SHOWN]


def services(reply: Reply) -> Services:
    """Raises NotSeenError when something that could run as anybody was out of sight."""
    found = Services()
    for line in reply.output(_SECTION, "processes", "reading /proc with awk").lines():
        if line == "hidden":
            raise reply.denied("processes of others cannot be seen (hidepid)")
        _, uid, name = _fields(line, "P", 3)
        found.by_uid.setdefault(int(uid), set()).add(name)
    for line in reply.output(_SECTION, "units", "reading units of systemd with awk").lines():
        _, user, unit = _fields(_readable(line, reply), "U", 3)
        found.by_name.setdefault(user, set()).add(f"{unit}.service")
    for line in reply.output(_SECTION, "jobs", "reading crontabs with awk").lines():
        _, user = _fields(_readable(line, reply), "C", 2)
        found.by_name.setdefault(user, set()).add("cron")
    return found


def _readable(line: str, reply: Reply) -> str:
    if line.startswith("D "):
        raise reply.denied(f"{line[2:]} cannot be read")
    return line


def _fields(line: str, kind: str, count: int) -> Sequence[str]:
    parts = line.split(" ", count - 1)
    if len(parts) != count or parts[0] != kind or (kind == "P" and not parts[1].isdigit()):
        raise NotSeenError(GapReason.MALFORMED, "what runs on the machine came back garbled")
    return parts
