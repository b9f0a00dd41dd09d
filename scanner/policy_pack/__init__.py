"""Policy packs: folders of Rego checks with their schemas, parameters and controls."""

from scanner.policy_pack.loader import Pack, load_packs

__all__ = ["Pack", "load_packs"]
