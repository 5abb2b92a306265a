"""What a click at the pointer would give, before anybody clicks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from app.engine.predictor import Context, Prediction
from app.masks.mask import Mask
from app.project.model import Click, FrameIndex, Prompts
from app.workspace.editing.editor import Editor
from app.workspace.engine import Engine
from app.workspace.jobs.worker import Priority
from app.workspace.prompting.answers import answerable, within_previous
from app.workspace.viewing.view import Navigation


@dataclass(frozen=True, slots=True)
class PromptPreview:
    """What a click at the hovered point would give, on the frame it was asked for."""

    frame: FrameIndex
    mask: Mask


class ClickPreview(QObject):
    """At most one preview, on the frame shown. Nothing of it is in the document."""

    changed = Signal()

    def __init__(self, editor: Editor, view: Navigation, engine: Engine) -> None:
        super().__init__()
        self._editor = editor
        self._view = view
        self._engine = engine
        self._shown: PromptPreview | None = None
        self._hovering = False

    @property
    def shown(self) -> PromptPreview | None:
        """The preview, None when there is none."""
        return self._shown

    def ask(self, x: float, y: float, positive: bool = True) -> None:
        """Ask what a click at (x, y) would give; answered by `changed`, the latest question wins."""
        view, engine, document = self._view, self._engine, self._editor.document
        video, frame, cell = view.video, view.frame, view.cell
        if video is None:
            return
        now = (document.prompts(cell) if cell is not None else None) or Prompts()
        prompts = replace(now, clicks=(*now.clicks, Click(x, y, positive)))
        found = document.mask(cell) if cell is not None else None
        previous = found.mask if found is not None else None
        if not answerable(prompts, previous):
            self.end()
            return
        self._hovering = True

        def show(prediction: Prediction) -> None:
            if self._hovering and view.video == video and view.frame == frame:
                self._shown = PromptPreview(frame, within_previous(previous, prompts, prediction.mask))
                self.changed.emit()

        def preview() -> Iterator[Prediction]:
            if prompts.locates:
                return engine.preview(video, frame, prompts)
            return engine.segment(video, frame, prompts, Context(), previous)

        engine.worker.submit(
            preview,
            priority=Priority.PREVIEW,
            key="preview",
            on_result=show,
            on_end=lambda _ending, error: self._editor.messages.report(error) if error is not None else None,
        )

    def end(self) -> None:
        """Take the preview away."""
        self._hovering = False
        if self._shown is not None:
            self._shown = None
            self.changed.emit()
