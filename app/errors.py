"""Failures a person can do something about: what happened, and what to do.

    UserError
    ├── MediaError      a video, an image folder
    │   ├── MediaMissing    not where the project expects it
    │   ├── MediaChanged    there, but not what the project was made on
    │   └── FrameLost       one frame of it; the others can be used
    ├── ProjectError    a project folder or its database
    │   └── EditRefused     what was asked for makes no sense: a name that is taken
    ├── EngineError     a model, a device, memory
    │   ├── NotTrackable    what was asked for has nothing to start from, or is locked
    │   ├── ModelMissing    chosen, but not on this computer
    │   ├── OutOfMemory     of the device
    │   └── DeviceLost      it failed, or does not answer any more
    ├── ExportError     writing results for other tools
    ├── ImportFileError reading results of other tools
    └── TrainingError   data, configuration or progress of a training run
        └── TrainingDiverged    a loss that is no number: too high a learning rate

Everything that is not a UserError is a bug and belongs to the crash guard.
"""

import msgspec

from app.phrases import Phrase

DAMAGED = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What reading JSON or MessagePack raises on damaged bytes: none of them is a bug."""


class UserError(Exception):
    """An expected failure, in plain words for the person at the screen.

    `what` is what happened, `advice` what to do about it (may be empty). Both are given as templates with places for
    `values`, see `Phrase`; neither ends in a newline. `message` and `hint` are their English.
    """

    def __init__(self, message: str, hint: str = "", /, **values: object) -> None:
        self.what = Phrase(message, **values)
        self.advice = Phrase(hint, **values)
        super().__init__(self.message, self.hint)

    @property
    def message(self) -> str:
        """What happened, in English."""
        return str(self.what)

    @property
    def hint(self) -> str:
        """What to do about it, in English."""
        return str(self.advice)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

    def without_frames(self) -> "UserError":
        """Return this error without the frames that it came through and without what led to it.

        Whoever keeps it, such as a list of jobs, would keep all that was in hand there, a model for one.
        """
        self.__context__ = self.__cause__ = None
        return self.with_traceback(None)


class MediaError(UserError):
    """A video, an image folder or one of its frames cannot be read."""


class MediaMissing(MediaError):
    """The media of a video is not where the project expects it."""


class MediaChanged(MediaError):
    """Where the media of a video was, there is something else: frames would not be those the masks were made for."""


class FrameLost(MediaError):
    """One frame cannot be decoded: a hole. It keeps its number, and so do all others; they can be used."""


class ProjectError(UserError):
    """A project folder or its database cannot be opened, read or written."""


class EditRefused(ProjectError):
    """A person asked for an edit that makes no sense as things are. Nothing is broken."""


class EngineError(UserError):
    """A model or a device cannot be used, or its memory does not suffice."""


class NotTrackable(EngineError):
    """A person asked to track what cannot be tracked as things are. Nothing is broken."""


class ModelMissing(EngineError):
    """The chosen model is not on this computer."""


class OutOfMemory(EngineError):
    """The device has not enough memory for the model at its resolution."""


class DeviceLost(EngineError):
    """The device failed or stopped answering; another one, or a new start, helps."""


class ExportError(UserError):
    """Results cannot be written in this format or place."""


class ImportFileError(UserError):
    """Results of another tool cannot be read, or do not fit the video."""


class TrainingError(UserError):
    """Training cannot start or go on with this data or configuration."""


class TrainingDiverged(TrainingError):
    """A loss is not a finite number any more."""
