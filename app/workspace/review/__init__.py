"""Nouns of the data engine's stages: candidates, tags, suggestions, verdicts and issues. Rules without Qt are in
`app/review`, widgets in `app/ui/review`.
"""
