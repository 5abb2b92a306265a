"""Runs: what has to be computed, how it is computed on the engine's thread, and how it becomes one step."""
