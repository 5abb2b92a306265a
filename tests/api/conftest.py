"""The clip of the workspace's tests."""

from tests.workspace.conftest import clip

__all__ = ["clip"]
