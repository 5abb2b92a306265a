"""The stages of the window around canvas and timeline: what waits, what is in hand, and where to look next.

Deciding itself is done by nouns of the workspace; here it is shown.
"""
