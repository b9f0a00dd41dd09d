"""Registers: dated evidence files that people keep, such as the staff roster."""

from collectors.registers.collector import RegisterCollector

__all__ = ["RegisterCollector"]
