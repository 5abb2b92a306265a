"""A project on disk: SQLite, one transaction an edit, with its schema, migrations, lock and what mends a damaged file.

It knows the document and its edits; they know nothing of it. It decides nothing about what an edit may do.
"""
