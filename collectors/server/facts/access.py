"""Who gets at a path: mode bits, ACLs under the mask, and every folder above, as acl(5) tells it.

Not followed: further ways to the same files (bind mounts, hard links, descriptors that are open already), and
what a network file system decides on its server.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from collectors.server.facts import accounts
from collectors.server.reply import NotSeenError, Reply, alike
from scanner.interfaces import Json
from scanner.model import GapReason

READ, WRITE, PASS = 4, 2, 1
_STICKY = 0o1000
_STAT = re.compile(r"S([0-7]{1,4}) (\d{1,10}) (\d{1,10}) ([a-z -]+)")
_ENTRY = re.compile(r"(user|group|mask|other):(\d*):([r-])([w-])([x-])(?:\s*#.*)?")
_LOCAL = frozenset(("files", "compat", "systemd", "mymachines"))
_DAEMONS = {"sss": "sssd", "winbind": "winbindd"}
"""Sources of nsswitch.conf(5) that answer only while their daemon runs."""


@dataclass(frozen=True, slots=True)
class Who:
    """An account as the kernel sees it."""

    name: str
    uid: int
    gids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Place:
    """One file or folder. `users`, `groups` and `mask` are those of its ACL, as permission bits."""

    mode: int
    uid: int
    gid: int
    folder: bool
    users: Mapping[int, int]
    groups: Sequence[tuple[int, int]]
    mask: int = 7

    @property
    def sticky(self) -> bool:
        """Entries of the folder belong to their owners."""
        return self.folder and bool(self.mode & _STICKY)


Chain = Sequence[Place]
"""A path and the folders above it, / last."""


def granted(place: Place, who: Who, bits: int) -> str | None:
    """Which class gives all of these permissions (owner, user, group, other); None when they are not given.

    The first class that matches decides, also when it gives less than a later one, and of several groups
    one alone has to give them all: acl(5), access check.
    """
    if who.uid == place.uid:
        return "owner" if place.mode >> 6 & bits == bits else None
    if who.uid in place.users:
        return "user" if place.users[who.uid] & place.mask & bits == bits else None
    of_groups = [perms for gid, perms in place.groups if gid in who.gids]
    if of_groups:
        return "group" if any(perms & place.mask & bits == bits for perms in of_groups) else None
    return "other" if place.mode & bits == bits else None


def reaches(folders: Chain, who: Who) -> bool:
    """Whether an account may pass all of these folders."""
    return all(granted(folder, who, PASS) for folder in folders)


def reads(chain: Chain, who: Who) -> str | None:
    """The class by which an account reads a file, or lists or passes a folder; None when it cannot."""
    top, above = chain[0], chain[1:]
    if not reaches(above, who):
        return None
    return granted(top, who, READ) or (granted(top, who, PASS) if top.folder else None)


def writes(chain: Chain, who: Who) -> str | None:
    """The class by which an account changes a file, or the entries of a folder; None when it cannot."""
    top, above = chain[0], chain[1:]
    if not reaches(above, who):
        return None
    return granted(top, who, _changing(top))


def _changing(place: Place) -> int:
    """What it takes to change a file, or the entries of a folder."""
    return WRITE | PASS if place.folder else WRITE


def replaces(chain: Chain, who: Who) -> bool:
    """Whether an account decides what is found there: by writing, or by another entry in a folder above.

    The owner of a file or folder counts: chmod(1) gives what the mode withholds.
    """
    # From / down, as far as the account gets.
    for index in range(len(chain) - 1, -1, -1):
        place = chain[index]
        if place.uid == who.uid:
            return True
        passes = granted(place, who, PASS) is not None
        kept = index > 0 and place.sticky and chain[index - 1].uid != who.uid
        if not kept and granted(place, who, _changing(place)):
            return True
        if not passes:
            return False
    return False


def parse(lines: Sequence[str], reply: Reply, what: str, *, acls: bool = True) -> list[Place]:
    """Reads what `chain` of the probe says of a path; empty for one that is absent.

    Raises NotSeenError when a folder is out of reach, or when nothing tells the ACLs that are asked for.
    """
    if lines == ["-A"]:
        return []
    if lines == ["-D"]:
        raise reply.denied(f"a folder above {what} cannot be searched")
    if lines == ["-X"]:
        raise NotSeenError(GapReason.UNSUPPORTED, f"readlink cannot resolve {what}")
    return list(_places(tuple(lines), what, acls=acls))


@lru_cache(1024)
def _places(lines: tuple[str, ...], what: str, *, acls: bool) -> tuple[Place, ...]:
    """Cached, as several facts ask for one path, and machines of one system have the same programs."""
    stats = [match.groups() for line in lines if line[:1] == "S" and (match := _STAT.fullmatch(line))]
    rest = lines[len(stats) :]
    if not stats or any(line.startswith("S") for line in rest):
        raise NotSeenError(GapReason.MALFORMED, f"the rights along {what} came back garbled")
    if rest == ("?",) and acls:
        raise NotSeenError(
            GapReason.TOOL_ABSENT, "getfacl is not installed, so ACLs are not seen; install acl"
        )
    entries = [[]] * len(stats) if rest == ("N",) or not acls else _entries(rest)
    if len(entries) != len(stats):
        raise NotSeenError(GapReason.MALFORMED, f"getfacl did not tell the ACLs along {what}")
    return tuple(_place(stat, tuple(acl)) for stat, acl in zip(stats, entries, strict=True))


def _entries(lines: Iterable[str]) -> list[list[str]]:
    found: list[list[str]] = []
    for line in lines:
        if line == "A":
            found.append([])
        elif found:
            found[-1].append(line)
        else:
            return []
    return found


@lru_cache(4096)  # / and /etc are above nearly everything, on every machine
def _place(stat: tuple[str, ...], acl: tuple[str, ...]) -> Place:
    mode, uid, gid = int(stat[0], 8), int(stat[1]), int(stat[2])
    users: dict[int, int] = {}
    groups: list[tuple[int, int]] = []
    own, mask = mode >> 3 & 7, 7
    for line in acl:
        match = _ENTRY.fullmatch(line)
        if match is None:
            raise NotSeenError(GapReason.MALFORMED, "getfacl answered with something that is no ACL entry")
        tag, number, perms = match[1], match[2], _bits(match[3] + match[4] + match[5])
        if tag == "user" and number:
            users[int(number)] = perms
        elif tag == "group" and number:
            groups.append((int(number), perms))
        elif tag == "group":
            own = perms
        elif tag == "mask":
            mask = perms
    folder = stat[3] == "directory"
    if mode & 0o070 == 0:
        # Linux does not ask the ACL then: whom it names falls to the class of others.
        return Place(mode, uid, gid, folder, {}, ((gid, 0),))
    return Place(mode, uid, gid, folder, users, ((gid, own), *groups), mask)


def _bits(letters: str) -> int:
    return sum(bit for bit, letter in zip((READ, WRITE, PASS), letters, strict=True) if letter != "-")


@alike
def everybody(reply: Reply) -> list[Who]:
    """All local accounts but root, with their groups.

    Raises NotSeenError when some account or membership may be missing: a line of /etc/passwd or /etc/group
    that is not understood, or a directory (LDAP, SSSD, NIS) that nsswitch.conf(5) takes accounts from.
    """
    listing = accounts.listing(reply)
    if listing.problems:
        raise listing.problems[0]
    local_only(reply)
    groups = accounts.groups(reply)
    return [
        Who(account.name, account.uid, groups.ids_of(account)) for account in listing.accounts if account.uid
    ]


def local_only(reply: Reply) -> None:
    """Raises NotSeenError when accounts or groups come from more than the files of the machine."""
    switch = reply.output("directories", "switch", "sh").text[:1]
    if switch == "A":
        return
    if switch != "F":
        raise reply.denied("/etc/nsswitch.conf is not readable")
    item = reply.output("directories", "sources", "reading /etc/nsswitch.conf with awk")
    sources = set(re.sub(r"\[[^]]*\]", " ", item.text).split()) - _LOCAL
    running = [line.split()[0] for line in reply.output("directories", "running", "sh").lines() if line]
    if sources & _DAEMONS.keys() and "hidden" in running:
        raise reply.denied("running processes are hidden, sssd and winbindd among them")
    active = sorted(name for name in sources if name not in _DAEMONS or _DAEMONS[name] in running)
    if active:
        detail = f"nsswitch.conf takes accounts from {', '.join(active)} too; only local accounts are read"
        raise NotSeenError(GapReason.UNSUPPORTED, detail)


def those_who(chain: Chain, everyone: Sequence[Who], *, write: bool) -> Json:
    """The accounts that read or write a path, each with the class that lets them; none without a path."""
    if not chain:
        return []
    rights = ((who, (writes if write else reads)(chain, who)) for who in everyone)
    found = [(who.name, who.uid, by) for who, by in rights if by is not None]
    return [{"account": name, "uid": uid, "by": by} for name, uid, by in sorted(found)]


def those_who_run(chain: Chain, everyone: Sequence[Who]) -> Json:
    """The accounts that may start a program, each with the class that lets them."""
    top, above = chain[0], chain[1:]
    rights = ((who, granted(top, who, PASS)) for who in everyone if reaches(above, who))
    found = [(who.name, who.uid, by) for who, by in rights if by is not None]
    return [{"account": name, "uid": uid, "by": by} for name, uid, by in sorted(found)]


def parse_ways(lines: Sequence[str], reply: Reply, what: str) -> list[Chain]:
    """Reads what `ways` of the probe says: the chain of a path, then those of folders that hold links to it.

    Empty for a path that is absent; raises NotSeenError as `parse` does.
    """
    parts: list[list[str]] = [[]]
    for line in lines:
        if line == "+":
            parts.append([])
        else:
            parts[-1].append(line)
    chains = [parse(part, reply, what) for part in parts]
    return [chain for chain in chains if chain] if chains[0] else []


def others_who_replace(chains: Sequence[Chain], everyone: Sequence[Who], own: int) -> list[str]:
    """Names of the accounts besides root and uid `own` that decide what is found under a path."""
    found = {
        who.name
        for chain in chains
        for who in _suspects(chain, everyone)
        if who.uid != own and replaces(chain, who)
    }
    return sorted(found)


def _suspects(chain: Chain, everyone: Sequence[Who]) -> Sequence[Who]:
    """Those who own a part of a path or may write to one: most paths are root's alone."""
    if any(place.mode & WRITE for place in chain):
        return everyone
    uids = {place.uid for place in chain}
    gids: set[int] = set()
    for place in chain:
        uids.update(uid for uid, perms in place.users.items() if perms & place.mask & WRITE)
        gids.update(gid for gid, perms in place.groups if perms & place.mask & WRITE)
    return [who for who in everyone if who.uid in uids or not gids.isdisjoint(who.gids)]
