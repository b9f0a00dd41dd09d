"""Home directories of the accounts of /etc/passwd."""

import re
from collections.abc import Mapping, Sequence

from collectors.server.facts.accounts import Account
from collectors.server.reply import NotSeenError, Reply
from scanner.interfaces import Json
from scanner.model import GapReason

_HOME = re.compile(r"H ([0-7]{1,4}) (\d+) (\d+) ([a-z -]+)")
_FILE = re.compile(r"F (\.\w+) ([0-7]{1,4}) (\d+)")

Homes = Mapping[str, Sequence[str]]
"""What the probe says of each account's home directory."""


def homes(reply: Reply) -> Homes:
    """Raises NotSeenError when the home directories were not looked at."""
    found: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for line in reply.output("homes", "homes", "sh").lines():
        if line.startswith("@"):
            lines = found[line[1:]] = []
        elif lines is None:
            raise NotSeenError(GapReason.MALFORMED, "the list of home directories came back garbled")
        else:
            lines.append(line)
    return found


def home_stat(homes: Homes, account: Account, reply: Reply) -> Json:
    """Mode and owner, None when there is no such directory; raises NotSeenError when that is not seen."""
    lines = _lines(homes, account)
    if lines[0] == "A":
        return None
    if lines[0] == "D":
        raise reply.denied("a folder above the home directory cannot be searched")
    match = _HOME.fullmatch(lines[0])
    if match is None:
        raise _garbled()
    if match[4] != "directory":
        return None
    return {"mode": match[1].zfill(4), "uid": int(match[2]), "gid": int(match[3])}


def risky_files(homes: Homes, account: Account, reply: Reply) -> Json:
    """Files of the home directory that give a way in or hold passwords; raises NotSeenError when closed."""
    lines = _lines(homes, account)
    if "D" in lines:
        raise reply.denied("the home directory cannot be searched")
    matches = [_FILE.fullmatch(line) for line in lines[1:]]
    if None in matches:
        raise _garbled()
    return [{"name": match[1], "mode": match[2].zfill(4), "uid": int(match[3])} for match in matches if match]


def _lines(homes: Homes, account: Account) -> Sequence[str]:
    lines = homes.get(account.name)
    if not lines:
        raise _garbled()
    return lines


def _garbled() -> NotSeenError:
    return NotSeenError(GapReason.MALFORMED, "what the probe says of the home directory came back garbled")
