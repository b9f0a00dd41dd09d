"""Benchmarks: what a scan costs, beside what its bare libraries and its peers cost in the same run."""
