"""Prometheus and Alertmanager, by the outlines of their files."""
