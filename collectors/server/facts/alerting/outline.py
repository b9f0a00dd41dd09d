"""What the probe says of a program of alerting: whether it runs, and the outlines of its files.

An outline is the file without what is secret: see `outline` in probe/alerting.sh.
"""

import re
from collections.abc import Mapping, Sequence
from typing import cast

from collectors.server.reply import NotSeenError, Reply, one_line
from collectors.server.texts import Texts, parse_texts
from scanner.interfaces import Json
from scanner.model import GapReason

MAX_TEXT = 200
"""Characters of a name that are kept."""
_MAX_CHARACTERS = 1024 * 1024
_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "y": 31536000}
_DURATION = re.compile(r"(?:\d+(?:ms|[smhdwy]))+|0")


def is_running(reply: Reply, *names: str) -> bool:
    """Whether one of these processes runs; raises NotSeenError when that cannot be seen."""
    lines = reply.output("alerting", "running", "sh").lines()
    if "hidden" in lines:
        raise reply.denied("processes of that name are hidden (hidepid) or an ordinary account's")
    return any(line.split()[0] in names for line in lines)


def is_installed(reply: Reply, *names: str) -> bool:
    """Whether one of these programs is in the folders of programs."""
    return any(name in names for name in reply.output("alerting", "installed", "sh").lines())


def main_file(reply: Reply, item: str) -> tuple[str, bool]:
    """The file that the program reads first, and whether it is a Prometheus agent, which has no rules."""
    lines = reply.output("alerting", item, "sh").lines()
    if "C" in lines:
        raise NotSeenError(
            GapReason.UNSUPPORTED, f"{item} runs in a container; its configuration is not seen"
        )
    mains = [line[1:] for line in lines if line.startswith("M")]
    if len(mains) != 1:
        raise NotSeenError(GapReason.UNSUPPORTED, f"{len(mains)} of {item} run, with different files")
    return mains[0], "-agent" in lines


def texts(reply: Reply, item: str) -> Texts:
    """The outlines of one item."""
    return parse_texts(reply.item("alerting", item), reply)


def document(files: Texts, path: str) -> Mapping[str, Json]:
    """The outline of one file; raises NotSeenError when there is none, or it is not understood."""
    lines = files.read(path)
    if lines is None:
        raise NotSeenError(GapReason.UNSUPPORTED, f"{path}, which the program reads, is not a file")
    return mapping(_parsed(lines, path), path) if lines else {}


def _parsed(lines: Sequence[str], path: str) -> Json:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = "\n".join(lines)
    if len(text) > _MAX_CHARACTERS:
        raise NotSeenError(GapReason.TRUNCATED, f"{path}: more than {_MAX_CHARACTERS} characters")
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=loader)):
            raise not_understood(path)
        return yaml.load(text, Loader=loader)  # noqa: S506 (one of the two safe ones)
    except (yaml.YAMLError, RecursionError, ValueError):
        raise not_understood(path) from None


def not_understood(path: str) -> NotSeenError:
    """Why a file is not read."""
    detail = f"{path}: not understood; anchors, and maps or values over several lines, are not read"
    return NotSeenError(GapReason.UNSUPPORTED, detail)


def mapping(value: Json, path: str) -> Mapping[str, Json]:
    """A map, an empty one for nothing; raises NotSeenError for anything else."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise not_understood(path)
    return cast("Mapping[str, Json]", value)


def sequence(value: Json, path: str) -> Sequence[Json]:
    """A list, an empty one for nothing; raises NotSeenError for anything else."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise not_understood(path)
    return value


def name(value: Json) -> str:
    """A text of the file on one line; `null` without quotes is nothing to YAML, and a name here."""
    return "null" if value is None else one_line(str(value), MAX_TEXT)


def seconds(value: Json, path: str, default: float = 0) -> float:
    """A duration of Prometheus such as `1h30m`; raises NotSeenError when it is none."""
    if value is None:
        return default
    text = str(value)
    if not _DURATION.fullmatch(text):
        raise not_understood(path)
    return sum(int(number) * _UNITS[unit] for number, unit in re.findall(r"(\d+)(ms|[smhdwy])", text))
