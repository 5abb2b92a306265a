"""A stretch of consecutive decoded frames and the decoder that fills it, of a given length."""

from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from app.media.videos.decoder import Decoder
from app.media.videos.frame_index import VideoIndex

MOST_PACKETS_BACK = 2000
"""How far before a frame a key packet is tried: decoding from farther away would take minutes."""


class FrameWindow:
    """Consecutive frames as FFmpeg holds them (for 8-bit 4:2:0 half the bytes of RGB), at most `capacity`.

    The oldest make room for the next. `first_shown` holds, for each packet by ordinal, the first frame it makes, -1 for
    none: shape (packets,).
    """

    def __init__(self, path: Path, index: VideoIndex, first_shown: NDArray[np.int64], capacity: int) -> None:
        self._index = index
        self._first_shown = first_shown
        self._decoder = Decoder(path, index.packets)
        self._frames: dict[int, VideoFrame] = {}
        self._capacity = self._keep = capacity
        self._repeats = (-1, 0)
        self._at_end = True
        self._entered = 0
        self._entry_frame = -1
        self._inexact: set[int] = set()
        self._goal = -1
        self._wanted = -1

    @property
    def lowest(self) -> int:
        """The first frame held, -1 when there is none."""
        return next(iter(self._frames), -1)

    @property
    def goal(self) -> int:
        """The frame `start_for` was last called with, -1 before."""
        return self._goal

    def get(self, frame: int) -> VideoFrame | None:
        """Return a frame if it is held."""
        return self._frames.get(frame)

    def start_for(self, frame: int, keep: int, *, skipping: bool = True, keys_back: int = 0) -> None:
        """Forget all frames and enter at the key packet for `frame`; the last `keep` frames up to it will be held.

        `keys_back` enters that many key packets earlier than needed. `skipping` passes over what nothing depends on.
        """
        self._frames.clear()
        self._repeats = (-1, 0)
        self._goal = self._wanted = frame
        self._keep = min(keep, self._capacity)
        self._at_end = False
        self._entered = self._key_for(frame, keys_back)
        self._entry_frame = int(self._first_shown[self._entered]) if 0 < self._entered <= MOST_PACKETS_BACK else -1
        self._decoder.start_at(self._entered)
        if skipping:
            self._decoder.skip_before = int(self._index.ordinal[max(0, frame - self._keep + 1) : frame + 1].min())

    def even_length(self, frame: int) -> int:
        """Return how many frames up to `frame` to hold so that walking back to its key packet takes equal windows.

        Full windows would leave a short one at the beginning, and no time in it to decode the group before.
        """
        first = max(0, int(self._first_shown[self._key_for(frame, 0)]))
        frames = frame - first + 1
        return -(-frames // -(-frames // self._capacity))

    def is_ahead(self, frame: int) -> bool:
        """True when decoding on gets to `frame` sooner than entering anew."""
        ahead = not self._at_end and frame > next(reversed(self._frames), self._goal)
        return ahead and self._key_for(frame, 0) <= self._decoder.next_ordinal

    def decode_to(self, frame: int) -> VideoFrame | None:
        """Decode on until `frame` is held and return it; None when the decoder has passed it or come to the end."""
        self._wanted = frame  # at the end of a file a decoder puts out many frames at once; none may push this one out
        while frame not in self._frames:
            latest = next(reversed(self._frames), -1)
            if latest > frame or not self.advance():
                return self._frames.get(frame)
        return self._frames[frame]

    def advance(self) -> bool:
        """Decode one packet and hold what comes out; False at the end."""
        outputs = self._decoder.advance()
        if outputs is None:
            self._at_end = True
            return False
        for ordinal, picture in outputs:
            self._hold(ordinal, picture)
        return True

    def packets_to_goal(self) -> int:
        """About how many packets are still to be decoded until the goal is held; 0 when it is or cannot be any more."""
        if self._at_end or self._goal in self._frames or self._goal < 0:
            return 0
        return max(1, int(self._index.ordinal[self._goal]) + 1 - self._decoder.next_ordinal)

    @property
    def entered_at_start(self) -> bool:
        """True when the last entry was the first packet of the file."""
        return self._entered == 0

    def close(self) -> None:
        """Release frames and decoder."""
        self._frames.clear()
        self._at_end, self._goal = True, -1
        self._decoder.close()

    def _hold(self, ordinal: int, picture: VideoFrame) -> None:
        before, repeats = self._repeats
        self._repeats = (ordinal, repeats + 1 if ordinal == before else 0)
        frame = int(self._first_shown[ordinal]) + self._repeats[1]
        if self._first_shown[ordinal] < 0 or frame >= len(self._index) or self._index.ordinal[frame] != ordinal:
            return
        if self._entry_is_inexact(frame):
            return
        self._frames.pop(frame, None)
        self._frames[frame] = picture
        room = self._keep if frame <= self._goal else self._capacity
        while len(self._frames) > room and self.lowest < self._wanted:
            del self._frames[self.lowest]

    def _entry_is_inexact(self, frame: int) -> bool:
        """True, and the key packet is not used again, when a later frame comes out and the key packet's own did not.

        So do streams that refresh gradually: after such an entry frames are nearly, not exactly, those of one pass.
        """
        if frame == self._entry_frame:
            self._entry_frame = -1
        if frame < self._entry_frame or self._entry_frame < 0:
            return False
        self._inexact.add(self._entered)
        self._frames.clear()
        self._at_end = True
        return True

    def _key_for(self, frame: int, keys_back: int) -> int:
        """Return the last key packet that is neither decoded nor shown after the frame.

        Frames shown before a key packet but stored after it (open groups of pictures) need the group before.
        """
        packets = self._index.packets
        ordinal = int(self._index.ordinal[frame])
        keys = np.flatnonzero(packets.key[: ordinal + 1])
        shown_at = self._first_shown[keys]
        usable = keys[(shown_at >= 0) & (shown_at <= frame)]
        if self._inexact:
            usable = usable[~np.isin(usable, list(self._inexact))]
        return int(usable[-1 - keys_back]) if len(usable) > keys_back else 0
