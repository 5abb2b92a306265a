"""The scripting door: a project opened, annotated, tracked, verified and exported from Python, without a window.

It lies on the workspace as the window does, beside it: the same verbs, the same steps of undo, the same file. A call
waits until what it began is done, and raises what a window would show. `session.py` lets Qt's events happen meanwhile,
so the caller needs no event loop; the command line drives its projects by it, too, as it shows how far things are.
`converting.py` needs no project. Examples: README.md here.
"""

from app.api.converting import convert
from app.api.handles import ObjectHandle, Progress, VideoHandle
from app.api.project import ImportResult, Project
from app.errors import UserError
from app.interchange.export.options import Pictures, Winner, WriteOptions
from app.interchange.questions import Clash

__all__ = [
    "Clash",
    "ImportResult",
    "ObjectHandle",
    "Pictures",
    "Progress",
    "Project",
    "UserError",
    "VideoHandle",
    "Winner",
    "WriteOptions",
    "convert",
]
