"""Rules about dated records: entries of a control's `verify`, rendered into checks."""

from scanner.policy_pack.records.render import Rendered, rendered
from scanner.policy_pack.records.world import Problem, World

__all__ = ["Problem", "Rendered", "World", "rendered"]
