"""selfaudit: a policy-as-code audit scanner that never fails open."""

__version__ = "0.1.0"
