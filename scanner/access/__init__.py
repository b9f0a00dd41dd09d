"""Who can do what with the data of each dataset, over all its stores, and why."""

from scanner.access.derive import NEEDS, TARGET, TYPE, Derivation, wanted

__all__ = ["NEEDS", "TARGET", "TYPE", "Derivation", "wanted"]
