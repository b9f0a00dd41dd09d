"""The file of owners of accounts, which a company need not have."""

from pathlib import Path

import pytest

from scanner.model import GapReason
from tests.collectors.aws.contract import enumerated, gaps
from tests.collectors.registers.conftest import Scan, rows, scan_of

TYPE = "register.account_owners"
HEADER = "account,system,person,service\n"


@pytest.fixture
def owners(tmp_path: Path) -> Scan:
    return scan_of(tmp_path, TYPE)


def test_rows(owners: Scan) -> None:
    events = owners(HEADER + "www-data,web1,E1,nginx\nbackup,,E2,\nbackup,,E3,\n")
    assert [(row["account"], row["system"], row["person"]) for row in rows(events).values()] == [
        ("www-data", "web1", "E1"),
        ("backup", None, "E2"),
        ("backup", None, "E3"),
    ]


def test_no_file_is_an_empty_one(owners: Scan) -> None:
    events = owners(None)
    assert enumerated(events) == {TYPE: 0}
    assert not gaps(events)


def test_no_folder_is_not(owners: Scan) -> None:
    (gap,) = gaps(owners(None, folder="/nonexistent"))
    assert gap.reason is GapReason.UNREACHABLE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEADER + "www-data,web1,,nginx\n", "line 2, column person: empty; fill it in"),
        (HEADER + "b,,E2,\nb,,E2,backup\n", "line 3, column account: the same as in line 2"),
        ("account,system\nb,\n", "no column person"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_why(text: str, said: str, owners: Scan) -> None:
    events = owners(text)
    (gap,) = gaps(events)
    assert gap.reason in (GapReason.MALFORMED, GapReason.NOT_IN_SOURCE)
    assert said in gap.detail
