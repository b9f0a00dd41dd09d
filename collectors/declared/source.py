"""YAML with the line of every entry: no aliases, no tags, no key twice, bounded in size and depth."""

import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20
_SCALARS: Mapping[str, Callable[[str], Any]] = {
    "tag:yaml.org,2002:null": lambda _: None,
    "tag:yaml.org,2002:bool": lambda text: text.lower() in ("true", "yes", "on"),
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
}


class UnusableError(Exception):
    """The file cannot be used: what is wrong, with the line where there is one."""


@dataclass(frozen=True, slots=True)
class Document:
    """The content, and the line of each mapping in it by the identity of its dict."""

    data: Any
    lines: Mapping[int, int] = field(default_factory=dict)

    def line(self, entry: object) -> int:
        """The line on which a mapping begins, 1 when it is not one of the file."""
        return self.lines.get(id(entry), 1)


def read(path: Path) -> bytes:
    """The file. Raises OSError, and UnusableError for one that is no file or too long."""
    # Without O_NONBLOCK a FIFO would wait for a writer for ever.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise UnusableError("not a regular file")
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise UnusableError(f"more than {MAX_BYTES} bytes")
    return content


def parse(content: bytes) -> Document:
    """Read YAML 1.1 as far as it is plain data; dates stay text. Raises UnusableError."""
    try:
        text = content.decode("utf-8-sig")
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise UnusableError(f"line {line}: aliases (*) are not read; write it out")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError:
        raise UnusableError("not UTF-8; save it so") from None
    except RecursionError:
        raise UnusableError("nested too deep") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UnusableError(f"line {line}: not YAML ({error.problem})") from None
    except yaml.YAMLError as error:
        raise UnusableError(f"not YAML ({type(error).__name__})") from None
    lines: dict[int, int] = {}
    return Document(_value(root, lines, 0) if root else None, lines)


def _value(node: yaml.Node, lines: dict[int, int], depth: int) -> Any:
    line = node.start_mark.line + 1
    if depth > MAX_DEPTH:
        raise UnusableError(f"line {line}: nested too deep")
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise UnusableError(f"line {line}: keys must be text")
            if key.value in found:
                raise UnusableError(f"line {key.start_mark.line + 1}: '{key.value}' is there twice")
            found[str(key.value)] = _value(value, lines, depth + 1)
        lines[id(found)] = line
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, lines, depth + 1) for item in node.value]
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    make = _SCALARS.get(node.tag)
    try:
        return make(node.value) if make else str(node.value)
    except ValueError:
        return str(node.value)
