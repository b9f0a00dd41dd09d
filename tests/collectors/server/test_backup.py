"""Backups of made-up machines: real borg and restic repositories, a real rsnapshot run, cron and units."""

import os
import subprocess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.server.facts.backup.summary import _excluded as excluded
from tests.collectors.server.machine import FakeMachine
from tests.collectors.server.support import want
from tests.needs import need_root

DATA = "/srv/customers"
SECRET = "hunter2-is-secret"
"""What must not come home."""


def backup(machine: FakeMachine, *paths: str) -> dict[str, Any]:
    """All facts; whatever else comes of it, no secret may be in it."""
    found = machine.scan(want(backup="jobs agents coverage runs secrets folders"), *paths)
    assert SECRET not in str(found.events)
    assert not found.gaps, found.gaps
    return dict(found.one("backup").facts)


@pytest.fixture
def data(machine: FakeMachine) -> FakeMachine:
    """A machine with a dataset."""
    machine.write(f"{DATA}/a.csv", "x\n")
    machine.process("crond")
    machine.tool(
        "findmnt",
        '{"filesystems": [{"target": "/", "source": "/dev/sda1", "fstype": "ext4", '
        '"options": "rw", "maj:min": "8:1"}]}',
    )
    machine.tool(
        "lsblk",
        '{"blockdevices": [{"name": "sda", "kname": "sda", "maj:min": "8:1", "type": "disk", '
        '"fstype": "ext4", "uuid": "1", "tran": "sata"}]}',
    )
    return machine


def test_a_machine_without_any(data: FakeMachine) -> None:
    facts = backup(data, DATA)
    assert facts["jobs"] == []
    assert facts["coverage"] == [{"path": DATA, "covered": "no", "jobs": [], "keep_days": None}]


def test_a_real_restic_repository_started_by_cron(data: FakeMachine) -> None:
    need_root("restic")
    repository = data.root / "backup/restic"
    env = {
        **os.environ,
        "RESTIC_PASSWORD": SECRET,
        "RESTIC_REPOSITORY": str(repository),
        "HOME": str(data.root),
    }
    for arguments in (["init"], ["backup", f"{data.root}{DATA}"]):
        subprocess.run(["restic", "--no-cache", *arguments], env=env, check=True, capture_output=True)
    data.write(
        "/etc/cron.d/backup",
        f"0 2 * * * root RESTIC_PASSWORD={SECRET} restic -r /backup/restic backup --exclude /srv/tmp /srv\n"
        "0 4 * * * root restic -r /backup/restic forget --keep-daily 14 --keep-monthly 6 --prune\n",
    )
    facts = backup(data, DATA)
    (job,) = facts["jobs"]
    assert (job["tool"], job["encrypted"], job["scheduled"]) == ("restic", "yes", "yes")
    assert job["repository"] == {"kind": "local", "path": "/backup/restic"}
    assert (job["sources"], job["keep_days"], job["pruned"]) == (["/srv"], 186, "yes")
    assert facts["coverage"][0]["covered"] == "yes"
    (run,) = facts["runs"]
    assert run["result"] == "success"
    assert run["last_success"] is not None
    assert [(s["file"], s["others"]) for s in facts["secrets"]] == [("/etc/cron.d/backup", True)]
    (folder,) = facts["folders"]
    assert folder["beside"] == [DATA]


@pytest.mark.parametrize(("mode", "encrypted"), [("repokey", "yes"), ("none", "no")])
def test_a_real_borg_repository(data: FakeMachine, mode: str, encrypted: str) -> None:
    need_root("borg")
    repository = data.root / "backup/borg"
    repository.parent.mkdir()
    env = {
        **os.environ,
        "BORG_PASSPHRASE": SECRET,
        "HOME": str(data.root),
        "BORG_BASE_DIR": str(data.root / "base"),
    }
    subprocess.run(["borg", "init", "-e", mode, str(repository)], env=env, check=True, capture_output=True)
    data.write(
        "/etc/cron.daily/borg", "#!/bin/sh\nborg create --stats /backup/borg::{now} /srv /etc\n", 0o755
    )
    (job,) = backup(data, DATA)["jobs"]
    assert (job["encrypted"], job["sources"]) == (encrypted, ["/srv", "/etc"])


def test_a_plain_copy_on_an_encrypted_disk_is_encrypted(data: FakeMachine) -> None:
    data.tool(
        "lsblk",
        '{"blockdevices": [{"name": "sda", "kname": "sda", "maj:min": "8:0", "type": "disk", '
        '"children": [{"name": "luks", "kname": "dm-0", "maj:min": "8:1", "type": "crypt"}]}]}',
    )
    (data.root / "backup").mkdir()
    data.write("/etc/cron.d/copy", "0 2 * * * root rsync -a --delete /srv/ /backup/\n")
    (job,) = backup(data)["jobs"]
    assert (job["tool"], job["encrypted"]) == ("rsync", "yes")


def test_a_real_rsnapshot_run(data: FakeMachine) -> None:
    need_root("rsnapshot", "rsync")
    root, log = data.root / "backup/snapshots", data.root / "var/log/rsnapshot.log"
    log.parent.mkdir(parents=True)
    text = (
        f"config_version\t1.2\nsnapshot_root\t{root}/\ncmd_rsync\t/usr/bin/rsync\nretain\tdaily\t7\n"
        f"retain\tmonthly\t3\nlogfile\t{log}\nbackup\t{data.root}/srv/\tlocalhost/\n"
    )
    config = data.write("/made.conf", text)
    subprocess.run(["rsnapshot", "-c", str(config), "daily"], check=True, capture_output=True)
    data.write("/etc/rsnapshot.conf", text.replace(str(data.root), ""))
    data.write("/etc/cron.d/rsnapshot", "# 30 3 * * * root /usr/bin/rsnapshot daily\n")
    assert backup(data, DATA)["coverage"][0]["covered"] == "no"
    data.write("/etc/cron.d/rsnapshot", "30 3 * * * root /usr/bin/rsnapshot daily\n")
    facts = backup(data, DATA)
    assert (facts["jobs"][0]["keep_days"], facts["jobs"][0]["encrypted"]) == (93, "no")
    assert facts["coverage"][0]["covered"] == "yes"
    assert facts["runs"][0]["result"] == "success"
    assert facts["runs"][0]["last_success"][:4] >= "2026"
    with log.open("a") as file:
        file.write("[2026-11-24T03:40:02] /usr/bin/rsnapshot daily: ERROR: /usr/bin/rsync returned 12\n")
    assert backup(data, DATA)["runs"][0]["result"] == "failed"


BORGMATIC = f"""
source_directories:
    - /etc
    - /srv
repositories:
    - path: ssh://backup@store.example/./db1
      label: far
encryption_passphrase: "{SECRET}"
exclude_patterns:
    - '*.tmp'
    - /srv/cache
keep_daily: 14
keep_monthly: 12
postgresql_databases:
    - name: all
      password: {SECRET}
"""


def unit(machine: FakeMachine, name: str, command: str, enabled: str = "enabled") -> None:
    machine.write(f"/etc/systemd/system/{name}.service", f"[Service]\nExecStart={command}\n")
    machine.write(f"/etc/systemd/system/{name}.timer", "[Timer]\nOnCalendar=daily\n")
    (machine.root / "run/systemd/system").mkdir(parents=True, exist_ok=True)
    shown = (
        f"Id={name}.service\\nResult=success\\nExecMainStatus=0\\n"
        "ExecMainExitTimestamp=Tue 2026-11-24 02:10:00 UTC\\n"
    )
    text = f'#!/bin/sh\ncase $1 in\nis-enabled) echo {enabled} ;;\nshow) printf "{shown}" ;;\nesac\n'
    machine.write("/bin/systemctl", text, 0o755)


def test_borgmatic_by_a_timer(data: FakeMachine) -> None:
    data.write("/etc/borgmatic/config.yaml", BORGMATIC, 0o640)
    unit(data, "borgmatic", "systemd-inhibit borgmatic --verbosity -1")
    facts = backup(data, DATA, "/srv/cache/x")
    (job,) = facts["jobs"]
    assert (job["repository"]["kind"], job["encrypted"], job["scheduled"]) == ("ssh", "yes", "yes")
    assert (job["sources"], job["keep_days"]) == (["/etc", "/srv"], 372)
    assert {row["path"]: row["covered"] for row in facts["coverage"]} == {DATA: "yes", "/srv/cache/x": "no"}
    assert facts["runs"][0]["last_success"] == "2026-11-24T02:10:00Z"
    assert facts["secrets"] == [
        {"file": "/etc/borgmatic/config.yaml", "mode": "0640", "owner": "root", "others": False}
    ]
    assert "store.example" not in str(facts)


def test_a_timer_that_is_not_enabled_backs_up_nothing(data: FakeMachine) -> None:
    data.write("/etc/borgmatic/config.yaml", BORGMATIC)
    unit(data, "borgmatic", "borgmatic", enabled="disabled")
    facts = backup(data, DATA)
    assert (facts["jobs"][0]["scheduled"], facts["coverage"][0]["covered"]) == ("no", "no")


def test_a_unit_with_a_script_and_an_environment_file(data: FakeMachine) -> None:
    data.write(
        "/etc/restic/env", f"RESTIC_REPOSITORY=s3:https://s3.example/b\nRESTIC_PASSWORD={SECRET}\n", 0o644
    )
    data.write(
        "/usr/local/bin/save",
        "#!/bin/sh\n. /etc/restic/env\nrestic backup \\\n  --verbose \\\n  /srv\n",
        0o755,
    )
    unit(data, "save", "/usr/local/bin/save")
    text = "[Service]\nEnvironmentFile=/etc/restic/env\nExecStart=/usr/local/bin/save\n"
    data.write("/etc/systemd/system/save.service", text)
    facts = backup(data, DATA)
    (job,) = facts["jobs"]
    assert (job["repository"]["kind"], job["sources"], job["config"]) == (
        "s3",
        ["/srv"],
        "/usr/local/bin/save",
    )
    assert facts["coverage"][0]["covered"] == "yes"
    assert ("/etc/restic/env", True) in [(row["file"], row["others"]) for row in facts["secrets"]]


def test_sources_in_variables_are_undetermined(data: FakeMachine) -> None:
    data.write("/etc/cron.daily/save", "#!/bin/sh\nrestic -r $REPO backup $WHAT\n", 0o755)
    facts = backup(data, DATA)
    assert (facts["jobs"][0]["sources_known"], facts["coverage"][0]["covered"]) == (False, "undetermined")


def test_a_dry_run_and_a_restore_are_no_backups(data: FakeMachine) -> None:
    data.write(
        "/etc/cron.d/no",
        "1 1 * * * root restic -r /b backup --dry-run /srv\n2 2 * * * root tar -xzf /b.tgz /srv\n",
    )
    assert backup(data, DATA)["jobs"] == []


def scheduled(machine: FakeMachine) -> dict[str, str]:
    """File of each job to whether anything starts it."""
    return {job["config"]: job["scheduled"] for job in backup(machine, DATA)["jobs"]}


def test_a_file_that_cron_passes_over_starts_nothing(data: FakeMachine) -> None:
    job = "1 1 * * * root restic -r s3:x backup /srv\n"
    data.write("/etc/cron.d/runs", job)
    data.write("/etc/cron.d/open", job, 0o666)
    data.write("/etc/cron.d/dotted.sh", job)
    data.write("/etc/cron.daily/plain", f"#!/bin/sh\n{job[15:]}", 0o644)
    expected = {
        "/etc/cron.d/runs": "yes",
        "/etc/cron.d/open": "no",
        "/etc/cron.d/dotted.sh": "yes",
        "/etc/cron.daily/plain": "no",
    }
    assert scheduled(data) == expected
    data.write("/etc/debian_version", "12.1\n")
    assert scheduled(data) == {**expected, "/etc/cron.d/dotted.sh": "no"}


def test_without_cron_its_jobs_are_not_started(data: FakeMachine) -> None:
    data.write("/etc/cron.d/b", "1 1 * * * root restic -r s3:x backup /srv\n")
    (data.root / "proc/77/comm").unlink()
    assert scheduled(data) == {"/etc/cron.d/b": "no"}
    (data.root / "proc/1/comm").unlink()
    assert scheduled(data) == {"/etc/cron.d/b": "undetermined"}


@pytest.mark.parametrize(
    ("command", "place"),
    [
        ("tar czf /backup/srv.tgz /srv", "local"),
        ("tar cz /srv | gpg -e -r ops > /backup/x", "undetermined"),
        ("/bin/tar -c -z -f /backup/srv.tgz /srv", "local"),
    ],
)
def test_archives_of_tar(data: FakeMachine, command: str, place: str) -> None:
    data.write("/etc/cron.d/t", f"1 1 * * * root {command}\n")
    facts = backup(data, DATA)
    (job,) = facts["jobs"]
    assert (job["repository"]["kind"], job["sources"]) == (place, ["/srv"])
    assert facts["coverage"][0]["covered"] == "yes"


def test_a_job_that_stays_on_its_file_system(data: FakeMachine) -> None:
    data.tool(
        "findmnt",
        '{"filesystems": [{"target": "/", "source": "/dev/sda1", "fstype": "ext4", "options": "rw",'
        ' "maj:min": "8:1"}, {"target": "/srv", "source": "/dev/sdb1", "fstype": "ext4", "options": "rw",'
        ' "maj:min": "8:17"}]}',
    )
    data.write("/etc/cron.d/b", "1 1 * * * root restic -r s3:x backup --one-file-system /\n")
    assert backup(data, DATA)["coverage"][0]["covered"] == "no"
    (data.root / "bin/findmnt").unlink()
    assert backup(data, DATA)["coverage"][0]["covered"] == "undetermined"


def test_an_agent_of_another_system_leaves_it_open(data: FakeMachine) -> None:
    data.tool("bareos-fd")
    facts = backup(data, DATA)
    assert (facts["agents"], facts["coverage"][0]["covered"]) == (["bareos-fd"], "undetermined")


def test_pgbackrest(data: FakeMachine) -> None:
    data.write(
        "/etc/pgbackrest.conf",
        f"[global]\nrepo1-path=/backup/pg\nrepo1-cipher-type=aes-256-cbc\nrepo1-cipher-pass={SECRET}\n"
        "repo1-retention-full-type=time\nrepo1-retention-full=30\n[main]\npg1-path=/var/lib/postgresql/15/main\n",
        0o600,
    )
    data.tool(
        "pgbackrest", '[{"name": "main", "backup": [{"error": false, "timestamp": {"stop": 1795485600}}]}]'
    )
    data.write("/etc/cron.d/pg", "1 1 * * * postgres pgbackrest --stanza=main backup\n")
    facts = backup(data, "/var/lib/postgresql/15/main")
    (job,) = facts["jobs"]
    assert (job["encrypted"], job["keep_days"], job["scheduled"]) == ("yes", 30, "yes")
    assert facts["runs"][0]["last_success"] == "2026-11-24T02:00:00Z"
    assert facts["coverage"][0]["covered"] == "yes"


def test_configuration_out_of_reach_is_a_gap(data: FakeMachine) -> None:
    data.write("/etc/borgmatic/config.yaml", BORGMATIC, 0o600)
    found = data.scan(want(backup="jobs"), user=("nobody",))
    assert "is not readable" in found.gap("backup", "jobs").detail


def test_snapshots_are_no_backup(data: FakeMachine) -> None:
    data.tool("snapper")
    data.write("/etc/cron.d/zfs", "1 * * * * root zfs-auto-snapshot -q //\n")
    assert backup(data, DATA)["jobs"] == []


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("/srv/customers", True),
        ("/srv/*", True),
        ("/srv", True),
        ("customers", True),
        ("sh:/srv/**", True),
        ("/srv/customers/tmp", False),
        ("*.tmp", False),
        ("/srv/customer", False),
    ],
)
def test_what_an_exclusion_takes_out(pattern: str, expected: bool) -> None:
    assert excluded(pattern, DATA) is expected


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_an_exclusion_may_be_anything(pattern: str) -> None:
    assert excluded(pattern, DATA) in (True, False)


def test_no_secret_of_a_command_line_comes_home(data: FakeMachine) -> None:
    lines = (
        f"PASSPHRASE={SECRET} duplicity --encrypt-sign-key {SECRET} /srv sftp://u:{SECRET}@h.example/x",
        f"restic --password-command 'echo {SECRET}' -r rest:https://u:{SECRET}@r.example/ backup /srv",
        f"rsync -e 'sshpass -p {SECRET} ssh' --password-file=/etc/{SECRET} -a /srv/ u@h.example:/b/",
    )
    data.write("/etc/cron.d/b", "".join(f"1 1 * * * root {line}\n" for line in lines))
    facts = backup(data, DATA)
    assert [job["tool"] for job in facts["jobs"]] == ["duplicity", "restic", "rsync"]
    assert "example" not in str(facts)
    assert facts["coverage"][0]["covered"] == "yes"


def test_the_folder_of_a_repository_that_others_may_enter(data: FakeMachine) -> None:
    place = data.root / "backup"
    place.mkdir()
    place.chmod(0o755)
    data.write("/etc/cron.d/t", "1 1 * * * root tar -czf /backup/srv.tgz /srv\n")
    facts = backup(data)
    (job,) = facts["jobs"]
    assert (job["tool"], job["repository"]["path"], job["sources"]) == ("tar", "/backup", ["/srv"])
    assert [(folder["path"], folder["others"]) for folder in facts["folders"]] == [("/backup", True)]
    place.chmod(0o700)
    assert backup(data)["folders"][0]["others"] is False
