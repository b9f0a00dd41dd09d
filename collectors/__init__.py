"""Collectors: one room per source of facts."""
