"""PostgreSQL: the records of pg_hba.conf, and which of them let other hosts in.

Source: https://www.postgresql.org/docs/current/auth-pg-hba-conf.html
"""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from collectors.server.facts.tls import model
from collectors.server.reply import NotSeenError
from collectors.server.texts import Files, joined_lines
from scanner.interfaces import Json


@dataclass(frozen=True, slots=True)
class Record:
    """One line of pg_hba.conf; `address` is empty for local ones, CIDR, a name or a keyword otherwise."""

    line: int
    type: str
    databases: tuple[str, ...]
    users: tuple[str, ...]
    address: str
    method: str
    options: tuple[str, ...] = ()
    """NAME=VALUE, as they are written."""

    def json(self, *, plain: bool) -> Json:
        """As in the schema."""
        return {
            "line": self.line,
            "type": self.type,
            "databases": list(self.databases),
            "users": list(self.users),
            "address": self.address,
            "method": self.method,
            "plain_text": plain,
        }


def records(texts: Files, path: str) -> list[Record]:
    """All records of pg_hba.conf in order; raises NotSeenError when it cannot be read or understood."""
    lines = texts.read(path)
    if lines is None:
        raise model.unsupported(f"postgresql: {path} is missing")
    found = []
    for number, text in joined_lines(lines):
        fields = _fields(text, path, number)
        if fields and fields[0][0].startswith("include"):
            raise model.unsupported(f"postgresql: {path}:{number}: includes of pg_hba.conf are not followed")
        if fields:
            found.append(_record(fields, path, number))
    return found


def _fields(text: str, path: str, number: int) -> list[tuple[str, ...]]:
    """Fields, each a list that commas make; quotes keep blanks, commas and the meaning of keywords."""
    found: list[tuple[str, ...]] = []
    rest = text
    while rest := rest.lstrip(" \t\r,"):
        if rest.startswith("#"):
            break
        match = re.match(r'(?:"[^"]*"|[^\s",#])+(?:,\s*(?:"[^"]*"|[^\s",#])+)*', rest)
        if match is None:
            raise model.malformed(f"postgresql: {path}:{number} is not understood")
        found.append(tuple(word.strip() for word in re.findall(r'(?:"[^"]*"|[^",])+', match[0])))
        rest = rest[match.end() :]
    return found


def _record(fields: Sequence[tuple[str, ...]], path: str, number: int) -> Record:
    kind = fields[0][0]
    least = 4 if kind == "local" else 5
    if (
        kind not in ("local", "host", "hostssl", "hostnossl", "hostgssenc", "hostnogssenc")
        or len(fields) < least
    ):
        raise model.malformed(f"postgresql: {path}:{number} is not understood")
    databases, users = (
        tuple(word.strip('"') if word != '"all"' else word for word in f) for f in fields[1:3]
    )
    if any(word.startswith("@") for word in (*fields[1], *fields[2])):
        raise model.unsupported(f"postgresql: {path}:{number} takes names from another file")
    if kind == "local":
        return Record(number, kind, databases, users, "", fields[3][0].lower(), _options(fields[4:]))
    address = fields[3][0].strip('"')
    at = 4
    if re.fullmatch(r"[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*", address) and "/" not in address:
        mask = fields[4][0]
        address, at = _with_mask(address, mask, path, number), 5
    if len(fields) <= at:
        raise model.malformed(f"postgresql: {path}:{number} names no method")
    options = _options(fields[at + 1 :])
    return Record(number, kind, databases, users, address, fields[at][0].strip('"').lower(), options)


def _options(fields: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(",".join(field).replace('"', "") for field in fields)


def _with_mask(address: str, mask: str, path: str, number: int) -> str:
    try:
        bits = bin(int(ipaddress.ip_address(mask))).count("1")
        return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))
    except ValueError:
        raise model.malformed(f"postgresql: {path}:{number}: the mask is not understood") from None


def remote(found: Sequence[Record]) -> Json:
    """Records that let other hosts in, with whether they do so without TLS."""
    return [
        record.json(plain=_admits(record, found[:position], plain=True))
        for position, record in enumerate(found)
        if _admits(record, found[:position], plain=False)
    ]


def _admits(record: Record, earlier: Iterable[Record], *, plain: bool) -> bool:
    """Other hosts can come in by this record, in plain text where that is asked, past those before it."""
    if record.type == "local" or record.method == "reject" or _only_here(record.address):
        return False
    if plain and record.type in ("hostssl", "hostgssenc"):
        return False
    closing = ("host", "hostnossl") if plain else ("host",)
    shadowing = [one for one in earlier if one.type in closing and (one.method == "reject" or not plain)]
    return not any(_covers(one, record) for one in shadowing)


def _covers(earlier: Record, later: Record) -> bool:
    """Every connection of the later record meets the earlier one first."""
    # `all` leaves replication connections out.
    databases = "all" in earlier.databases and "replication" not in later.databases
    databases = databases or set(earlier.databases) >= set(later.databases)
    users = "all" in earlier.users or set(earlier.users) >= set(later.users)
    return databases and users and _within(later.address, earlier.address)


def _within(inner: str, outer: str) -> bool:
    if outer in ("all", inner):
        return True
    try:
        small, large = ipaddress.ip_network(inner, strict=False), ipaddress.ip_network(outer, strict=False)
    except ValueError:
        return False
    if isinstance(small, ipaddress.IPv4Network) and isinstance(large, ipaddress.IPv4Network):
        return small.subnet_of(large)
    if isinstance(small, ipaddress.IPv6Network) and isinstance(large, ipaddress.IPv6Network):
        return small.subnet_of(large)
    return False


def _only_here(address: str) -> bool:
    if address in ("samehost", "localhost"):
        return True
    try:
        return ipaddress.ip_network(address, strict=False).is_loopback
    except ValueError:
        return False


def plain_text(hba: Json | NotSeenError) -> Json | NotSeenError:
    if isinstance(hba, NotSeenError):
        return hba
    return model.SERVES if any(record["plain_text"] for record in hba) else model.REFUSES
