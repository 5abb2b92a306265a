"""One function a verb: each reads the document and returns the edit that does it. No Qt; nothing is changed here."""
