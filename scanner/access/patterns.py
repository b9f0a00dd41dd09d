"""Patterns of IAM resources (`*` any text, `?` one character) against sets of object keys.

A set of keys is given by what they all begin with. Source: IAM User Guide, "IAM JSON policy elements:
Resource", wildcards.
"""

import re


def overlaps(pattern: str, prefix: str) -> bool:
    """Whether the pattern matches some text that begins with the prefix."""
    return bool(_after(pattern, prefix))


def covers(pattern: str, prefix: str) -> bool:
    """Whether the pattern matches every text that begins with the prefix."""
    return any(rest and not pattern[rest:].strip("*") for rest in _stars(pattern, prefix))


def matches(pattern: str, text: str) -> bool:
    """Whether the pattern matches exactly this text."""
    return any(not pattern[place:].strip("*") for place in _after(pattern, text))


def _stars(pattern: str, prefix: str) -> set[int]:
    """Positions behind a star that are reached after the prefix."""
    places = _after(pattern, prefix)
    behind = {place for place in places if place and pattern[place - 1] == "*"}
    return behind | {place + 1 for place in places if pattern[place : place + 1] == "*"}


def literal_start(pattern: str) -> str:
    """The pattern up to its first wildcard."""
    return re.split(r"[*?]", pattern, maxsplit=1)[0]


def _after(pattern: str, text: str) -> set[int]:
    """Positions in the pattern that can be reached by reading the text."""
    literal = len(literal_start(pattern))
    common = min(literal, len(text))
    if pattern[:common] != text[:common]:
        return set()
    places = _skip(pattern, {common})
    for char in text[common:]:
        stepped = {place + 1 for place in places if pattern[place : place + 1] in (char, "?")}
        stepped |= {place for place in places if pattern[place : place + 1] == "*"}
        stepped |= {place for place in places if place and pattern[place - 1] == "*"}
        places = _skip(pattern, stepped)
        if not places:
            return set()
    return places


def _skip(pattern: str, places: set[int]) -> set[int]:
    """With the positions behind stars, which may stand for nothing."""
    more = set(places)
    for place in places:
        while pattern[place : place + 1] == "*":
            place += 1
            more.add(place)
    return more
