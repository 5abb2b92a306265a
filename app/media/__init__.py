"""What there is to look at: videos, folders of pictures and animations as frames by number."""

from app.media.fingerprint import Fingerprint, fingerprint
from app.media.opening import open_media, opening_media
from app.media.source import FrameSource, Image, MediaInfo, MediaKind
from app.media.thumbnails import thumbnail

__all__ = [
    "Fingerprint",
    "FrameSource",
    "Image",
    "MediaInfo",
    "MediaKind",
    "fingerprint",
    "open_media",
    "opening_media",
    "thumbnail",
]
