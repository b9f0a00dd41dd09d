"""Keys that sshd(8) takes for accounts (AUTHORIZED_KEYS FILE FORMAT); never the keys themselves."""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from collectors.server.facts import access, accounts, sshd
from collectors.server.facts.sshd_config import Block, Config, words
from collectors.server.reply import NotSeenError, Reply, one_line
from scanner.interfaces import Json
from scanner.model import GapReason

_KEYWORDS = ("authorizedkeysfile", "authorizedkeyscommand", "pubkeyauthentication")
_OF_ACCOUNT = re.compile(r"(all|(user|group)[\s=]+\S+)(\s+(user|group)[\s=]+\S+)*\s*", re.IGNORECASE)
_KEY = re.compile(r"K(\S*) (\d+|-) ([0-9a-f]{64})")
_COMMENT = 100
_MANY = 5
_EXPIRY = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
"""Forms of expiry-time by their number of digits."""


@dataclass(frozen=True, slots=True)
class Key:
    """One line with a key. `bits` is None for a type of unknown length; values of `options` are reduced."""

    type: str
    bits: int | None
    fingerprint: str
    options: Sequence[tuple[str, str | None]]
    comment: str

    def facts(self) -> dict[str, Json]:
        """What the line itself tells."""
        return {
            "type": self.type,
            "bits": self.bits,
            "fingerprint": self.fingerprint,
            "comment": self.comment,
            "options": self._options(),
        }

    def _options(self) -> Json:
        values = dict(self.options)
        sources = values.get("from")
        return {
            "names": sorted(values),
            "from": [pattern for pattern in sources.split(",") if pattern] if sources else [],
            "command": values.get("command"),
            "expires": _expires(values.get("expiry-time")),
        }


@dataclass(frozen=True, slots=True)
class KeyFile:
    """One file of keys of one account. `ways` is what the probe says of the way there."""

    account: accounts.Account
    path: str
    ways: Sequence[str]
    keys: Sequence[Key]

    def chains(self, reply: Reply) -> list[access.Chain]:
        """The way there; raises NotSeenError when ACLs along it are not seen."""
        return access.parse_ways(self.ways, reply, self.path)

    def stat(self, reply: Reply) -> Json:
        """Path, permission bits and owner of the file."""
        top = access.parse(self.ways[: _end(self.ways)], reply, self.path, acls=False)[0]
        return {"path": self.path, "mode": f"{top.mode:04o}", "uid": top.uid, "gid": top.gid}


@dataclass(slots=True)
class Listing:
    """All files with keys; `problems` say why there may be more."""

    files: list[KeyFile] = field(default_factory=list)
    problems: list[NotSeenError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Record:
    """What the probe says of one file. `keys` is None when it could not be read."""

    path: str
    ways: Sequence[str]
    keys: Sequence[Key] | None


def listing(reply: Reply) -> Listing:
    """Raises NotSeenError when it cannot be told which files sshd reads, or whether there is an sshd."""
    if not sshd.installed(reply):
        return Listing()
    people = accounts.listing(reply)
    found = Listing(problems=list(people.problems))
    places = _Places.of(reply)
    found.problems += places.problems(reply, people.accounts)
    records = _records(reply)
    closed: list[str] = []
    for account in people.accounts:
        for pattern in places.patterns(account.name):
            record = records.get((account.name, pattern))
            if record is not None:
                _add(found, closed, account, record, reply)
    if closed:
        found.problems.append(reply.denied(f"the keys of {_some(closed)} cannot be read"))
    return found


def _add(found: Listing, closed: list[str], account: accounts.Account, record: _Record, reply: Reply) -> None:
    if record.ways[:1] in (["-D"], ["-X"]):
        closed.append(account.name)
        return
    places = access.parse(record.ways[: _end(record.ways)], reply, record.path, acls=False)
    if not places or places[0].folder:
        return
    if record.keys is None:
        closed.append(account.name)
        return
    found.files.append(KeyFile(account, record.path, record.ways, record.keys))


def _end(ways: Sequence[str]) -> int:
    """Where the chain of the path itself ends."""
    return list(ways).index("+") if "+" in ways else len(ways)


def _some(names: Sequence[str]) -> str:
    unique = list(dict.fromkeys(names))
    more = len(unique) - _MANY
    return ", ".join(unique[:_MANY]) + (f" and {more} more accounts" if more > 0 else "")


@dataclass(frozen=True, slots=True)
class _Places:
    """Settings of sshd: for all accounts, and for those that a Match block gives others."""

    settings: Mapping[str, str]
    of_account: Mapping[str, Mapping[str, str]]
    matches: Sequence[Block]
    hidden: NotSeenError | None

    @classmethod
    def of(cls, reply: Reply) -> "_Places":
        """From `sshd -T` as root, else from the files; raises NotSeenError when those do not decide."""
        config = sshd.configuration(reply)
        matches = [block for block in config.matches if block.settings.keys() & set(_KEYWORDS)]
        found = cls._read(reply, config, matches)
        if matches and not found.of_account:
            raise reply.denied("Match blocks decide on keys, and only sshd -T tells how")
        return found

    @classmethod
    def _read(cls, reply: Reply, config: Config, matches: Sequence[Block]) -> "_Places":
        item = reply.maybe("authorized_keys", "settings")
        if item is None:
            unknown = NotSeenError(GapReason.UNSUPPORTED, "the default of sshd is not known")
            settings = {name: config.value(name, unknown) for name in _KEYWORDS[:2]}
            settings |= {key: value for key, value in config.globals.items() if key == _KEYWORDS[2]}
            return cls(settings, {}, matches, config.hidden)
        settings = sshd.effective_settings(reply.output("authorized_keys", "settings", "sshd -T").lines())
        users = reply.output("authorized_keys", "users", "sshd -T -C").lines()
        return cls(settings, dict(_sections(users)), matches, config.hidden)

    def _of(self, account: str) -> Mapping[str, str]:
        return self.of_account.get(account, self.settings)

    def patterns(self, account: str) -> list[str]:
        """Files that hold the keys of an account, with tokens; empty when sshd takes no keys."""
        settings = self._of(account)
        if settings.get("pubkeyauthentication", "yes").lower() == "no":
            return []
        return [word for word in words(settings["authorizedkeysfile"]) if word != "none"]

    def problems(self, reply: Reply, people: Sequence[accounts.Account]) -> Iterator[NotSeenError]:
        """Why there may be more keys than those in the files."""
        if self.hidden is not None:
            yield self.hidden
        for block in self.matches:
            if not _OF_ACCOUNT.fullmatch(block.criteria):
                detail = (
                    f"Match {block.criteria} decides on keys by more than the account; put them in one place"
                )
                yield NotSeenError(GapReason.UNSUPPORTED, detail)
        known = set(reply.output("authorized_keys", "patterns", "awk").lines())
        used = {pattern for account in people for pattern in self.patterns(account.name)}
        if used - known:
            yield NotSeenError(GapReason.MALFORMED, f"{_some(sorted(used - known))} was not looked for")
        commands = {self._of(account.name).get("authorizedkeyscommand", "none") for account in people}
        for command in sorted(commands - {"none"}):
            detail = f"AuthorizedKeysCommand {command.split()[0]} gives further keys, which are not listed"
            yield NotSeenError(GapReason.UNSUPPORTED, detail)


def _sections(lines: Sequence[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    for part in _parts(lines):
        yield part[0], sshd.effective_settings(part[1:])


def _parts(lines: Sequence[str]) -> list[list[str]]:
    """Lines in parts that begin with one that starts with @; that sign is left out."""
    parts: list[list[str]] = []
    for line in lines:
        if line.startswith("@"):
            parts.append([line[1:]])
        elif parts:
            parts[-1].append(line)
    return parts


def _records(reply: Reply) -> dict[tuple[str, str], _Record]:
    """By account and pattern; raises NotSeenError when the keys could not be reduced on the machine."""
    reply.output("authorized_keys", "tools", "base64, sha256sum or od")
    found = {}
    for part in _parts(reply.output("authorized_keys", "listing", "sh").lines()):
        if len(part) < 4:
            raise NotSeenError(GapReason.MALFORMED, "the list of key files came back garbled")
        account, pattern, path, *rest = part
        readable = "." in rest
        ways, lines = (rest[: rest.index(".")], rest[rest.index(".") + 1 :]) if readable else (rest, [])
        found[account, pattern] = _Record(path, ways, list(_keys(lines)) if readable else None)
    return found


def _keys(lines: Sequence[str]) -> Iterator[Key]:
    for start in range(0, len(lines), 4):
        block = lines[start : start + 4]
        match = _KEY.fullmatch(block[0])
        if match is None or len(block) != 4:
            raise NotSeenError(GapReason.MALFORMED, "the reduced keys came back garbled")
        name, bits, digest = match.groups()
        # sshd takes no key that says of itself to be of another type.
        if name == block[1]:
            fingerprint = base64.b64encode(bytes.fromhex(digest)).decode().rstrip("=")
            options = [_option(word) for word in block[2].split(" ") if word]
            yield Key(
                type=name,
                bits=None if bits == "-" else int(bits),
                fingerprint=f"SHA256:{fingerprint}",
                options=options,
                comment=one_line(block[3], _COMMENT),
            )


def _option(word: str) -> tuple[str, str | None]:
    name, separator, value = word.partition("=")
    return name, value if separator else None


def _expires(value: str | None) -> str | None:
    """Local time counts as UTC: the time zone of the machine is not asked."""
    text = (value or "").rstrip("Zz")
    try:
        moment = datetime.strptime(text, _EXPIRY[len(text)]).replace(tzinfo=UTC)
    except (KeyError, ValueError):
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
