"""Points in time as boto3 gives them."""

from datetime import UTC, datetime

from collectors.aws.troubles import MalformedAnswerError


def instant(given: object) -> str | None:
    """RFC 3339 in UTC to the second; null when the service sent no time."""
    if given is None:
        return None
    if not isinstance(given, datetime) or given.tzinfo is None:
        raise MalformedAnswerError(f"{type(given).__name__} in the place of a time")
    return given.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
