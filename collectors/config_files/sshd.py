"""sshd_config as a `server.sshd`: what the files set is decided, what they leave to sshd is not."""

from functools import partial

from collectors.config_files.facts import Found, sources
from collectors.config_files.tree import Tree
from collectors.planned.drafts import Draft
from collectors.server.facts.sshd_config import FACTS, WORDS, Config, config_of, typed
from collectors.server.reply import NotSeenError
from scanner.interfaces import Json
from scanner.model import GapReason, Location

TYPE = "server.sshd"
_YES_NO = frozenset({"yes", "no"})
_LEVELS = frozenset(["quiet", "fatal", "error", "info", "verbose", "debug", "debug1", "debug2", "debug3"])
_VALUES = {
    "permitrootlogin": _YES_NO | {"prohibit-password", "forced-commands-only"},
    "ignorerhosts": _YES_NO | {"shosts-only"},
    "allowtcpforwarding": _YES_NO | {"all", "local", "remote"},
    "gatewayports": _YES_NO | {"clientspecified"},
    "permittunnel": _YES_NO | {"point-to-point", "ethernet"},
    "loglevel": _LEVELS,
}
"""What sshd takes, where it is more than yes and no (sshd_config(5))."""
_FREE = frozenset({"permituserenvironment"})
"""Patterns of names are values too."""


def found(tree: Tree, *, part: bool) -> Found:
    """The one server that the files configure; `part`: others of the machine come before this one."""
    config = config_of(tree, tree.place)
    shown = tree.shown(tree.place)
    if part and config.hidden is None:
        config.hidden = tree.not_in_source(
            f"{shown} is one of several files; the others are not in the source"
        )
    unset = tree.not_in_source(f"{shown} does not set this, and the default depends on the installed version")
    facts = {fact: partial(_value, config, fact, unset) for fact in sorted(FACTS)}
    draft = Draft(TYPE, shown, shown, sources(tree, facts), locations=_locations(tree, config))
    return Found([draft])


def _value(config: Config, fact: str, unset: NotSeenError) -> Json:
    if fact == "match_blocks":
        for block in config.matches:
            for keyword, value in block.settings.items():
                _demand_known(keyword, value)
        return config.blocks()
    value = config.value(fact, unset)
    _demand_known(fact, value)
    return typed(fact, value, unset)


def _demand_known(keyword: str, value: str) -> None:
    """Nothing has been asked of sshd, which would refuse another word; a misspelt `yes` is no `no`."""
    if keyword in WORDS - _FREE and value not in _VALUES.get(keyword, _YES_NO):
        raise NotSeenError(
            GapReason.MALFORMED, f"sshd_config: the value of {keyword} is not one that sshd takes"
        )


def _locations(tree: Tree, config: Config) -> dict[str, Location]:
    found = {"": tree.location(tree.place, 1)}
    found.update((fact, tree.location(*place)) for fact, place in config.places.items())
    for block in reversed(config.matches):
        for keyword, line in block.lines.items():
            found[f"{keyword}/Match {block.criteria}"] = tree.location(block.file, line)
    return found
