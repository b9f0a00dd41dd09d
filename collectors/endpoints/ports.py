"""Ports beside an endpoint that take a connection without TLS."""

import contextlib
import socket

from collectors.endpoints.http import NoAnswerError, plain_answer
from collectors.endpoints.settings import Settings
from scanner.model import GapReason

TRIES = 2
"""A port that says nothing is asked again: one lost packet is no packet filter."""


def answer_of(settings: Settings, port: int) -> str:
    """What a port does: closed, no_answer, open, and for HTTP what becomes of a request.

    Raises NoAnswerError when it takes a connection of which nothing more can be told.
    """
    state = connect(settings, port)
    if state != "open" or settings.protocol not in ("https", "http"):
        return state
    return plain_answer(settings, port)


def connect(settings: Settings, port: int) -> str:
    """Whether a port takes a connection: open, closed, no_answer. Raises NoAnswerError."""
    for _ in range(TRIES):
        try:
            with contextlib.closing(
                socket.create_connection((settings.host, port), timeout=settings.connect_seconds)
            ):
                return "open"
        except TimeoutError:
            continue
        except ConnectionRefusedError:
            return "closed"
        except OSError as error:
            detail = f"port {port}: {error.strerror or type(error).__name__}"
            raise NoAnswerError(GapReason.UNREACHABLE, detail) from None
    return "no_answer"
