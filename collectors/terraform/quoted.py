"""Quoted texts and heredocs. Source: "HCL Native Syntax Specification", chapter "Templates"."""

import re
from collections.abc import Mapping

from lark import Token, Tree

from collectors.planned.values import Unknown
from collectors.terraform.evaluation import Handler, Json, Scope, children, inner, token_text
from collectors.terraform.functions import MAX_TEXT, refs_of, to_text
from collectors.terraform.text import template_pieces

_ESCAPE = re.compile(r'\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[nrt"\\])|\$\$\{|%%\{')
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


def unescaped(text: str) -> str:
    """A literal part of a quoted text."""

    def one(match: "re.Match[str]") -> str:
        if match[0][0] in "$%":
            return match[0][1:]
        code = match[1]
        return chr(int(code[1:], 16)) if code[0] in "uU" else _PLAIN_ESCAPES[code]

    return _ESCAPE.sub(one, text)


def _string(node: Tree[Token], scope: Scope) -> Json:
    found = []
    for part in children(node):
        piece = part.children[0]
        if isinstance(piece, Token):
            found.append(unescaped(str(piece)))
        elif piece.data == "interpolation":
            found.append(inner(children(piece)[0], scope))
        else:
            return Unknown()
    return _joined(found)


def _joined(pieces: list[Json]) -> Json:
    """A template with one expression and nothing else has its value, whatever its type."""
    if len(pieces) == 1:
        return pieces[0]
    if any(isinstance(piece, Unknown) for piece in pieces):
        return Unknown(refs_of(pieces))
    text = "".join(map(to_text, pieces))
    return text if len(text) <= MAX_TEXT else Unknown()


def _heredoc(node: Tree[Token], scope: Scope) -> Json:
    raw = token_text(node)
    head, _, rest = raw.partition("\n")
    body = rest.rstrip().rpartition("\n")
    text = f"{body[0]}\n" if body[1] else ""
    if head.startswith("<<-"):
        lines = text.split("\n")
        indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        text = "\n".join(line[indent:] for line in lines)
    pieces: list[Json] = []
    for literal, expression in template_pieces(text):
        if literal:
            pieces.append(re.sub(r"\$\$\{|%%\{", lambda match: match[0][1:], literal))
        if expression is None:
            continue
        if expression.startswith("%"):
            return Unknown()
        pieces.append(inner(scope.parse(expression), scope))
    return _joined(pieces) if len(pieces) != 1 else pieces[0]


HANDLERS: Mapping[str, Handler] = {
    "string": _string,
    "heredoc_template": _heredoc,
    "heredoc_template_trim": _heredoc,
}
