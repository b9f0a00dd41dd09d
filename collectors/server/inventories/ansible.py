"""The hosts of an Ansible inventory, as ansible-inventory(1) tells them.

https://docs.ansible.com/ansible/latest/inventory_guide/intro_inventory.html
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from collectors.server.inventories.names import id_of
from collectors.server.reply import one_line
from scanner.interfaces import ConfigurationError, Json, Listed

PROGRAM = "ansible-inventory"
TIMEOUT_SECONDS = 120
"""A dynamic inventory asks a cloud."""
LABEL = "ansible_groups"
_OVER_SSH = frozenset({"ssh", "smart", "paramiko", "paramiko_ssh"})
_HOST = "ansible_host", "ansible_ssh_host"
_ARGUMENTS = ("ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args")
_EVERYBODY = frozenset({"all", "ungrouped", "_meta"})
_OURS = frozenset({"stricthostkeychecking", "userknownhostsfile", "loglevel"})
"""Options of a proxy that are not taken over: host keys are verified in our own way."""
_OPTION = re.compile(r"\s*(?P<name>\w+)\s*[=\s]\s*(?P<value>.*?)\s*", re.DOTALL)
# A jump host by an own ssh: what -J does, in the words of the time before it.
_STDIO_FORWARD = re.compile(r"ssh\b(?P<options>.*?)\s-W\s*(?:'?%h:%p'?|\[%h\]:%p)\s*(?P<rest>.*)", re.DOTALL)


class AnsibleInventory:
    """Hosts that Ansible reaches over SSH, with their address, port, user, key file and jump host.

    What an inventory says may be code (a script, a plugin): Ansible runs it, as it always does. No other
    variable is kept. The groups of a host become the label `ansible_groups`.
    """

    kind = "ssh"

    def read(self, path: Path, pattern: str | None, given: Mapping[str, Json]) -> Sequence[Listed]:
        """See scanner.interfaces.InventorySource; `pattern` is one of Ansible's, such as `web:!db`."""
        if not path.exists():
            raise ConfigurationError(f"{path}: cannot be read: there is no such file")
        document = _listing(path, pattern)
        groups = _groups(document)
        variables = document.get("_meta", {}).get("hostvars", {})
        problems: list[str] = []
        entries = []
        for name in sorted({*variables, *groups}):
            place = f"{path}: {name}"
            try:
                settings = _settings(name, variables.get(name, {}), given)
            except ValueError as error:
                problems.append(f"{place}: {error}")
                continue
            labels = {LABEL: ",".join(groups[name])} if groups.get(name) else {}
            entries.append(Listed(place, id_of(name), settings, labels))
        if problems:
            raise ConfigurationError(*problems)
        return entries


def _listing(path: Path, pattern: str | None) -> dict[str, Json]:
    command = [_program(path), "--inventory", str(path), "--list"]
    if pattern is not None:
        command += ["--limit", pattern]
    try:
        done = subprocess.run(  # noqa: S603 (Ansible's own program on a file that the user names)
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
            env={**os.environ, **_ENVIRONMENT},
        )
    except subprocess.TimeoutExpired:
        raise ConfigurationError(
            f"{path}: {PROGRAM} did not end within {TIMEOUT_SECONDS} s; does a dynamic inventory hang?"
        ) from None
    except OSError as error:
        raise ConfigurationError(f"{path}: {command[0]} does not run: {error.strerror}") from None
    said = _said(done.stderr.decode("utf-8", "replace"))
    if done.returncode != 0:
        raise ConfigurationError(
            f"{path}: {PROGRAM} failed: {said or f'status {done.returncode}'}{_hint(said)}"
        )
    try:
        document: dict[str, Json] = json.loads(done.stdout)
    except ValueError:
        raise ConfigurationError(f"{path}: {PROGRAM} did not answer in JSON: {said}") from None
    return document


_ENVIRONMENT = {
    "ANSIBLE_NOCOLOR": "1",
    "ANSIBLE_LOCALHOST_WARNING": "False",
    # Else a file of a folder that cannot be read is only a warning, and its hosts are not audited.
    "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "True",
    # Ansible refuses to start without.
    "LC_ALL": "C.UTF-8",
}


def _program(path: Path) -> str:
    beside = f"{os.environ.get('PATH', os.defpath)}:{Path(sys.executable).parent}"
    found = shutil.which(PROGRAM, path=beside)
    if found is None:
        raise ConfigurationError(f"{path}: needs {PROGRAM}, which is not installed: pip install ansible-core")
    return found


def _said(text: str) -> str:
    """The errors of Ansible without its warnings; all of it where there is none."""
    errors = [line for line in text.splitlines() if line.startswith(("[ERROR]", "ERROR"))]
    return one_line(" ".join(errors) or text, 300)


def _hint(said: str) -> str:
    if "vault secrets" in said or "ecrypt" in said:
        return " (a whole file of variables is encrypted: set ANSIBLE_VAULT_PASSWORD_FILE)"
    return ""


def _groups(document: Mapping[str, Json]) -> dict[str, list[str]]:
    """The groups of each host, those around its own as well, without `all` and `ungrouped`."""
    found: dict[str, list[str]] = {}
    for group in sorted(document.keys() - {"_meta"}):
        for host in _hosts(document, group, frozenset()):
            names = found.setdefault(host, [])
            if group not in (*_EVERYBODY, *names):
                names.append(group)
    return found


def _hosts(document: Mapping[str, Json], group: str, above: frozenset[str]) -> Iterator[str]:
    entry = document.get(group, {})
    yield from entry.get("hosts", ())
    for child in entry.get("children", ()):
        if child not in above:
            yield from _hosts(document, child, above | {group})


def _settings(name: str, variables: Mapping[str, Json], given: Mapping[str, Json]) -> dict[str, Json]:
    """Settings of an ssh target. Raises ValueError for a host that such a target cannot reach."""
    connection = str(variables.get("ansible_connection", "ssh")).rpartition(".")[2]
    if connection not in _OVER_SSH:
        way_out = f"leave it out, as with pattern: 'all:!{name}'"
        raise ValueError(f"connects over '{connection}', and only SSH can be audited; {way_out}")
    settings: dict[str, Json] = {"host": _text(variables, _HOST) or name}
    for key, (names, convert) in _VARIABLES.items():
        text = None if key in given else _text(variables, names)
        if text is not None:
            settings[key] = convert(text)
    if "proxy_jump" not in given:
        jumps = (_jump(text) for key in _ARGUMENTS if (text := _text(variables, (key,))))
        if jump := next(filter(None, jumps), None):
            settings["proxy_jump"] = jump
    return settings


def _text(variables: Mapping[str, Json], names: Sequence[str]) -> str | None:
    """The first of some variables that is set. Raises ValueError for one that only Ansible can resolve."""
    value = next((variables[name] for name in names if variables.get(name) not in (None, "")), None)
    if value is None:
        return None
    said = f"{' or '.join(names)}: its value"
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise ValueError(f"{said} is encrypted or no text; give it under 'settings' in audit.yaml")  # noqa: TRY004
    if "{{" in str(value):
        raise ValueError(f"{said} is a template; give it under 'settings' in audit.yaml")
    return str(value)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(f"the port '{text}' is not a number")
    return int(text)


def _key_file(text: str) -> str:
    # Relative to the working directory, as for Ansible.
    return str(Path(text).expanduser().absolute())


_VARIABLES: Mapping[str, tuple[Sequence[str], Callable[[str], Json]]] = {
    "port": (("ansible_port", "ansible_ssh_port"), _number),
    "user": (("ansible_user", "ansible_ssh_user"), str),
    "key_file": (("ansible_private_key_file", "ansible_ssh_private_key_file"), _key_file),
}


def _jump(arguments: str) -> str | None:
    """The jump host in arguments for ssh(1). Raises ValueError for a proxy that is not one."""
    try:
        words = iter(shlex.split(arguments))
    except ValueError:
        raise ValueError(f"the arguments for ssh are not understood: {one_line(arguments, 100)}") from None
    for word in words:
        if word.startswith("-J"):
            return word[2:] or next(words, None)
        option = _OPTION.fullmatch(word[2:] or next(words, "")) if word.startswith("-o") else None
        if option and option["name"].lower() == "proxyjump":
            return option["value"]
        if option and option["name"].lower() == "proxycommand" and option["value"].lower() != "none":
            return _from_command(option["value"])
    return None


def _from_command(command: str) -> str:
    match = _STDIO_FORWARD.fullmatch(command)
    words = shlex.split(f"{match['options']} {match['rest']}") if match else []
    given = {"-l": "", "-p": ""}
    hosts = []
    rest = iter(words)
    for word in rest:
        if word in given:
            given[word] = next(rest, "")
        elif word == "-o" and next(rest, "").partition("=")[0].lower() in _OURS:
            continue
        elif word != "-q":
            hosts.append(word)
    if len(hosts) != 1 or hosts[0].startswith("-"):
        way_out = "give proxy_jump under 'settings' in audit.yaml, or the way in ~/.ssh/config"
        raise ValueError(f"the ProxyCommand cannot be followed: {one_line(command, 100)}; {way_out}")
    user = f"{given['-l']}@" if given["-l"] else ""
    return f"{user}{hosts[0]}" + (f":{given['-p']}" if given["-p"] else "")
