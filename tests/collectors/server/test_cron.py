"""Jobs of cron: found in every place, told without their commands, and who decides what they run."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from collectors.server.local import LocalCollector
from scanner.model import GapReason
from tests.collectors.server.machine import FakeMachine, ShellCollector
from tests.collectors.server.support import Scan, scan, target, want

WANT = want(cron_job="")
PASSWD = "root:x:0:0::/root:/bin/sh\nann:x:1001:1001::/home/ann:/bin/sh\nbob:x:1002:1002::/home/bob:/bin/sh\n"


@pytest.fixture
def host(machine: FakeMachine) -> FakeMachine:
    machine.write("/etc/passwd", PASSWD)
    machine.write("/etc/group", "root:x:0:\nann:x:1001:\nbob:x:1002:\n")
    (machine.root / "bin/ls").unlink()
    machine.tool("ls", "ls (GNU coreutils) 9.1\n")
    machine.write("/opt/job", "#!/bin/sh\n", 0o755)
    for folder in ("opt", "etc", "home", "var", "bin"):
        (machine.root / folder).mkdir(exist_ok=True)
        (machine.root / folder).chmod(0o755)
    return machine


def own(path: Path, uid: int, mode: int) -> None:
    subprocess.run(["chown", f"{uid}:{uid}", str(path)], check=True)
    path.chmod(mode)


def jobs(found: Scan) -> dict[str, Mapping[str, Any]]:
    """The jobs by schedule."""
    return {r.facts["schedule"]: r.facts for r in found.resources("cron_job")}


def programs(facts: Mapping[str, Any]) -> dict[str, list[str]]:
    return {program["path"]: program["writers"] for program in facts["programs"]}


def test_jobs_of_every_place(host: FakeMachine) -> None:
    host.write("/etc/crontab", "SHELL=/bin/sh\n# no\n\n17 *\t* * *\troot  /opt/job\n@reboot ann /opt/job\n")
    host.write("/etc/cron.d/app", "MAILTO=x\n1 2 3 4 5 bob /opt/job --fast\n")
    host.write("/etc/cron.d/app.rpmsave", "9 9 9 9 9 bob /opt/job\n")
    host.write("/var/spool/cron/crontabs/ann", "5 5 5 5 5 /opt/job\n", 0o600)
    host.write("/var/spool/cron/bob", "6 6 6 6 6 /opt/job\n", 0o600)
    host.write("/etc/anacrontab", "RANDOM_DELAY=45\n1\t5\tcron.daily\tnice run-parts /etc/cron.daily\n")
    host.write("/etc/cron.daily/clean", "#!/bin/sh\n", 0o755)
    host.write("/etc/cron.daily/off", "#!/bin/sh\n", 0o644)
    found = host.scan(WANT)
    assert {(f["schedule"], f["user"], f["file"]["path"]) for f in jobs(found).values()} == {
        ("17 * * * *", "root", "/etc/crontab"),
        ("@reboot", "ann", "/etc/crontab"),
        ("1 2 3 4 5", "bob", "/etc/cron.d/app"),
        ("5 5 5 5 5", "ann", "/var/spool/cron/crontabs/ann"),
        ("6 6 6 6 6", "bob", "/var/spool/cron/bob"),
        ("every 1 days", "root", "/etc/anacrontab"),
        ("daily", "root", "/etc/cron.daily/clean"),
    }
    assert programs(jobs(found)["17 * * * *"]) == {"/opt/job": []}
    assert programs(jobs(found)["daily"]) == {"/etc/cron.daily/clean": []}
    assert "/etc/cron.daily" in programs(jobs(found)["every 1 days"])
    assert found.count("cron_job") == 7
    assert found.gaps == []


def test_no_cron_is_a_complete_listing(host: FakeMachine) -> None:
    assert host.scan(WANT).count("cron_job") == 0


def test_without_root_the_crontabs_of_others_are_a_gap(host: FakeMachine) -> None:
    host.write("/etc/crontab", "1 * * * * root /opt/job\n")
    host.write("/etc/cron.d/secret", "2 * * * * root /opt/job\n", 0o600)
    spool = host.write("/var/spool/cron/crontabs/ann", "5 5 5 5 5 /opt/job\n", 0o600).parent
    spool.chmod(0o1730)
    found = host.scan(WANT, user=("nobody",))
    assert found.count("cron_job") is None
    gap = found.gap("cron_job")
    assert gap.reason is GapReason.DENIED
    assert "/etc/cron.d/secret" in gap.detail
    assert "/var/spool/cron/crontabs" in gap.detail
    assert set(jobs(found)) == {"1 * * * *"}


@pytest.mark.parametrize(
    ("command", "paths"),
    [
        ("/opt/job", {"/opt/job"}),
        ("cd / && test -x /opt/job && /opt/job >/dev/null 2>&1", {"/opt/job", "/bin/test"}),
        ("A=1 nice -n 19 /opt/job", {"/opt/job"}),
        ("if [ -x /opt/job ]; then /opt/job; fi", {"/opt/job"}),
        ("sh -e '/home/ann/plain.sh' x", {"/bin/sh", "/home/ann/plain.sh"}),
        ("tar c /home/ann/plain.sh", {"/bin/tar"}),
        ("/home/ann/missing.sh", {"/home/ann/missing.sh"}),
        ("no-such-program", set()),
        ("/bin/true % /opt/job", {"/bin/true"}),
        (r"date +\%s; /opt/job", {"/bin/date", "/opt/job"}),
    ],
)
def test_programs_of_a_command(host: FakeMachine, command: str, paths: set[str]) -> None:
    host.write("/home/ann/plain.sh", "echo")
    host.write("/etc/crontab", f"1 * * * * root {command}\n")
    assert set(programs(host.scan(WANT).one("cron_job").facts)) == paths


def test_who_decides_what_root_runs(host: FakeMachine) -> None:
    script = host.write("/home/ann/backup.sh", "#!/bin/sh\n", 0o755)
    own(script.parent, 1001, 0o755)
    host.write("/etc/crontab", "1 * * * * root /home/ann/backup.sh\n2 * * * * ann /home/ann/backup.sh\n")
    found = jobs(host.scan(WANT))
    assert programs(found["1 * * * *"]) == {"/home/ann/backup.sh": ["ann"]}
    assert programs(found["2 * * * *"]) == {"/home/ann/backup.sh": []}
    assert found["1 * * * *"]["file_writers"] == []
    (host.root / "etc/crontab").chmod(0o666)
    assert jobs(host.scan(WANT))["1 * * * *"]["file_writers"] == ["ann", "bob"]


def test_a_program_that_anybody_could_put_there(host: FakeMachine) -> None:
    host.write("/etc/crontab", "1 * * * * root /opt/new/job\n")
    assert programs(host.scan(WANT).one("cron_job").facts) == {"/opt/new/job": []}
    (host.root / "opt").chmod(0o1777)
    assert programs(host.scan(WANT).one("cron_job").facts) == {"/opt/new/job": ["ann", "bob"]}


def test_a_program_found_in_the_path_of_the_crontab(host: FakeMachine) -> None:
    script = host.write("/home/ann/bin/date", "#!/bin/sh\n", 0o755)
    own(script, 1001, 0o755)
    host.write("/etc/crontab", 'PATH="/home/ann/bin:/bin"\n1 * * * * root date\n')
    assert programs(host.scan(WANT).one("cron_job").facts) == {"/home/ann/bin/date": ["ann"]}


@pytest.mark.parametrize(
    ("command", "secret"),
    [
        ("PGPASSWORD=geheim pg_dump", True),
        ("curl https://ann:geheim@example.com/", True),
        ("mysqldump --all -pgeheim", True),
        ("backup --password geheim", True),
        ("backup --token='geheim'", True),
        ("backup --password-file /root/geheim", False),
        ("PGPASSWORD=$(cat /root/geheim) pg_dump", False),
        ("mkdir -pv /srv/geheim", False),
        ("backup --password=/root/geheim", False),
        ("rsync -a host:/geheim /srv", False),
    ],
)
def test_secrets_are_seen_and_stay_there(host: FakeMachine, command: str, secret: bool) -> None:
    host.write("/etc/crontab", f"1 * * * * root {command}\n")
    found = host.scan(WANT)
    assert found.one("cron_job").facts["secret"] is secret
    assert "geheim" not in repr(found)


@pytest.mark.parametrize(
    ("command", "datasets", "deletes"),
    [
        ("find /srv/customers -mtime +30 -delete", ["/srv/customers"], True),
        ("rm -rf '/srv/customers/2020'", [], True),
        ("/opt/purge", ["/srv/customers", "/srv/orders"], True),
        ("backup --from=/srv/customers", ["/srv/customers"], False),
        ("rm -rf /srv/customers-old", [], True),
        ("/opt/job", [], False),
    ],
)
def test_datasets_that_a_job_names(
    host: FakeMachine,
    command: str,
    datasets: list[str],
    deletes: bool,
) -> None:
    host.write("/opt/purge", "#!/bin/sh\ncd /srv/orders &&\nfind /srv/customers/* -exec rm {} +\n", 0o755)
    host.write("/etc/crontab", f"1 * * * * root {command}\n")
    found = host.scan(WANT, "/srv/customers", "/srv/orders")
    assert found.one("cron_job").facts["datasets"] == datasets
    assert found.one("cron_job").facts["deletes"] is deletes


def test_ids_stay_when_other_jobs_come_and_go(host: FakeMachine) -> None:
    host.write("/etc/crontab", "1 * * * * root /opt/job a\n")
    before = host.scan(WANT).one("cron_job").id
    host.write(
        "/etc/crontab", "2 * * * * root /opt/job\n1 * * * * root /opt/job a\n1 * * * * root /opt/job b\n"
    )
    after = [r.id for r in host.scan(WANT).resources("cron_job")]
    assert before in after
    assert f"{before}/2" in after


@pytest.mark.parametrize("name", ["dash", "bash"])
def test_every_shell_tells_the_jobs_of_this_machine(name: str, open_folder: Path) -> None:
    place = shutil.which(name)
    assert place is not None
    (open_folder / "sh").symlink_to(place)
    collector = ShellCollector([str(open_folder / "sh"), "-s"], f"{open_folder}:{os.environ['PATH']}")
    found = scan(collector, target({}, "/etc/ssh"), WANT)
    plain = scan(LocalCollector(), target({}, "/etc/ssh"), WANT)
    assert jobs(found) == jobs(plain)
    assert found.gaps == []
