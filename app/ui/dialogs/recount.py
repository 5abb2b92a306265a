"""The dialog for media that has another number of frames than its masks were made for: both, and what follows."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from app.phrases import plural, ranges
from app.ui.widgets.widgets import column, label, push_button, row
from app.workspace.edits.recount import Recount
from app.workspace.workspace import Workspace

WIDTH = 480
LIST_HEIGHT = 120


class RecountDialog(QDialog):
    """Takes the new counting when it is accepted."""

    def __init__(self, workspace: Workspace, recount: Recount, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Another number of frames"))
        self.setMinimumWidth(WIDTH)
        now, before = recount.now.frame_count, recount.before.frame_count
        counts = self.tr("{name} had {before} frames when its masks were made. What lies there now has {now}.")
        if now == before:
            counts = self.tr("The pictures of {name} stand in other places than when its masks were made.")
        counts_shown = label(counts.format(name=recount.before.name, before=before, now=now), wrap=True)
        moved = self.tr("Masks go where the pictures are that they were made on.")
        kept = self.tr("Masks keep their frame numbers.")
        parts: list[QWidget] = [counts_shown, label(moved if recount.moves else kept, "dim", wrap=True)]
        homeless = workspace.videos.homeless(recount)
        if homeless:
            parts += self._losses([(record.name, frames) for record, frames in homeless])
        else:
            parts.append(label(self.tr("No mask is lost."), "good", wrap=True))
        take = push_button(self.tr("Take the {now} frames").format(now=now), "primary")
        cancel = push_button(self.tr("Cancel"))
        take.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        cancel.setDefault(bool(homeless))
        take.setDefault(not homeless)
        self.setLayout(column(*parts, None, row(None, cancel, take), gap=3, margin=5))
        self.accepted.connect(lambda: workspace.videos.take_counting(recount))

    def _losses(self, homeless: list[tuple[str, tuple[int, ...]]]) -> list[QWidget]:
        """Return what is shown of masks whose frames there are no more."""
        count = len({frame for _name, frames in homeless for frame in frames})
        words = plural(
            count,
            self.tr("1 frame with masks or prompts is gone. Those masks are removed; Undo brings them back."),
            self.tr("{count} frames with masks or prompts are gone. Those masks are removed; Undo brings them back."),
        )
        names = QPlainTextEdit("\n".join(f"{name}: {ranges(frames)}" for name, frames in homeless))
        names.setReadOnly(True)
        names.setFixedHeight(LIST_HEIGHT)
        names.setAccessibleName(self.tr("What is removed"))
        return [label(words.format(count=count), "warning", wrap=True), names]
