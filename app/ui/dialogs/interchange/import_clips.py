"""The table of what was found in files to import: a row for each clip, with the video that it goes into."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from app.interchange.fitting import Fit
from app.project.model import Video, VideoId
from app.ui.widgets.widgets import ElidedComboBox

HEIGHT = 96
MOST_TARGETS = 200
"""Rows whose video can be chosen; further ones go where they fit best. A list a row is slow to make."""
NEW_VIDEO = 0
"""Stands for a video that the project has not yet; ids are positive."""


class ClipTable(QTableWidget):
    """Empty until `show_fits`; `retargeted` tells that another video was chosen for one."""

    retargeted = Signal()

    def __init__(self) -> None:
        super().__init__(0, 4)
        self._targets: list[ElidedComboBox] = []
        self._best: list[VideoId | None] = []
        self.setHorizontalHeaderLabels([self.tr("Video"), self.tr("Objects"), self.tr("Masks"), self.tr("Goes into")])
        self.setAccessibleName(self.tr("What was found"))
        self.setObjectName("numbers")  # headers stand where the cells' text does
        self.verticalHeader().hide()
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setMinimumHeight(HEIGHT)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWordWrap(False)
        self.setShowGrid(False)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place in (1, 2):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)

    @property
    def into(self) -> Mapping[int, VideoId | None]:
        """The id of the video that the clip of each row goes into, None for a new one."""
        chosen = {place: box.currentData() or None for place, box in enumerate(self._targets)}
        return {**dict(enumerate(self._best)), **chosen}

    @property
    def chosen(self) -> int | None:
        """The selected row."""
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else None

    def show_fits(self, fits: Sequence[Fit], videos: Sequence[Video]) -> None:
        """Show clips, each going where it fits best of `videos`."""
        self._targets = []
        self._best = [None if fit.target is None else fit.target.id for fit in fits]
        self.setRowCount(len(fits))
        for place, fit in enumerate(fits):
            masks = sum(len(masklet.masks) for masklet in fit.clip.masklets)
            for column, text in enumerate((fit.clip.name, str(len(fit.clip.masklets)), str(masks))):
                self.setItem(place, column, QTableWidgetItem(text))
            if place < MOST_TARGETS:
                self._targets.append(self._target(fit, videos))
                self.setCellWidget(place, 3, self._targets[place])
            else:
                self.setItem(place, 3, QTableWidgetItem(fit.target.name if fit.target else self.tr("a new video")))
        if self._targets:
            self.verticalHeader().setDefaultSectionSize(self._targets[0].sizeHint().height() + 2)

    def _target(self, fit: Fit, videos: Sequence[Video]) -> ElidedComboBox:
        target = ElidedComboBox()
        target.addItem(self.tr("a new video"), NEW_VIDEO)
        for video in videos:
            target.addItem(video.name, int(video.id))
        target.setCurrentIndex(max(0, target.findData(NEW_VIDEO if fit.target is None else int(fit.target.id))))
        target.setAccessibleName(self.tr("Where the masks of {name} go").format(name=fit.clip.name))
        target.currentIndexChanged.connect(lambda _index: self.retargeted.emit())
        return target
