"""Why a call gave no answer, as a reason and a line for the reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from scanner.model import GapReason

DENIED = frozenset({"AccessDenied", "AccessDeniedException", "AllAccessDisabled", "UnauthorizedOperation"})
UNUSABLE_CREDENTIALS = frozenset(
    {
        "AuthFailure",
        "ExpiredToken",
        "ExpiredTokenException",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "InvalidToken",
        "NotSignedUp",
        "OptInRequired",
        "RegionDisabledException",
        "RequestExpired",
        "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
        "TokenRefreshRequired",
        "UnrecognizedClientException",
    }
)
UNSUPPORTED = frozenset(
    {
        "InvalidAction",
        "MethodNotAllowed",
        "NotImplemented",
        "UnknownOperationException",
        "UnsupportedOperation",
        "XNotImplemented",
    }
)
REGION_DISABLED = frozenset(
    {
        "AuthFailure",
        "InvalidClientTokenId",
        "OptInRequired",
        "RegionDisabledException",
        "UnrecognizedClientException",
    }
)
"""What services say in a region that is not enabled for the account, and some to wrong credentials."""
THROTTLED = frozenset(
    {
        "BandwidthLimitExceeded",
        "EC2ThrottledException",
        "PriorRequestNotComplete",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequests",
        "TooManyRequestsException",
    }
)
MAX_TEXT = 300


@dataclass(frozen=True, slots=True)
class Trouble:
    """A call that gave no answer; `code` is the error code of the service, if it sent one.

    `operation` is what was called, `denied` the action that the service says is not allowed.
    """

    reason: GapReason
    text: str
    code: str = ""
    operation: str = ""
    denied: str = ""

    def actions(self, of: Sequence[str]) -> tuple[str, ...]:
        """Which of the actions `of` this trouble is about: one of them if that can be told, else all."""
        if self.denied:
            return (self.denied,)
        named = tuple(action for action in of if action.rpartition(":")[2] == self.operation)
        return named or tuple(of)


class TroubleError(Exception):
    """A trouble on its way up."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.text)
        self.trouble = trouble


class MalformedAnswerError(ValueError):
    """An answer that is not what the API documents. The text is ours and holds no secrets."""


def trouble_of(error: Exception) -> Trouble:
    """The trouble behind an exception of boto3 or of a parser."""
    from collectors.aws import refusals  # with botocore, which who reads plans has no need of

    return refusals.trouble_of(error)


def one_line(text: str) -> str:
    """Foreign text for a gap's detail: one line, printable, of bounded length."""
    words = " ".join(text[: 4 * MAX_TEXT].split())
    return "".join(char for char in words if char.isprintable())[:MAX_TEXT]
