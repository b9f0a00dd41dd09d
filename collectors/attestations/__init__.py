"""Statements that people sign: about controls that only people can judge, and that registers are complete."""

from collectors.attestations.collector import AttestationsCollector

__all__ = ["AttestationsCollector"]
