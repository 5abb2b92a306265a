"""Masks and numbers as other tools write them, without a format of their own: run lengths, label pictures, polygons,
JSON, numbered files.
"""
