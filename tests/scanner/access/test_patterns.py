"""Wildcards of IAM against sets of keys, compared with all keys of a small alphabet."""

import re
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from scanner.access.patterns import covers, matches, overlaps

PATTERNS = st.text("ab*?", max_size=5)
TEXTS = st.text("ab", max_size=4)
ENDINGS = ["".join(letters) for length in range(6) for letters in product("ab", repeat=length)]
"""One of them completes every pattern of five characters that can be completed."""


def expression(pattern: str) -> re.Pattern[str]:
    parts = {"*": ".*", "?": "."}
    return re.compile("".join(parts.get(char, re.escape(char)) for char in pattern), re.DOTALL)


@given(PATTERNS, TEXTS)
def test_a_text_matches_as_with_a_regular_expression(pattern: str, text: str) -> None:
    assert matches(pattern, text) is bool(expression(pattern).fullmatch(text))


@given(PATTERNS, TEXTS)
def test_a_pattern_overlaps_what_begins_with_a_text_when_it_matches_some_of_it(
    pattern: str, prefix: str
) -> None:
    compiled = expression(pattern)
    assert overlaps(pattern, prefix) is any(compiled.fullmatch(prefix + ending) for ending in ENDINGS)


@given(PATTERNS, TEXTS)
def test_a_pattern_covers_what_begins_with_a_text_when_it_matches_all_of_it(
    pattern: str, prefix: str
) -> None:
    compiled = expression(pattern)
    endings = [*ENDINGS, "c", "ccccccc"]
    if covers(pattern, prefix):
        assert all(compiled.fullmatch(prefix + ending) for ending in endings)
    elif not pattern.count("*") > 1 and "?" not in pattern:
        assert not all(compiled.fullmatch(prefix + ending) for ending in endings)
