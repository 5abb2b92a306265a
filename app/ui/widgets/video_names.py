"""The name of a video, where there are several to tell apart."""

from app.project.document import Document
from app.project.model import VideoId


def name_among_several(document: Document, id: VideoId) -> str:
    """Return the name of a video, empty while it is the project's only one."""
    video = document.video(id)
    return video.name if video is not None and len(document.videos()) > 1 else ""
