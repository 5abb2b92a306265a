"""Encodes the frame that comes next on a second core, while the engine's thread tracks the one before."""

import logging
from concurrent.futures import Future, wait
from functools import partial

from app.engine.hardware.execution import Mode
from app.engine.hardware.helper_thread import HelperThread
from app.engine.inference.features import Features, FrameKey
from app.engine.inference.model import Sam2Model
from app.engine.inference.transforms import squared
from app.media.source import Image

_log = logging.getLogger(__name__)


class EncodingAhead:
    """At most one frame at a time, on a thread of its own.

    The image encoder shares nothing with the network's other parts, so it runs beside them and gives the bits that it
    would give alone. It is not to run twice at a time (some encoders write into buffers of their own): whoever encodes
    calls `settle` before. All methods belong to the engine's thread, which must have encoded a frame itself before the
    first `begin`: layers are packed and checked at their first use.
    """

    def __init__(self, model: Sam2Model, mode: Mode) -> None:
        self._model = model
        self._mode = mode
        self._helper: HelperThread | None = None
        self._begun: tuple[FrameKey, Future[Features]] | None = None

    def begin(self, key: FrameKey, image: Image) -> None:
        """Encode a frame, and forget one that was not asked for. Where no thread can be started nothing is begun."""
        if self._helper is None:
            self._helper = HelperThread("encoding ahead")
        try:
            self._begun = key, self._helper.submit(partial(_encode, self._model, self._mode, image))
        except RuntimeError as error:
            _log.warning("nothing is encoded ahead: %s", error)
            self.clear()

    def has(self, key: FrameKey) -> bool:
        """Tell whether a frame is being encoded, or has been."""
        return self._begun is not None and self._begun[0] == key

    def take(self, key: FrameKey) -> Features | None:
        """Wait for a frame's features and hand them over.

        None for another frame than was begun, and where it failed: then the caller's own try says why, and can make
        room for it.
        """
        if self._begun is None or not self.has(key):
            return None
        (_, found), self._begun = self._begun, None
        error = found.exception()
        if isinstance(error, (RuntimeError, MemoryError)):
            _log.warning("frame %d was not encoded ahead: %s", key[1], error)
            return None
        return found.result()

    def settle(self) -> None:
        """Wait until nothing is being encoded here; what was begun can still be taken."""
        if self._begun is not None:
            wait((self._begun[1],))

    def clear(self) -> None:
        """Wait for what was begun and forget it, and let the thread end; the next `begin` starts another one."""
        self.settle()
        self._begun = self._helper = None


def _encode(model: Sam2Model, mode: Mode, image: Image) -> Features:
    with mode.entered():
        return model.encode_image(squared(image, model.size))
