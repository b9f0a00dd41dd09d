"""Patterns that people write to name things: exact, unless they hold `*` or `?`."""

from fnmatch import fnmatchcase


def fits(pattern: str, text: str) -> bool:
    """Whether the whole text is meant; `[` is itself, as in `aws_s3_bucket.logs["eu"]`, and case counts."""
    return fnmatchcase(text, pattern.replace("[", "[[]"))
