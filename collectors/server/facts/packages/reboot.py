"""Whether the machine still runs what an update has replaced."""

import re

from collectors.server.facts.packages.manager import manager, section
from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import parse_texts
from scanner.interfaces import Json
from scanner.model import GapReason

FACT = "reboot"
CAP = 50
_MARKS = ("/run/reboot-required", "/run/reboot-needed")


def reboot(reply: Reply) -> Json:
    """The fact; raises NotSeenError when nothing on the machine can tell."""
    manager(reply, FACT)
    texts = parse_texts(reply.item(section(FACT), "marks"), reply)
    running = reply.output(section(FACT), "kernel", "uname").text.strip()
    newest = _newest(reply)
    reasons = [f"{path} is there" for path in _MARKS if texts.states.get(path) == "F"]
    if newest is not None and _version(running) < _version(newest):
        reasons.append(f"the kernel {newest} is installed, {running} runs")
    reasons += _tools(reply)
    return {
        "required": bool(reasons),
        "reasons": reasons,
        "packages": sorted(set(texts.read("/run/reboot-required.pkgs") or ()))[:CAP],
        "running_kernel": running,
        "newest_kernel": newest,
    }


def _newest(reply: Reply) -> str | None:
    """The newest kernel of /lib/modules; None where the machine has none of its own (a container)."""
    contained = reply.output(section(FACT), "container", "sh").lines()
    if contained[-1:] != ["no"]:
        return None
    kernels = reply.output(section(FACT), "modules", "sh").lines()
    usable = [kernel for kernel in kernels if "debug" not in kernel and "rescue" not in kernel]
    return max(usable, key=_version, default=None)


def _version(kernel: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts by numbers; a flavour at the end (amd64, generic) decides nothing."""
    words = re.findall(r"\d+|[a-z]+", kernel.lower())
    while words and not words[-1].isdigit():
        words.pop()
    return tuple((1, int(word), "") if word.isdigit() else (0, 0, word) for word in words)


def _tools(reply: Reply) -> list[str]:
    """needs-restarting(1): status 1; zypper needs-rebooting: status 102."""
    found = []
    for item, wanted, clean in (("restarting", 1, 0), ("rebooting", 102, 0)):
        told = reply.maybe(section(FACT), item)
        if told is None:
            continue
        if told.status == wanted:
            found.append("needs-restarting -r" if item == "restarting" else "zypper needs-rebooting")
        elif told.status != clean:
            raise NotSeenError(
                GapReason.UNSUPPORTED, f"asking whether to reboot failed: {told.error or told.status}"
            )
    return found
