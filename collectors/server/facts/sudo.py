"""Sudo rules as cvtsudoers(1) reads them, with includes and aliases resolved."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from collectors.server.reply import NotSeenError, Reply
from scanner.interfaces import Json
from scanner.model import GapReason

# sudoers(5), "Sudo-specific Aliases" and the kinds of list members in the JSON of cvtsudoers.
_PREFIX = {
    "username": "",
    "userid": "#",
    "usergroup": "%",
    "usergid": "%#",
    "netgroup": "+",
    "nonunixgroup": "%:",
    "nonunixgid": "%:#",
    "hostname": "",
    "networkaddr": "",
    "command": "",
    "useralias": "",
    "hostalias": "",
    "runasalias": "",
    "cmndalias": "",
}
_RUNAS_GROUP_PREFIX = {**_PREFIX, "usergroup": "", "usergid": "#"}
_DEFAULTS = re.compile(r"Defaults(?:([@:>!])((?:\\.|[^\s,])+(?:,\s*(?:\\.|[^\s,])+)*))?\s+(.*)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One command specification. `authenticate` is its own tag, None when Defaults decide."""

    users: tuple[str, ...]
    hosts: tuple[str, ...]
    runas_users: tuple[str, ...]
    runas_groups: tuple[str, ...]
    commands: tuple[str, ...]
    options: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """From what the rule says, so that it stays when other rules come and go."""
        return hashlib.sha256(json.dumps(self._content()).encode()).hexdigest()[:16]

    def _content(self) -> list[Json]:
        return [self.users, self.hosts, self.runas_users, self.runas_groups, self.commands, self.options]

    @property
    def name(self) -> str:
        """The rule in short, as sudoers(5) would write it."""
        runas = ", ".join(self.runas_users) or "root"
        text = f"{', '.join(self.users)} {', '.join(self.hosts)} = ({runas}) {', '.join(self.commands)}"
        return text if len(text) <= 120 else text[:119] + "…"

    def option(self, name: str) -> bool | None:
        """The rule's own tag, None when it has none."""
        found = dict(self.options).get(name)
        return None if found is None else found == "true"

    def facts(self) -> dict[str, Json]:
        """All facts but `nopasswd`."""
        return {
            "users": list(self.users),
            "hosts": list(self.hosts),
            "runas_users": list(self.runas_users),
            "runas_groups": list(self.runas_groups),
            "commands": list(self.commands),
            "noexec": self.option("noexec") is True,
            "setenv": self.option("setenv") is True,
        }


def doas(reply: Reply) -> NotSeenError | None:
    """Why there may be more rules than those of sudo: doas(1) has its own, which are not read."""
    if reply.item("sudo", "doas").status != 0:
        return None
    files = [line for line in reply.output("sudo", "doas_files", "sh").lines() if line[:1] in "FDN"]
    detail = (
        "doas is installed, and its rules (doas.conf) are not read; use sudo alone, or look at them by hand"
    )
    return NotSeenError(GapReason.UNSUPPORTED, detail) if files else None


def rules(reply: Reply) -> list[Rule]:
    """All rules, each once; empty without sudo. Raises NotSeenError when the listing is not complete."""
    if not _installed(reply):
        return []
    _local_only(reply)
    return list(dict.fromkeys(rule for rules in specifications(_rules_text(reply)) for rule in rules))


def _rules_text(reply: Reply) -> str:
    return reply.output("sudo", "rules", "cvtsudoers").text


def specifications(text: str) -> list[list[Rule]]:
    """The rules of each user specification, from the JSON of cvtsudoers; raises NotSeenError."""
    if not text.strip():
        return []
    try:
        return [list(_rules(spec)) for spec in json.loads(text).get("User_Specs", [])]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        detail = "the output of cvtsudoers is not understood; look for undefined aliases with visudo -c"
        raise NotSeenError(GapReason.MALFORMED, detail) from None


def _installed(reply: Reply) -> bool:
    states = [line[:1] for line in reply.output("sudo", "place", "sh").lines()]
    there = any(state in "FN" for state in states)
    if "D" in states and not there:
        raise reply.denied("/etc/sudoers is not readable")
    if there:
        return True
    if reply.item("sudo", "sudo").status == 0:
        raise NotSeenError(GapReason.UNSUPPORTED, "sudo is installed, but /etc/sudoers does not exist")
    return False


def _local_only(reply: Reply) -> None:
    """nsswitch.conf(5) can name further sources of rules, which are not read."""
    item = reply.item("sudo", "sources")
    others = {word for word in item.text.split() if word.isalnum()} - {"files"}
    if others:
        detail = f"nsswitch.conf takes sudo rules from {', '.join(sorted(others))} too; only files are read"
        raise NotSeenError(GapReason.UNSUPPORTED, detail)


def _rules(spec: Mapping[str, Json]) -> Iterator[Rule]:
    users = _members(spec["User_List"], _PREFIX)
    hosts = _members(spec["Host_List"], _PREFIX)
    for part in spec["Cmnd_Specs"]:
        commands = _members(part["Commands"], _PREFIX)
        if not users or not hosts or not commands:
            raise ValueError("an undefined alias leaves the list empty")
        options = {key: value for option in part.get("Options", ()) for key, value in option.items()}
        yield Rule(
            users=users,
            hosts=hosts,
            runas_users=_members(part.get("runasusers", ()), _PREFIX),
            runas_groups=_members(part.get("runasgroups", ()), _RUNAS_GROUP_PREFIX),
            commands=commands,
            options=tuple(sorted((key, json.dumps(value)) for key, value in options.items())),
        )


def _members(members: Sequence[Mapping[str, Json]], prefixes: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_member(member, prefixes) for member in members)


def _member(member: Mapping[str, Json], prefixes: Mapping[str, str]) -> str:
    kind = next(key for key in member if key in prefixes)
    negation = "!" if member.get("negated") else ""
    return f"{negation}{prefixes[kind]}{member[kind]}"


@dataclass(frozen=True, slots=True)
class Default:
    """`authenticate` in one Defaults line. `binding` is empty for all, or one of @ : > ! (sudoers(5))."""

    binding: str
    members: tuple[str, ...]
    authenticate: bool | None
    """None when the line was not understood."""


def defaults(reply: Reply) -> list[Default]:
    """Defaults lines that decide on passwords; raises NotSeenError when they were not read."""
    return defaults_of(_defaults_text(reply))


def defaults_of(text: str) -> list[Default]:
    """The same of the text of sudoers."""
    return [found for line in _lines(text) if (found := parse_default(line)) is not None]


def _defaults_text(reply: Reply) -> str:
    return reply.output("sudo", "defaults", "cvtsudoers").text


def _lines(text: str) -> list[str]:
    return re.sub(r"\\\n\s*", " ", text).split("\n")


_OTHER_PASSWORDS = ("targetpw", "rootpw", "runaspw")


def password_of(reply: Reply) -> str:
    """Whose password is asked for; raises NotSeenError when that is not the same for all rules."""
    return password_of_text(_defaults_text(reply))


def password_of_text(text: str) -> str:
    """The same of the text of sudoers."""
    on = dict.fromkeys(_OTHER_PASSWORDS, False)
    for line in _lines(text):
        if not any(name in line for name in _OTHER_PASSWORDS):
            continue
        match = _DEFAULTS.fullmatch(line.strip())
        if match is None or match[1]:
            detail = "sudoers has Defaults (targetpw, rootpw, runaspw) of which the reach is undecided here"
            raise NotSeenError(GapReason.UNSUPPORTED, detail)
        for word in re.split(r"[,\s]+", match[3]):
            if word.lstrip("!") in on:
                on[word.lstrip("!")] = not word.startswith("!")
    return "target" if any(on.values()) else "invoker"


def parse_default(line: str) -> Default | None:
    """None for a line that says nothing on passwords."""
    if not re.search(r"authenticate|exempt_group", line):
        return None
    match = _DEFAULTS.fullmatch(line.strip())
    tokens = re.split(r"[,\s]+", match[3]) if match else []
    if match is None or "exempt_group" in line or not {"authenticate", "!authenticate"} & set(tokens):
        return Default("", (), authenticate=None)
    last = [token for token in tokens if token.endswith("authenticate")][-1]
    return Default(
        match[1] or "", tuple(re.split(r",\s*", match[2] or "")), authenticate=last == "authenticate"
    )


def nopasswd(rule: Rule, lines: Sequence[Default], hostname: str) -> bool:
    """Whether some user of the rule can use it without a password; raises NotSeenError when undecided."""
    own = rule.option("authenticate")
    if own is not None:
        return not own
    answer: bool | None = False
    # The order in which sudo applies them: general, host, user, run-as, command.
    for line in sorted(lines, key=lambda line: " @:>!".index(line.binding or " ")):
        reach = True if line.authenticate is None else covers(line, rule, hostname)
        if reach is False:
            continue
        certain = reach is True and line.authenticate is not None
        # Scoped lines only reach some users of a rule: they can lift the demand, not bring it back.
        if certain and not line.authenticate:
            answer = True
        elif certain and line.binding in ("", "@"):
            answer = False
        elif not (line.authenticate and answer is False):
            answer = None
    if answer is None:
        detail = "sudoers has Defaults (authenticate, exempt_group) of which the reach is undecided here"
        raise NotSeenError(GapReason.UNSUPPORTED, detail)
    return answer


def covers(line: Default, rule: Rule, hostname: str) -> bool | None:
    """Whether a Defaults line concerns the rule; None when that takes more than the two texts."""
    if not line.binding:
        return True
    against = {
        "@": (hostname, hostname.split(".")[0]),
        ":": rule.users,
        ">": rule.runas_users or ("root",),
        "!": rule.commands,
    }[line.binding]
    if "ALL" in line.members or "ALL" in against or set(line.members) & set(against):
        return True
    plain = re.compile(r"/[\w./-]*[\w.-]" if line.binding == "!" else r"[A-Za-z_][\w.-]*")
    # Command arguments in the rule do not matter: a Defaults line names commands only.
    words = [text.split()[0] if line.binding == "!" else text for text in against]
    if set(line.members) & set(words):
        return True
    return False if all(map(plain.fullmatch, (*line.members, *words))) else None
