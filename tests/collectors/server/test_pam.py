"""PAM stacks and records of logins of a made-up machine."""

import subprocess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.server.facts.pam import pam
from collectors.server.probe import text
from collectors.server.reply import Item, NotSeenError, Reply, Section
from scanner.model import GapReason
from tests.collectors.server.machine import FakeMachine
from tests.collectors.server.support import want

PAM = want(host="pam")

DEBIAN_AUTH = """
auth\t[success=1 default=ignore]\tpam_unix.so nullok
auth\trequisite\t\t\tpam_deny.so
auth\trequired\t\t\tpam_permit.so
"""
LOCKING_AUTH = """
auth requisite pam_faillock.so preauth
auth [success=2 default=ignore] pam_unix.so
auth [default=die] pam_faillock.so authfail deny=4
auth requisite pam_deny.so
auth required pam_permit.so
"""


def facts(machine: FakeMachine) -> Any:
    return machine.scan(PAM).one("host").facts["pam"]


def lockout(machine: FakeMachine, auth: str, account: str = "") -> Any:
    machine.write("/etc/pam.d/sshd", "@include common-auth\n" + account)
    machine.write("/etc/pam.d/common-auth", auth)
    (service,) = facts(machine)["services"]
    return service["lockout"]


def passwords(machine: FakeMachine, lines: str) -> Any:
    machine.write("/etc/pam.d/passwd", lines)
    return facts(machine)["passwords"]


def test_a_machine_without_pam(machine: FakeMachine) -> None:
    assert facts(machine) == {"in_use": False, "services": [], "passwords": None}


def test_debian_as_it_comes(machine: FakeMachine) -> None:
    machine.write("/etc/pam.d/common-auth", DEBIAN_AUTH)
    machine.write(
        "/etc/pam.d/common-password", "password [success=1 default=ignore] pam_unix.so obscure yescrypt\n"
    )
    machine.write("/etc/pam.d/passwd", "@include common-password\n")
    machine.write("/etc/pam.d/login", "auth optional pam_faildelay.so delay=3\n@include common-auth\n")
    assert facts(machine) == {
        "in_use": True,
        "services": [
            {
                "name": "login",
                "lockout": {
                    "module": "none",
                    "effective": False,
                    "deny": None,
                    "unlock_seconds": None,
                    "interval_seconds": None,
                    "root": False,
                },
                "empty_passwords": True,
            }
        ],
        "passwords": {
            "module": "none",
            "enforced": False,
            "shortest": 6,
            "min_classes": 0,
            "remembered": 0,
        },
    }


def test_faillock_with_its_file_and_its_arguments(machine: FakeMachine) -> None:
    machine.write("/etc/security/faillock.conf", "# deny = 9\ndeny = 8\nunlock_time=never\neven_deny_root\n")
    assert lockout(machine, LOCKING_AUTH) == {
        "module": "pam_faillock",
        "effective": True,
        "deny": 4,
        "unlock_seconds": 0,
        "interval_seconds": 900,
        "root": True,
    }


@pytest.mark.parametrize(
    ("auth", "account"),
    [
        # Nobody counts.
        ("auth required pam_faillock.so preauth\nauth sufficient pam_unix.so\n", ""),
        # A right password comes before the question whether the account is locked.
        (
            "auth sufficient pam_unix.so\n"
            "auth required pam_faillock.so preauth\n"
            "auth required pam_faillock.so authfail\n",
            "",
        ),
        ("auth sufficient pam_unix.so\nauth [default=die] pam_faillock.so authfail\n", ""),
        (LOCKING_AUTH.replace("deny=4", "deny=0"), ""),
    ],
)
def test_faillock_that_locks_nobody(machine: FakeMachine, auth: str, account: str) -> None:
    found = lockout(machine, auth, account)
    assert (found["module"], found["effective"]) == ("pam_faillock", False)


def test_faillock_that_asks_behind_the_password(machine: FakeMachine) -> None:
    auth = "auth sufficient pam_unix.so\nauth [default=die] pam_faillock.so authfail\n"
    assert lockout(machine, auth, "account required pam_faillock.so\n")["effective"] is True


def test_tally2_of_older_systems(machine: FakeMachine) -> None:
    tally = "auth required /lib/security/pam_tally2.so onerr=fail deny=5 unlock_time=900\n"
    auth = f"{tally}auth required pam_unix.so\n"
    found = lockout(machine, auth)
    assert (found["module"], found["effective"], found["deny"], found["unlock_seconds"]) == (
        "pam_tally2",
        True,
        5,
        900,
    )
    assert lockout(machine, auth.replace(" deny=5", ""))["effective"] is False


def test_red_hat_with_substacks_and_a_vendor_folder(machine: FakeMachine) -> None:
    machine.write(
        "/usr/lib/pam.d/sshd", "auth substack password-auth\n-auth optional pam_reauthorize.so prepare\n"
    )
    machine.write("/etc/pam.d/password-auth", LOCKING_AUTH)
    (service,) = facts(machine)["services"]
    assert (service["lockout"]["effective"], service["empty_passwords"]) == (True, False)


def test_credits_shorten_passwords(machine: FakeMachine) -> None:
    line = "password requisite pam_pwquality.so retry=3\npassword sufficient pam_unix.so use_authtok\n"
    assert passwords(machine, line)["shortest"] == 8
    machine.write(
        "/etc/security/pwquality.conf.d/50.conf", "minlen = 14\ndcredit = 1\nucredit = 1\nocredit = -1\n"
    )
    assert passwords(machine, line) == {
        "module": "pam_pwquality",
        "enforced": True,
        "shortest": 12,
        "min_classes": 1,
        "remembered": 0,
    }
    # The main file comes last, arguments after it.
    machine.write("/etc/security/pwquality.conf", "minlen = 20 # long\n")
    assert passwords(machine, line)["shortest"] == 18
    assert passwords(machine, line.replace("retry=3", "minlen=10"))["shortest"] == 8


@pytest.mark.parametrize(
    ("line", "module", "enforced", "shortest"),
    [
        ("password optional pam_pwquality.so minlen=20", "pam_pwquality", False, 6),
        ("password requisite pam_pwquality.so minlen=20 enforcing=0", "pam_pwquality", False, 6),
        ("password requisite pam_pwquality.so minlen=3", "pam_pwquality", True, 6),
        ("password requisite pam_cracklib.so minlen=14", "pam_cracklib", True, 10),
        ("password requisite pam_passwdqc.so min=disabled,24,12,11,10", "pam_passwdqc", True, 10),
        ("password requisite pam_passwdqc.so", "pam_passwdqc", True, 7),
        ("password required pam_unix.so minlen=15", "none", False, 15),
    ],
)
def test_quality_of_passwords(
    machine: FakeMachine, line: str, module: str, enforced: bool, shortest: int
) -> None:
    found = passwords(machine, line + "\n")
    assert (found["module"], found["enforced"], found["shortest"]) == (module, enforced, shortest)


def test_history(machine: FakeMachine) -> None:
    unix = "password required pam_unix.so remember=3\n"
    assert passwords(machine, unix)["remembered"] == 3
    assert passwords(machine, "password required pam_pwhistory.so\n" + unix)["remembered"] == 10


@pytest.mark.parametrize(
    "lines",
    [
        "password requisite pam_pwquality.so minlen=long\n",
        "password include nowhere\n",
        "password include passwd\n",
        "password requisite pam_passwdqc.so config=/etc/passwdqc.conf\n",
        "passwort required pam_unix.so\n",
        "password\n",
    ],
)
def test_a_stack_that_is_not_understood(machine: FakeMachine, lines: str) -> None:
    machine.write("/etc/pam.d/passwd", lines)
    assert machine.scan(PAM).gap("host", "pam")


def test_arguments_of_other_modules_stay_on_the_machine(machine: FakeMachine) -> None:
    machine.write(
        "/etc/pam.d/sshd",
        "auth required pam_mysql.so user=x passwd=hunter2\n"
        "auth required pam_mysql.so user=x \\\n  passwd=hunter2\n"
        "auth required pam_unix.so \\\n nullok\n",
    )
    script = f"{text('lib')}\narmor() {{ cat; }}\n{text('pam')}"
    command = ["/usr/sbin/chroot", str(machine.root), "/bin/sh", "-c", script]
    said = subprocess.run(command, capture_output=True, check=True, env={"PATH": "/bin"}).stdout
    assert b"pam_mysql" in said
    assert b"hunter2" not in said
    (service,) = facts(machine)["services"]
    assert service["empty_passwords"] is True


def test_a_stack_out_of_reach(machine: FakeMachine) -> None:
    machine.write("/etc/pam.d/sshd", DEBIAN_AUTH)
    machine.write("/etc/pam.d/secret", "", 0o600)
    found = machine.scan(PAM, user=("nobody",))
    assert found.gap("host", "pam").reason is GapReason.DENIED


def test_a_database_of_logins_is_made_where_its_link_leads(machine: FakeMachine) -> None:
    (machine.root / "var/lib/wtmpdb").mkdir(parents=True)
    (machine.root / "var/lib/lastlog").mkdir()
    (machine.root / "var/log").mkdir()
    (machine.root / "var/lib/wtmpdb/wtmp.db").symlink_to("../../log/wtmp.db")
    (machine.root / "var/lib/lastlog/lastlog2.db").symlink_to("/nowhere/lastlog2.db")
    (machine.root / "var/log/wtmp").symlink_to("nothing")
    records = machine.scan(want(host="login_records")).one("host").facts["login_records"]
    assert records == {
        "wtmp": "diverted",
        "btmp": "absent",
        "lastlog": "absent",
        "wtmpdb": "absent",
        "lastlog2": "diverted",
    }
    machine.write("/var/log/wtmp.db", "")
    records = machine.scan(want(host="login_records")).one("host").facts["login_records"]
    assert records["wtmpdb"] == "kept"


def test_records_of_logins(machine: FakeMachine) -> None:
    machine.write("/var/log/wtmp", "")
    (machine.root / "var/log/btmp").symlink_to("/dev/null")
    assert machine.scan(want(host="login_records")).one("host").facts["login_records"] == {
        "wtmp": "kept",
        "btmp": "diverted",
        "lastlog": "absent",
        "wtmpdb": "absent",
        "lastlog2": "absent",
    }
    (machine.root / "var/log").chmod(0o700)
    found = machine.scan(want(host="login_records"), user=("nobody",))
    assert found.gap("host", "login_records").reason is GapReason.DENIED


@given(st.lists(st.text(alphabet="auth passwordinclude@pam_unix.so=[]\\ \t", max_size=60), max_size=8))
def test_any_stack_is_a_fact_or_an_error(lines: list[str]) -> None:
    texts = ["F/etc/pam.d/passwd", "=/etc/pam.d/passwd", *("\t" + line for line in lines)]
    items = {"stacks": Item("\n".join(texts).encode(), 0, ""), "security": Item(b"", 0, "")}
    reply = Reply({"pam": Section(items)}, NotSeenError(GapReason.TRUNCATED, "cut"))
    try:
        found = pam(reply)
    except NotSeenError:
        return
    assert found["passwords"]["shortest"] >= 6
