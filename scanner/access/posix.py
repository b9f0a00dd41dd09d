"""Who gets at the data in files of a server: by mode, ACL and every folder above, and by becoming root.

Who passes the permissions is worked out on the host's facts by the collector (`readers` and `writers` of
server.path); this adds by which group, and who becomes root through sudoers(5). Sources: acl(5), sudoers(5).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scanner.access.model import Access, Kind, Place, Principal, Right, Way
from scanner.model import Resource

NEEDS: Mapping[str, frozenset[str]] = {
    "server.path": frozenset({"exists", "stat", "acl", "readers", "writers"}),
    "server.account": frozenset({"uid", "groups"}),
    "server.sudo_rule": frozenset({"users", "runas_users", "commands"}),
    "server.privileged_program": frozenset({"setuid", "capabilities", "gives", "executors"}),
}
_EVERYTHING = frozenset(Right) - {Right.EXPORT}
_READ_ALL = "cap_dac_read_search"
_POWERS = frozenset(
    {
        _READ_ALL,
        "cap_chown",
        "cap_dac_override",
        "cap_fowner",
        "cap_setfcap",
        "cap_setuid",
        "cap_sys_admin",
        "cap_sys_module",
        "cap_sys_ptrace",
        "cap_sys_rawio",
    }
)
"""Capabilities that lead past the permissions of files, capabilities(7)."""
_SHELLS = re.compile(r"(.*/)?(ash|bash|csh|dash|fish|ksh|sh|su|tcsh|zsh)( +-[il-]*)?")


@dataclass(frozen=True)
class Host:
    """What was seen of one server."""

    accounts: Mapping[str, Resource]
    rules: Sequence[Resource]
    programs: Sequence[Resource] = ()
    """Those that run with more rights than who starts them."""

    def accesses(self, path: Resource) -> Iterator[Access]:
        """Everybody's rights on one path."""
        if not path.facts["exists"]:
            return
        place = Place(path.id, path.name, path.type)
        found = list(self._by_permission(path, place))
        yield from found
        for account in self.accounts.values():
            yield from self._root(account, place)
        yield from self._by_programs(found, place)

    def _by_permission(self, path: Resource, place: Place) -> Iterator[Access]:
        for fact, rights in (("readers", {Right.READ}), ("writers", _changing(path))):
            for given in path.facts[fact]:
                yield self._permitted(path, place, given, frozenset(rights))
        for account in self.accounts.values():
            if account.facts["uid"] == path.facts["stat"]["uid"] and account.facts["uid"]:
                sentence = f"{account.name} owns {path.name} and may change its permissions"
                rights_ = frozenset({Right.ADMINISTER})
                yield Access(_who(account), place, rights_, Way.OWNER, f"{path.id}#owner", (sentence,))

    def _permitted(
        self, path: Resource, place: Place, given: Mapping[str, Any], rights: frozenset[Right]
    ) -> Access:
        account = self.accounts.get(given["account"])
        name = given["account"]
        who = (
            _who(account)
            if account
            else Principal(Kind.SERVER_ACCOUNT, f"{path.id}#{name}", name, name, path.target)
        )
        bit = "read" if Right.READ in rights else "write"
        way, source, chain = self._how(path, name, given["by"], bit)
        return Access(who, place, rights, way, source, chain)

    def _how(self, path: Resource, name: str, by: str, bit: str) -> tuple[Way, str, tuple[str, ...]]:
        mode = path.facts["stat"]["mode"]
        if by == "owner":
            return Way.OWNER, f"{path.id}#owner", (f"{name} owns {path.name}, whose mode is {mode}",)
        if by == "user":
            return Way.DIRECT, f"{path.id}#user:{name}", (f"the ACL of {path.name} names {name}",)
        if by == "other":
            sentence = f"the mode {mode} of {path.name} lets everybody {bit} it"
            return Way.EVERYBODY, f"{path.id}#other", (sentence,)
        group = self._group(path, name, bit)
        sentence = f"the {'mode ' + mode if group == path.facts['stat']['group'] else 'ACL'} of {path.name}"
        chain = (f"{name} is in the group {group}", f"{sentence} lets the group {group} {bit} it")
        return Way.GROUP, f"group/{group}", chain

    def _group(self, path: Resource, name: str, bit: str) -> str:
        """The group of an account by which it passes: the owning one, or one that the ACL names."""
        account = self.accounts.get(name)
        groups = account.facts["groups"] if account else ()
        owning = str(path.facts["stat"]["group"])
        for entry in path.facts["acl"]:
            group = entry["qualifier"] or owning
            if entry["tag"] == "group" and group in groups and bit[0] in entry["effective"]:
                return str(group)
        return owning

    def _by_programs(self, found: Sequence[Access], place: Place) -> Iterator[Access]:
        """Who starts a program that does what it is told, holds what the account holds as which it runs."""
        for program in self.programs:
            if program.facts["gives"] != "any":
                continue
            held = self._of_program(program, found)
            for given in program.facts["executors"] if held else ():
                account = self.accounts.get(given["account"])
                if account is None or account.facts["uid"] == program.facts["setuid"]:
                    continue
                sentence = f"{account.name} may start {program.name}, which does what it is told"
                for way, rights, step in held:
                    yield Access(_who(account), place, rights, way, program.id, (sentence, *step))

    def _of_program(
        self, program: Resource, found: Sequence[Access]
    ) -> list[tuple[Way, frozenset[Right], tuple[str, ...]]]:
        """What can be done with it: everything as root, or by some capabilities; else what its owner can."""
        uid = program.facts["setuid"]
        powers = _POWERS & set(program.facts["capabilities"] or ())
        if uid == 0 or powers:
            what = "is setuid root" if uid == 0 else f"has {', '.join(sorted(powers))}"
            rights = _EVERYTHING if uid == 0 or powers != {_READ_ALL} else frozenset({Right.READ})
            return [(Way.ROOT, rights, (f"{program.name} {what}, whom permissions do not stop",))]
        ids = {account.id: name for name, account in self.accounts.items() if account.facts["uid"] == uid}
        return [
            (Way.ROLE, each.rights, (f"{program.name} runs as {ids[each.principal.id]}", *each.chain))
            for each in found
            if each.principal.id in ids
        ]

    # --- root -------------------------------------------------------------------------------------

    def _root(self, account: Resource, place: Place) -> Iterator[Access]:
        if account.facts["uid"] == 0:
            sentence = f"{account.name} is root, whom permissions do not stop"
            yield Access(_who(account), place, _EVERYTHING, Way.ROOT, "uid 0", (sentence,))
            return
        for rule in self.rules:
            if _becomes_root(rule) and _names(rule.facts["users"], account):
                sentence = f"sudoers lets {account.name} become root ({rule.name})"
                chain = (sentence, "permissions do not stop root")
                yield Access(_who(account), place, _EVERYTHING, Way.ROOT, rule.id, chain)
                return


def _changing(path: Resource) -> set[Right]:
    """Who may write a folder may remove what lies in it; who may write a file may only empty it."""
    folder = path.facts["stat"]["kind"] == "directory"
    return {Right.WRITE, Right.DELETE} if folder else {Right.WRITE}


def _who(account: Resource) -> Principal:
    return Principal(Kind.SERVER_ACCOUNT, account.id, account.name, account.name, account.target)


def _becomes_root(rule: Resource) -> bool:
    runas = rule.facts["runas_users"]
    if runas and not {"ALL", "root", "#0"} & set(runas):
        return False
    return any(
        command == "ALL" or _SHELLS.fullmatch(re.sub(r"^sha\d+:\S+ +", "", command))
        for command in rule.facts["commands"]
    )


def _names(users: Sequence[str], account: Resource) -> bool:
    """Whether a user list means an account; the last entry that matches counts."""
    ways = {account.name, "ALL", f"#{account.facts['uid']}", *(f"%{g}" for g in account.facts["groups"])}
    matching = [user for user in users if user.lstrip("!") in ways]
    return bool(matching) and not matching[-1].startswith("!")
