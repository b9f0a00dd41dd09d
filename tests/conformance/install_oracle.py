"""Install OPA's own evaluator, the reference of the conformance tests, where there is a build of it."""

import platform
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("oracle-requirements.txt")


def main() -> int:
    """Exit status of pip; 0 with a notice on other platforms, where the tests that need it are skipped."""
    here = (platform.system(), platform.machine())
    if here != ("Linux", "x86_64"):
        print(f"no build of OPA's evaluator for {' '.join(here)}: the conformance tests will be skipped")  # noqa: T201
        return 0
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--ignore-requires-python"]
    command = [sys.executable, "-m", "pip", "install", *options, "--require-hashes", "-r", str(REQUIREMENTS)]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
