"""What a model runs on: devices, precision, threads, what to do when memory runs out, and how torch is imported.

A model comes in as an argument; nothing here knows what it computes.
"""
