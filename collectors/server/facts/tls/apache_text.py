"""The syntax of httpd configuration files, and what of it is in force.

Sources: https://httpd.apache.org/docs/2.4/configuring.html, ap_cfg_getline and ap_getword_conf of
server/util.c, start_cond_section, start_ifmod and start_ifdefine of server/core.c.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from collectors.server.facts.tls.model import malformed, number_of, unsupported
from collectors.server.texts import Texts

_MAX_INCLUDES = 20
_Version = tuple[int, ...]
_OPERATORS: Mapping[str, Callable[[_Version, _Version], bool]] = {
    "=": lambda a, b: a == b,
    "==": lambda a, b: a == b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
}


@dataclass(slots=True)
class Node:
    """One directive or section; `name` in lower case, `block` is None for a directive."""

    name: str
    args: list[str]
    file: str
    line: int
    block: "list[Node] | None" = None

    @property
    def where(self) -> str:
        """File and line for messages."""
        return f"httpd: {self.file}:{self.line}"


def parse(lines: Sequence[str], file: str) -> list[Node]:
    """All directives and sections of one file; raises NotSeenError for what is no httpd configuration."""
    top: list[Node] = []
    open_sections: list[Node] = []
    for number, text in _logical(lines):
        inside = open_sections[-1].block if open_sections else top
        if inside is None:
            raise malformed(f"httpd: {file}:{number}: a section without an inside")
        if text.startswith("</"):
            name = text[2:].rstrip(">").strip().lower()
            if not open_sections or open_sections.pop().name != name:
                raise malformed(f"httpd: {file}:{number}: {text} closes nothing")
        elif text.startswith("<"):
            if not text.endswith(">"):
                raise malformed(f"httpd: {file}:{number}: a section lacks its >")
            name, *args = words(text[1:-1], file, number)
            section = Node(name.lower(), args, file, number, [])
            inside.append(section)
            open_sections.append(section)
        else:
            name, *args = words(text, file, number)
            inside.append(Node(name.lower(), args, file, number))
    if open_sections:
        raise malformed(f"httpd: {file}: <{open_sections[-1].name}> does not end")
    return top


def _logical(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Lines with their continuations joined, without blanks and comments."""
    held, start = "", 0
    for number, line in enumerate(lines, 1):
        start = start or number
        text = line.removesuffix("\r")
        if text.endswith("\\"):
            held += text[:-1]
            continue
        text, first = (held + text).strip(), start
        held, start = "", 0
        if text and not text.startswith("#"):
            yield first, text
    if held.strip() and not held.strip().startswith("#"):
        yield start, held.strip()


def words(text: str, file: str, line: int) -> list[str]:
    """Words, quoted with either quote or bare."""
    found = []
    rest = text.strip()
    while rest:
        match = re.match(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'|([^\s"\']\S*)', rest, re.DOTALL)
        if match is None:
            raise malformed(f"httpd: {file}:{line}: a quote does not end")
        if match[3] is not None:
            found.append(match[3])
        else:
            quoted = match[1] if match[1] is not None else match[2]
            found.append(re.sub(r"\\([\"'\\])", r"\1", quoted))
        rest = rest[match.end() :].lstrip()
    if not found:
        raise malformed(f"httpd: {file}:{line}: an empty directive")
    return found


@dataclass(slots=True)
class Reader:
    """Reads files in the order of httpd: conditions, definitions and includes are resolved on the way.

    `root` is the compiled-in ServerRoot, `static` the compiled-in modules (`mod_so.c`), `arguments` the
    words after the program's name of the running server, None when it does not run.
    """

    texts: Texts
    root: str
    static: Iterable[str]
    version: str | None
    arguments: Sequence[str] | None
    modules: set[str] = field(default_factory=set)
    defines: dict[str, str] = field(default_factory=dict)

    def read(self, main: str) -> list[Node]:
        """Everything in force; raises NotSeenError when something is hidden or not understood."""
        self.modules |= set(self.static)
        self._take_arguments()
        return list(self._effective(self._parsed(main), 0))

    def _take_arguments(self) -> None:
        for word, following in zip(self.arguments or (), [*(self.arguments or ())[1:], ""], strict=False):
            if re.match(r"-[cC]", word):
                raise unsupported("httpd runs with directives on its command line")
            if word.startswith("-D"):
                name, _, value = (word[2:] or following).partition("=")
                self.defines[name] = value

    def _parsed(self, path: str) -> list[Node]:
        lines = self.texts.read(path)
        if lines is None:
            raise unsupported(f"httpd: {path} is missing or a folder")
        return parse(lines, path)

    def _effective(self, nodes: Iterable[Node], depth: int) -> Iterator[Node]:
        for node in nodes:
            node.args = [self._substituted(arg) for arg in node.args]
            if node.name in ("include", "includeoptional"):
                for path in self._included(node, depth):
                    yield from self._effective(self._parsed(path), depth + 1)
            elif node.block is not None and node.name in _CONDITIONS:
                if _CONDITIONS[node.name](self, node):
                    yield from self._effective(node.block, depth)
            elif node.name == "macro":
                continue
            else:
                self._learn(node)
                if node.block is not None:
                    node.block = list(self._effective(node.block, depth))
                yield node

    def _substituted(self, text: str) -> str:
        return re.sub(r"\$\{([^}]+)\}", lambda m: self.defines.get(m[1], m[0]), text)

    def _learn(self, node: Node) -> None:
        if node.name == "use":
            raise unsupported(f"{node.where}: macros are not followed")
        if node.name == "loadmodule" and len(node.args) == 2:
            file = node.args[1].rpartition("/")[2].rpartition(".")[0]
            self.modules |= {node.args[0], f"{file}.c", f"mod_{node.args[0].removesuffix('_module')}.c"}
        elif node.name == "define" and node.args:
            self.defines[node.args[0]] = node.args[1] if len(node.args) > 1 else ""
        elif node.name == "undefine" and node.args:
            self.defines.pop(node.args[0], None)
        elif node.name == "serverroot" and node.args:
            self.root = node.args[0].rstrip("/")

    def _included(self, node: Node, depth: int) -> Sequence[str]:
        if depth > _MAX_INCLUDES or not node.args:
            raise unsupported(f"{node.where}: includes are nested too deep")
        pattern = node.args[0] if node.args[0].startswith("/") else f"{self.root}/{node.args[0]}"
        if pattern not in self.texts.includes:
            raise unsupported(f"{node.where}: the include of {pattern} was not followed")
        if self.texts.states.get(pattern) == "D":
            raise self.texts.out_of_reach(pattern)
        found = self.texts.includes[pattern]
        if not found and node.name == "include" and not re.search(r"[*?\[]", pattern):
            raise unsupported(f"{node.where}: {pattern} is missing; httpd itself refuses this")
        return found

    def if_module(self, node: Node) -> bool:
        """<IfModule [!]NAME>"""
        name = " ".join(node.args)
        return (name.lstrip("!").strip() in self.modules) != name.startswith("!")

    def if_define(self, node: Node) -> bool:
        """<IfDefine [!]NAME>"""
        name = " ".join(node.args)
        bare = name.lstrip("!").strip()
        if bare not in self.defines and self.arguments is None and _matters(node):
            raise unsupported(f"{node.where}: httpd does not run; whether {bare} is defined is not known")
        return (bare in self.defines) != name.startswith("!")

    def if_version(self, node: Node) -> bool:
        """<IfVersion [OPERATOR] VERSION>"""
        name = " ".join(node.args)
        match = re.fullmatch(r"(!?)([<>=]{0,2})\s*(\d+(?:\.\d+)*)", name)
        number = number_of(self.version)
        if match is None or number is None:
            raise unsupported(f"{node.where}: this version condition is not followed")
        wanted = number_of(match[3]) or ()
        held = _OPERATORS[match[2] or "="](number[: len(wanted)], wanted)
        return held != bool(match[1])

    def if_file(self, node: Node) -> bool:
        """<IfFile PATH>; the file was not looked for."""
        raise unsupported(f"{node.where}: <IfFile> is not followed")


_MATTER = (
    "ssl",
    "virtualhost",
    "listen",
    "include",
    "redirect",
    "rewrite",
    "loadmodule",
    "header",
    "server",
    "use",
)


def _matters(node: Node) -> bool:
    """Something in a section, or the section itself, has a say in how connections are encrypted."""
    return node.name.startswith(_MATTER) or any(_matters(inner) for inner in node.block or ())


_CONDITIONS: Mapping[str, Callable[[Reader, Node], bool]] = {
    "ifmodule": Reader.if_module,
    "ifdefine": Reader.if_define,
    "ifversion": Reader.if_version,
    "iffile": Reader.if_file,
    "ifsection": Reader.if_file,
    "ifdirective": Reader.if_file,
}
