"""Takes the pictures of the README from a real scan of the test estate. Needs root and Chromium."""

import os
import pty
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.collectors.aws.moto_server import MotoServer  # noqa: E402
from tests.e2e.bucket import make_faulty_account  # noqa: E402
from tests.e2e.conftest import COMMAND, Workspace  # noqa: E402
from tests.e2e.estate import faulty_server  # noqa: E402
from tests.e2e.test_scan import estate  # noqa: E402

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
]
COLUMNS, LAST_LINES = 100, 34


def main() -> None:
    """Scan, then photograph the page and the end of the terminal output."""
    with tempfile.TemporaryDirectory() as folder, MotoServer(images=False) as moto, faulty_server() as server:
        make_faulty_account(moto)
        workspace = estate(Workspace(Path(folder)), server, moto)
        terminal = _in_terminal(workspace)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            _photograph_page(browser, workspace.folder / "selfaudit-out" / "report.html")
            _photograph_terminal(browser, terminal)


def _in_terminal(workspace: Workspace) -> str:
    leader, follower = pty.openpty()
    env = {**workspace.env, "TERM": "xterm-256color", "COLUMNS": str(COLUMNS)}
    with subprocess.Popen(  # noqa: S603 (our own command)
        [str(COMMAND), "scan"], cwd=workspace.folder, env=env, stdout=follower, stderr=subprocess.DEVNULL
    ):
        os.close(follower)
        return b"".join(_chunks(leader)).decode()


def _chunks(descriptor: int) -> list[bytes]:
    chunks = []
    while True:
        try:
            chunk = os.read(descriptor, 65536)
        except OSError:  # the other end is closed
            return chunks
        chunks.append(chunk)


def _photograph_page(browser: Browser, report: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(report.as_uri())
    page.screenshot(path=HERE / "report.png")


def _photograph_terminal(browser: Browser, output: str) -> None:
    lines = output.replace("\r\n", "\n").rstrip("\n").split("\n")
    shown = ["$ selfaudit scan", "[…]", *lines[-LAST_LINES:]]
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True)
        console.print(Text.from_ansi("\n".join(shown)))
        drawing = console.export_svg(title="selfaudit")
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_content(f'<body style="margin:0">{drawing}</body>')
    page.locator("svg").first.screenshot(path=HERE / "terminal.png")


if __name__ == "__main__":
    main()
