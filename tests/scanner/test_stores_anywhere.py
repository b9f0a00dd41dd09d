"""Stores of datasets without their targets, as the gate takes them."""

from pathlib import Path

import pytest

from scanner.interfaces import ConfigurationError
from scanner.settings import read_settings

DATASET = """
targets: [{id: account, kind: aws}]
datasets:
  - id: customers
    classification: sensitive
    owner: crm
    retention_days: 365
    stores:
      - {target: account, STORE}
"""


def written(folder: Path, store: str) -> Path:
    path = folder / "audit.yaml"
    path.write_text(DATASET.replace("STORE", store))
    return path


def test_a_store_is_meant_wherever_it_is_and_need_not_be_there(tmp_path: Path) -> None:
    path = written(tmp_path, "bucket: crm-*, prefix: a/, tag: {key: k, value: v}")
    (store,) = read_settings(path, "audit.yaml", tmp_path).stores
    assert (store.kind, store.pattern, store.prefix, store.tag) == ("bucket", "crm-*", "a/", ("k", "v"))
    assert (store.dataset.id, store.expected) == ("customers", False)


@pytest.mark.parametrize(
    ("store", "problem"),
    [
        ("path: /srv, bucket: b", "give either 'path' or 'bucket'"),
        ("path: /srv, prefix: a/", "only a bucket has a prefix"),
        ("bucket: b, date_column: c", "only a table has a date column"),
    ],
)
def test_what_is_no_store_stops_the_gate_as_it_stops_a_scan(tmp_path: Path, store: str, problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem) as stopped:
        read_settings(written(tmp_path, store), "audit.yaml", tmp_path)
    assert str(stopped.value).startswith("audit.yaml:9: datasets[0].stores[0]")
