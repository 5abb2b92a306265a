"""Which video is shown, as a list to choose from: where the column of a stage has taken the place of the videos."""

from PySide6.QtCore import QSignalBlocker

from app.project.edit import Edit
from app.ui.widgets.widgets import ElidedComboBox, show_part
from app.workspace.workspace import Workspace


class VideoChoice(ElidedComboBox):
    """Hidden where there is one video. All of them are listed when it opens: there may be thousands."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.setAccessibleName(self.tr("Video"))
        self.setSizeAdjustPolicy(ElidedComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.activated.connect(self._open)
        workspace.view.video_changed.connect(self._show)
        workspace.editor.changed.connect(self._follow)
        self._show()

    def showPopup(self) -> None:
        """List all videos."""
        videos, shown = self._workspace.document.videos(), self._workspace.view.video
        with QSignalBlocker(self):
            self.clear()
            for video in videos:
                self.addItem(video.name, video.id)
            self.setCurrentIndex(self.findData(shown.id) if shown is not None else -1)
        super().showPopup()

    def _show(self) -> None:
        shown = self._workspace.view.video
        with QSignalBlocker(self):
            self.clear()
            if shown is not None:
                self.addItem(shown.name, shown.id)
        show_part(self, len(self._workspace.document.videos()) > 1)

    def _open(self, index: int) -> None:
        self._workspace.view.open_video(self.itemData(index))

    def _follow(self, edit: Edit) -> None:
        if edit.videos:
            self._show()
