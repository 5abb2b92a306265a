"""Tooltips with names in them: what a person or a file is called is no page to be laid out."""

import html


def plain_tip(text: str) -> str:
    """Return `text` as a tooltip that shows it as it is. Qt takes "<img src=...>" for a page, and loads the file."""
    return f"<qt>{html.escape(text)}</qt>".replace("\n", "<br>") if "<" in text else text
