"""Benchmarks: what the design promises, measured. Run with `python -m tests.bench [NAME...]`."""
