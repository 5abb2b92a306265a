"""Verbs that write results for others: exports, and the published copies in the project folder."""

from app.workspace.core import Core


class ExportVerbs(Core):
    """Exports."""
