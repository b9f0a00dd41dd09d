"""Parsing leaves nothing behind that only one thread may throw away."""

import gc
import sys
import threading
from typing import Any

import pytest

from scanner.interfaces import ConfigurationError
from scanner.policy_pack.syntax import parse_module


def test_an_error_can_be_thrown_away_in_any_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    complaints: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)
    kept: list[Any] = []
    try:
        parse_module("bad.rego", "package a\n\ndeny contains if if\n")
    except ConfigurationError as error:
        kept.append((error, kept))  # with its traceback, in a cycle
    assert "bad.rego:3" in str(kept[0][0])
    del kept
    collector = threading.Thread(target=gc.collect)
    collector.start()
    collector.join()
    assert complaints == []
