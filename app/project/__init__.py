"""What a person made: the model (videos, objects, prompts, masks), edits, the document and its history of undo.

`storage` keeps it on disk; nothing else here knows of it. No Qt, no torch, and nothing that shows or computes a mask.
"""
