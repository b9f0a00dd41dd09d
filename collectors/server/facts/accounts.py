"""Local accounts of /etc/passwd. Directories (LDAP, SSSD) are not asked, they can be huge."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from collectors.server.facts.host import uid_min
from collectors.server.reply import NotSeenError, Reply, once
from scanner.interfaces import Json
from scanner.model import GapReason

NO_LOGIN = frozenset(("nologin", "false", "sync", "halt", "shutdown", "git-shell"))
NOBODY = 65534
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Account:
    """One line of passwd(5); `password` is the state that stands there, None when shadow(5) has it."""

    name: str
    uid: int
    gid: int
    gecos: str
    home: str
    shell: str
    password: tuple[str, str] | None


@dataclass(slots=True)
class Listing:
    """Accounts in the order of the file; `problems` say why the listing is not complete."""

    accounts: list[Account] = field(default_factory=list)
    problems: list[NotSeenError] = field(default_factory=list)
    repeated: dict[str, NotSeenError] = field(default_factory=dict)
    """Names on more than one line: what holds for them is not clear."""


@once
def listing(reply: Reply) -> Listing:
    """All accounts of /etc/passwd; raises NotSeenError when the file was not read."""
    found = Listing()
    names: set[str] = set()
    for line in reply.output("accounts", "passwd", "reading /etc/passwd with awk").lines():
        kind, number, rest = _split(line, "/etc/passwd")
        account = _account(rest) if kind == "ok" else None
        if account is None:
            found.problems.append(_line_problem(kind, number, "/etc/passwd"))
        elif account.name in names:
            problem = NotSeenError(GapReason.MALFORMED, f"/etc/passwd line {number} repeats an account name")
            found.repeated[account.name] = problem
            found.problems.append(problem)
        else:
            names.add(account.name)
            found.accounts.append(account)
    if not found.accounts and not found.problems:
        found.problems.append(NotSeenError(GapReason.MALFORMED, "/etc/passwd lists no account at all"))
    return found


def _split(line: str, file: str) -> tuple[str, str, str]:
    match = re.match(r"(ok|bad|nis) (\d+)(?:[ :](.*))?$", line, re.DOTALL)
    if match is None:
        raise NotSeenError(GapReason.MALFORMED, f"the reduced lines of {file} came back garbled")
    return match[1], match[2], match[3] or ""


def _line_problem(kind: str, number: str, file: str) -> NotSeenError:
    if kind == "nis":
        return NotSeenError(GapReason.UNSUPPORTED, f"{file} line {number} refers to NIS, which is not read")
    return NotSeenError(GapReason.MALFORMED, f"{file} line {number} is malformed; repair it (pwck, grpck)")


def _account(rest: str) -> Account | None:
    fields = rest.split(":")
    if len(fields) != 7 or not _is_id(fields[2]) or not _is_id(fields[3]):
        return None
    state, _, algorithm = fields[0].partition(" ")
    password = None if state == "shadow" else (state, algorithm)
    return Account(fields[1], int(fields[2]), int(fields[3]), fields[4], fields[5], fields[6], password)


def _is_id(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,10}", text) is not None


def basics(account: Account) -> dict[str, Json]:
    """The facts that /etc/passwd alone gives."""
    return {
        "uid": account.uid,
        "gid": account.gid,
        "gecos": account.gecos,
        "home": account.home,
        "shell": account.shell,
        "login_shell": account.shell.rsplit("/", 1)[-1] not in NO_LOGIN,
    }


def is_system(account: Account, first: int) -> bool:
    """Whether an account belongs to the system; `first` is UID_MIN."""
    if account.uid == 0:
        return False
    return account.uid < first or account.uid == NOBODY or account.name == "nobody"


def system_limit(reply: Reply) -> int:
    """UID_MIN of the machine."""
    return uid_min(reply)


@dataclass(frozen=True, slots=True)
class Groups:
    """group(5): names by id, ids by member. Names that share an id grant the same."""

    names: Mapping[int, Sequence[str]]
    of_member: Mapping[str, frozenset[int]]

    def of(self, account: Account) -> list[str]:
        """Names of all groups of an account: primary first, then the others, sorted."""
        primary = self.names.get(account.gid, (str(account.gid),))
        others = {name for gid in self.ids_of(account) for name in self.names.get(gid, ())} - {primary[0]}
        return [primary[0], *sorted(others)]

    def ids_of(self, account: Account) -> frozenset[int]:
        """Numbers of all groups of an account."""
        return self.of_member.get(account.name, frozenset()) | {account.gid}


@once
def groups(reply: Reply) -> Groups:
    """Raises NotSeenError when a line of /etc/group cannot be understood: it could name anybody."""
    names: dict[int, list[str]] = {}
    members: dict[str, set[int]] = {}
    for line in reply.output("accounts", "group", "reading /etc/group with awk").lines():
        kind, number, rest = _split(line, "/etc/group")
        fields = rest.split(":")
        if kind != "ok" or len(fields) != 3 or not _is_id(fields[1]):
            raise _line_problem(kind, number, "/etc/group")
        gid = int(fields[1])
        names.setdefault(gid, []).append(fields[0])
        for member in filter(None, fields[2].split(",")):
            members.setdefault(member.strip(), set()).add(gid)
    return Groups(names, {name: frozenset(ids) for name, ids in members.items()})


@dataclass(slots=True)
class Passwords:
    """State of shadow(5) by account; `problems` where an entry cannot be trusted."""

    states: dict[str, Json] = field(default_factory=dict)
    problems: dict[str, NotSeenError] = field(default_factory=dict)

    def of(self, account: Account) -> Json:
        """State of one account's password; raises NotSeenError when it is not known."""
        if account.password is not None:
            return _password(*account.password, [""] * 6)
        if account.name in self.problems:
            raise self.problems[account.name]
        if account.name not in self.states:
            raise NotSeenError(
                GapReason.MALFORMED, "the account has no entry in /etc/shadow; repair it (pwck)"
            )
        return self.states[account.name]


def passwords(reply: Reply) -> Passwords:
    """Raises NotSeenError when /etc/shadow cannot be read or a line in it could belong to any account."""
    state = reply.output("accounts", "shadow_state", "sh").text[:1]
    if state == "A":
        return Passwords()
    if state != "F":
        raise reply.denied("/etc/shadow is not readable")
    found = Passwords()
    for line in reply.output("accounts", "shadow", "reading /etc/shadow with awk").lines():
        kind, number, rest = _split(line, "/etc/shadow")
        if kind == "ok":
            _add_state(found, number, rest)
        elif rest:
            found.problems[rest] = _line_problem(kind, number, "/etc/shadow")
        else:
            raise _line_problem(kind, number, "/etc/shadow")
    return found


def _add_state(found: Passwords, number: str, rest: str) -> None:
    fields = rest.split(":")
    if len(fields) != 8:
        raise NotSeenError(GapReason.MALFORMED, f"/etc/shadow line {number} came back garbled")
    name = fields[1]
    if name in found.states or name in found.problems:
        detail = f"/etc/shadow line {number} repeats the account; repair it (pwck)"
        found.problems[name] = NotSeenError(GapReason.MALFORMED, detail)
        return
    state, _, algorithm = fields[0].partition(" ")
    try:
        found.states[name] = _password(state, algorithm, fields[2:])
    except (ValueError, OverflowError):
        found.problems[name] = _line_problem("bad", number, "/etc/shadow")


def _password(state: str, algorithm: str, ages: Sequence[str]) -> Json:
    numbers = [None if age in ("", "-1") else int(age) for age in ages]
    return {
        "state": state,
        "algorithm": algorithm,
        "last_changed": _day(numbers[0]),
        "min_days": numbers[1],
        "max_days": numbers[2],
        "warn_days": numbers[3],
        "inactive_days": numbers[4],
        "expires": _day(numbers[5]),
    }


def _day(number: int | None) -> str | None:
    return None if number is None else (_EPOCH + timedelta(days=number)).isoformat()
