"""A scan that is stopped, or runs out of time: real processes, real servers that hang, and still a report."""

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.collectors.server.sshd import RealSshd
from tests.e2e.conftest import Run, Workspace
from tests.needs import need_root
from tests.scanner.packs import write_check

SOON_SECONDS = 20
"""What "at once" and "cleanly" may take on a slow machine; what hangs here hangs for minutes."""


@pytest.fixture(scope="module", autouse=True)
def _machine() -> None:
    need_root("sshd", "ssh-keygen")


@pytest.fixture(scope="module")
def answering() -> Iterator[RealSshd]:
    with RealSshd() as server:
        yield server


@pytest.fixture(scope="module")
def hanging() -> Iterator[RealSshd]:
    """Lets the scanner in; the probe never gets to its end."""
    with RealSshd(force_command='sh -c "$SSH_ORIGINAL_COMMAND" | { head -c 3000; sleep 600; }') as server:
        yield server


@pytest.fixture(scope="module")
def silent() -> Iterator[int]:
    """The port of something that accepts connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        yield server.getsockname()[1]


def target(id_: str, server: RealSshd, **more: Any) -> dict[str, Any]:
    return {"id": id_, "kind": "ssh", **server.settings, **more}


def at_connect(answering: RealSshd, silent: int) -> dict[str, Any]:
    return target("stuck", answering, port=silent, connect_timeout_seconds=300)


def begun(process: subprocess.Popen[str], *said: str) -> None:
    """Wait until the scan has said each of these on stderr."""
    assert process.stderr is not None
    open_ = set(said)
    for line in process.stderr:
        open_ -= {text for text in open_ if text in line}
        if not open_:
            return
    raise AssertionError(f"the scan ended before it said {open_}")


def stopped(workspace: Workspace, *said: str, how: signal.Signals = signal.SIGINT) -> Run:
    """A scan that is stopped as soon as it has said something."""
    with workspace.start("scan") as process:
        begun(process, *said)
        before = time.monotonic()
        process.send_signal(how)
        out, err = process.communicate(timeout=60)
        assert time.monotonic() - before < SOON_SECONDS
    return workspace.ended(process.returncode, out, err)


def reasons(run: Run, id_: str) -> set[str]:
    return {gap["reason"] for gap in run.report["gaps"] if gap["target"] == id_}


def outcomes(run: Run, id_: str) -> dict[str, int]:
    (found,) = [item["outcomes"] for item in run.report["targets"] if item["id"] == id_]
    return dict(found)


def is_clean_end(run: Run) -> None:
    assert run.code == 3
    assert "Traceback" not in run.err
    assert run.report["exit_code"] == 3


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("where", ["connect", "probe"])
def test_a_signal_ends_a_scan_with_a_report_of_what_is_there(
    workspace: Workspace, answering: RealSshd, hanging: RealSshd, silent: int, where: str, how: signal.Signals
) -> None:
    stuck = at_connect(answering, silent) if where == "connect" else target("stuck", hanging)
    workspace.configure(targets=[target("good", answering), stuck])
    run = stopped(workspace, "good: incomplete", "stuck: collecting", how=how)
    is_clean_end(run)
    assert run.report["verdict"].startswith("The scan was stopped before its end.")
    assert "cancelled" in reasons(run, "stuck")
    assert outcomes(run, "stuck")["fail"] == 0
    assert outcomes(run, "stuck")["unknown"] > 30
    assert "cancelled" not in reasons(run, "good")
    assert outcomes(run, "good")["pass"] > 30


def test_targets_that_were_never_begun_are_gaps_too(
    workspace: Workspace, answering: RealSshd, silent: int
) -> None:
    stuck = at_connect(answering, silent)
    workspace.configure(targets=[{**stuck, "id": f"stuck{number}"} for number in range(40)])
    with workspace.start("scan", "--parallel", "2") as process:
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    run = workspace.ended(process.returncode)
    assert run.code == 3
    assert all(reasons(run, f"stuck{number}") == {"cancelled"} for number in range(40))
    assert run.report["coverage"]["outcomes"]["pass"] == 0


def test_a_second_signal_ends_at_once_without_a_report(
    workspace: Workspace, answering: RealSshd, silent: int
) -> None:
    workspace.configure(targets=[at_connect(answering, silent)])
    with workspace.start("scan") as process:
        begun(process, "stuck: collecting")
        process.send_signal(signal.SIGINT)
        begun(process, "stopping with what was collected")
        before = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert time.monotonic() - before < 3
    run = workspace.ended(process.returncode, "", err)
    assert (run.code, run.report) == (3, {})
    assert "stopped before anything was reported" in run.err
    assert "Traceback" not in run.err


SLOW = (
    'deny contains {"msg": "x"} if {\n\tn := numbers.range(1, 1500)\n'
    "\tcount([1 | some i in n; some j in n; i + j == 0]) > 0\n}\n"
)
"""About a second for each account."""


def slow_policy(folder: Path, accounts: int) -> None:
    body = SLOW.replace("if {\n", "if {\n\tinput.facts.uid >= 0\n")
    write_check(folder / "mine", "mine.slow", body, resource="server.account", severity="low")
    assert accounts > 10


def test_a_signal_during_evaluation_leaves_the_rest_unknown(workspace: Workspace) -> None:
    accounts = len(Path("/etc/passwd").read_text().splitlines())
    slow_policy(workspace.folder, accounts)
    workspace.configure(targets=[{"id": "here", "kind": "local"}])
    with workspace.start("scan", "--policies", "mine", "--check", "slow") as process:
        begun(process, "here: ")
        begun(process, "here: ")  # collecting, then its end
        time.sleep(3)
        before = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert time.monotonic() - before < SOON_SECONDS
    run = workspace.ended(process.returncode, out, err)
    is_clean_end(run)
    assert run.report["gaps"] == []
    found = [item for item in run.report["findings"] if item["check"] == "slow"]
    assert {item["outcome"] for item in found} == {"unknown"}
    assert "the scan was stopped" in found[0]["message"]
    decided = run.report["coverage"]["outcomes"]
    assert decided["pass"] + len(found) == accounts
    assert decided["pass"] < accounts


# --- time ---------------------------------------------------------------------------------------------


def test_a_scan_whose_time_is_over_reports_the_rest_as_timed_out(
    workspace: Workspace, answering: RealSshd, hanging: RealSshd, silent: int
) -> None:
    workspace.configure(
        targets=[
            target("good", answering),
            target("half", hanging, timeout_seconds=600),
            at_connect(answering, silent),
        ]
    )
    before = time.monotonic()
    run = workspace.scan("--deadline", "8s", "--fail-on", "critical")
    assert time.monotonic() - before < 8 + SOON_SECONDS
    is_clean_end(run)
    assert run.report["verdict"].startswith(
        "The time for collecting was over (--deadline 8s) before its end."
    )
    for id_ in ("half", "stuck"):
        late = [gap for gap in run.report["gaps"] if gap["target"] == id_ and gap["reason"] == "timeout"]
        assert late
        assert all("--deadline 8s" in gap["detail"] for gap in late)
    assert outcomes(run, "good")["pass"] > 30
    assert sorted(path.name for path in (workspace.folder / "selfaudit-out").iterdir()) == [
        "report.html",
        "report.json",
    ]


def test_a_deadline_that_is_kept_changes_nothing(workspace: Workspace) -> None:
    workspace.configure(targets=[{"id": "here", "kind": "local"}])
    run = workspace.scan("--deadline", "1h")
    assert "deadline" not in run.report["verdict"]
    assert "timeout" not in reasons(run, "here")


@pytest.mark.parametrize("text", ["0", "soon", "5d", "-1s", "1e9", "1 m 5", "99999999999h"])
def test_a_deadline_that_is_no_time_is_a_wrong_call(workspace: Workspace, text: str) -> None:
    run = workspace.scan(f"--deadline={text}")
    assert run.code == 2
    assert f"--deadline {text}: must be a time such as 90s, 15m or 1h" in run.err


@pytest.mark.parametrize("parallel", ["0", "-1", "many"])
def test_a_wrong_number_of_targets_at_a_time_is_a_wrong_call(workspace: Workspace, parallel: str) -> None:
    assert workspace.scan(f"--parallel={parallel}").code == 2


# --- many hosts -----------------------------------------------------------------------------------------


def test_threads_and_lines_do_not_grow_with_the_hosts(
    workspace: Workspace, answering: RealSshd, silent: int
) -> None:
    targets = [target(f"web{n}", answering) for n in range(25)]
    targets += [target(f"lost{n}", answering, port=9, retries=0) for n in range(25)]
    targets += [target(f"slow{n}", answering, port=silent, timeout_seconds=2) for n in range(10)]
    workspace.configure(targets=targets)
    most = 0
    with workspace.start("scan", "--parallel", "4", "--check", "account-extra-root") as process:
        while process.poll() is None:
            with suppress(FileNotFoundError):  # it has ended just now
                most = max(most, len(list(Path(f"/proc/{process.pid}/task").iterdir())))
            time.sleep(0.02)
        _, err = process.communicate(timeout=60)
    run = workspace.ended(process.returncode, "", err)
    assert len(run.report["targets"]) == 60
    assert run.report["coverage"]["outcomes"]["unknown"] == 35
    # The main one, one for the lines, and of each target at work: itself, its deadline, its connection, and
    # the connection of the one before, which may take a moment to end.
    assert 4 < most <= 2 + 4 * 4
    assert len(err.splitlines()) < 25
