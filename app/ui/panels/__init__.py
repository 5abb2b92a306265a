"""The side panels of an open project: videos, objects, tool options, mask operations, tracking and the model.

A panel follows the workspace and calls its nouns. It knows no other panel; the shell connects them.
"""
