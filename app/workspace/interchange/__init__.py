"""Nouns that bring masks in and out: exports, imports, and what others did in a copy of the project. Formats are in
`app/interchange`.
"""
