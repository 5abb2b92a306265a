"""What there is to look at: videos, folders of pictures and animations as exact frames by number; thumbnails, a cache.

It only reads media, and knows no project and no masks. Writing video belongs to `interchange`, showing it to `ui`.
"""

from app.media.depth import ValueRange
from app.media.fingerprint import Fingerprint, fingerprint, recognizes
from app.media.opening import check_media, open_media, opening_media
from app.media.source import FrameSource, Image, MediaInfo, MediaKind
from app.media.thumbnails import thumbnail

__all__ = [
    "Fingerprint",
    "FrameSource",
    "Image",
    "MediaInfo",
    "MediaKind",
    "ValueRange",
    "check_media",
    "fingerprint",
    "open_media",
    "opening_media",
    "recognizes",
    "thumbnail",
]
