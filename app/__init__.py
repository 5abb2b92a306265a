"""Masklane: click an object in a video, track it, correct it, verify it, export it."""
