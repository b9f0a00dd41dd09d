"""When accounts logged in last.

Sources: lastlog(8), by uid, in a file that newer systems leave empty; lastlog2(8), by name, in a database
that is read by its own program.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from collectors.server.facts.accounts import Account
from collectors.server.reply import NotSeenError, Reply
from scanner.interfaces import Json
from scanner.model import GapReason

_SECTION = "last_login"
_LASTLOG = "/var/log/lastlog"
_LASTLOG2 = "/var/lib/lastlog/lastlog2.db"
_NEVER = "**Never logged in**"
_ROW = re.compile(r"(\S+) .*\b(\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \+0000 \d{4})")


@dataclass(frozen=True, slots=True)
class LastLogins:
    """Instants by uid (of all accounts, None for no login) and by name (where there is one)."""

    by_uid: dict[int, datetime | None]
    by_name: dict[str, datetime]

    def of(self, account: Account) -> Json:
        """ISO instant, None when no login was ever recorded."""
        if self.by_uid and account.uid not in self.by_uid:
            raise NotSeenError(GapReason.MALFORMED, f"{_LASTLOG} was not read for the account")
        found = [self.by_uid.get(account.uid), self.by_name.get(account.name)]
        latest = max((each for each in found if each), default=None)
        return latest.strftime("%Y-%m-%dT%H:%M:%SZ") if latest else None


def last_logins(reply: Reply) -> LastLogins:
    """Raises NotSeenError when none is recorded, or a record is out of sight."""
    there = {path: _is_there(reply, path) for path in (_LASTLOG, _LASTLOG2)}
    if not any(there.values()):
        detail = f"there is neither {_LASTLOG} nor {_LASTLOG2}; the journal is not read for logins"
        raise NotSeenError(GapReason.UNSUPPORTED, detail)
    found = LastLogins(
        dict(_by_uid(reply)) if there[_LASTLOG] else {}, dict(_by_name(reply)) if there[_LASTLOG2] else {}
    )
    if not any(found.by_uid.values()) and not found.by_name:
        names = " and ".join(path for path in there if there[path])
        detail = f"no login of any account in {names}: logins seem not to be recorded there"
        raise NotSeenError(GapReason.UNSUPPORTED, detail)
    return found


def _is_there(reply: Reply, path: str) -> bool:
    states = {line[1:]: line[:1] for line in reply.output(_SECTION, "states", "sh").lines()}
    if states.get(path) == "D":
        raise reply.denied(f"{path} is not readable")
    if states.get(path) not in ("F", "N", "A"):
        raise NotSeenError(GapReason.MALFORMED, f"{path} was not looked at")
    return states[path] == "F"


def _by_uid(reply: Reply) -> Iterator[tuple[int, datetime | None]]:
    for line in reply.output(_SECTION, "lastlog", "od").lines():
        words = line.split()
        if len(words) != 2 or not all(re.fullmatch(r"\d{1,10}", word) for word in words):
            raise NotSeenError(GapReason.MALFORMED, f"the times of {_LASTLOG} came back garbled")
        seconds = int(words[1])
        yield int(words[0]), datetime.fromtimestamp(seconds, UTC) if seconds else None


def _by_name(reply: Reply) -> Iterator[tuple[str, datetime]]:
    """Rows of lastlog2(8) in the C locale and UTC, below a line of headings."""
    for line in reply.output(_SECTION, "database", "lastlog2").lines()[1:]:
        if line.rstrip().endswith(_NEVER):
            continue
        row = _ROW.fullmatch(line.rstrip())
        if row is None:
            raise _garbled()
        try:
            yield row[1], datetime.strptime(row[2], "%a %b %d %H:%M:%S %z %Y")
        except ValueError as error:
            raise _garbled() from error


def _garbled() -> NotSeenError:
    return NotSeenError(GapReason.MALFORMED, "the rows of lastlog2 came back garbled")
