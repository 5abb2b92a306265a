"""The dialog that shows what a folder of pictures is as a video before it is added."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QWidget

from app.media.pictures.sequence_summary import SequenceSummary
from app.phrases import plural, ranges
from app.ui.widgets.widgets import column, label, push_button, row

translate = QCoreApplication.translate
WIDTH = 440


class AddPicturesDialog(QDialog):
    """Hands `paths` to `add` when it is accepted; folders that are several videos can only be cancelled."""

    def __init__(
        self,
        add: Callable[[Sequence[Path]], object],
        paths: Sequence[Path],
        summaries: Sequence[SequenceSummary],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Add pictures"))
        self.setMinimumWidth(WIDTH)
        take = push_button(self.tr("Add"), "primary")
        take.setDefault(True)
        take.setEnabled(not any(summary.shots for summary in summaries))
        cancel = push_button(self.tr("Cancel"))
        take.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        parts = []
        for summary in summaries:
            first, *others = sequence_lines(summary)
            body = column(label(summary.folder.name, "title"), label(first, wrap=True), gap=1)
            for line in others:
                body.addWidget(label(line, "warning" if summary.shots else "dim", wrap=True))
            parts.append(body)
        content = column(*parts, gap=4)
        self.setLayout(column(content, None, row(None, cancel, take), gap=5, margin=5))
        self.accepted.connect(lambda: add(paths))


def sequence_lines(summary: SequenceSummary) -> tuple[str, ...]:
    """Return what pictures are as a video, the most important line first."""
    if summary.first and summary.last and not summary.shots:
        numbers = translate("AddPicturesDialog", "{count} frames, {first} to {last}")
        lines = [numbers.format(count=summary.count, first=summary.first, last=summary.last)]
        if summary.count == 1:
            lines = [translate("AddPicturesDialog", "1 frame, {first}").format(first=summary.first)]
    else:
        frames = plural(
            summary.count,
            translate("AddPicturesDialog", "1 picture"),
            translate("AddPicturesDialog", "{count} pictures, in the order of their names"),
        )
        lines = [frames.format(count=summary.count)]
    if summary.shots:
        named = ", ".join(f"{name} ({count})" for name, count in summary.shots[:5])
        more = ", …" if len(summary.shots) > 5 else ""
        shots = translate("AddPicturesDialog", "These are several videos: {shots}. Move each into a folder of its own.")
        lines.append(shots.format(shots=named + more))
    if summary.missing:
        missing = plural(
            len(summary.missing),
            translate("AddPicturesDialog", "One number is missing: {numbers}; the frames follow without a gap."),
            translate("AddPicturesDialog", "{count} numbers are missing: {numbers}; the frames follow without gaps."),
        )
        lines.append(missing.format(count=len(summary.missing), numbers=ranges(summary.missing)))
    if summary.masks:
        masks = plural(
            len(summary.masks),
            translate("AddPicturesDialog", "Left out, as it looks like a mask: {name}."),
            translate("AddPicturesDialog", "Left out, as they look like masks: {count} pictures such as {name}."),
        )
        lines.append(masks.format(count=len(summary.masks), name=summary.masks[0]))
    return tuple(lines)
