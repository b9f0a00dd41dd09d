"""One operation denied after the other: what is not seen is unknown, and nothing else changes."""

from tests.collectors.aws.fault_proxy import FaultProxy
from tests.e2e.auditor import Auditor
from tests.e2e.aws.conftest import Calm, afterwards, denials, wrong


def test_each_operation_denied_in_turn_makes_unknowns_and_nothing_else(
    auditor: Auditor, proxy: FaultProxy, calm: Calm
) -> None:
    waiting = [{name: fault} for name, fault in calm.operations.items()]
    assert len(waiting) > 60
    met = set(calm.operations)
    for denied in waiting:
        proxy.reset()
        proxy.inject(*denied.values())
        types = [type_ for type_, asked in calm.asked.items() if not denied.keys().isdisjoint(asked)]
        after = afterwards(auditor, calm, types)
        more = {name: fault for name, fault in denials(proxy.asked()).items() if name not in met}
        assert "unknown" in after.values() or more, denied.keys()
        assert wrong(calm.outcomes, after) == {}, denied.keys()
        # What is asked in the place of what was denied is denied too, together with it.
        met |= more.keys()
        waiting += [{**denied, name: fault} for name, fault in more.items()]
    assert {"GetLoginProfile", "ListUsers"} <= {name.split()[1] for name in met}
