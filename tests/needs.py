"""What a test needs of its machine: what is missing fails it in CI and is an announced skip elsewhere."""

import os
import shutil

import pytest

SYSTEM_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


def need(*, present: bool, what: str) -> None:
    """Skip the test when something is missing; fail it under CI=true."""
    if present:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"missing: {what}")
    pytest.skip(f"missing: {what}")


def need_root(*programs: str) -> None:
    """The test changes users, mounts or namespaces, and drives these programs."""
    need(present=os.getuid() == 0, what="root")
    absent = [name for name in programs if shutil.which(name, path=SYSTEM_PATH) is None]
    need(present=not absent, what=", ".join(absent))
