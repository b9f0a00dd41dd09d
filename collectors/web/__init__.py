"""Touchpoints: the pages where customers hand over their data, as they see them."""

from collectors.web.collector import WebCollector

__all__ = ["WebCollector"]
