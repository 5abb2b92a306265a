"""Which videos are exported: the one that is shown, all, or some that are ticked in a list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.project.model import Video, VideoId
from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.widgets import ElidedComboBox, column

HEIGHT = 104
SOME = "some"


class ExportVideos(QWidget):
    """`changed` tells that others are chosen."""

    changed = Signal()

    def __init__(self, videos: Sequence[Video], current: Video | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = ElidedComboBox()
        self.box.setAccessibleName(self.tr("Videos"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Videos to export"))
        self.list.setFixedHeight(HEIGHT)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        if current is not None:
            self.box.addItem(self.tr("This video: {name}").format(name=current.name), (current.id,))
        if len(videos) > 1:
            ids = tuple(video.id for video in videos)
            self.box.addItem(self.tr("All {count} videos").format(count=len(videos)), ids)
            self.box.addItem(self.tr("Some videos"), SOME)
        for video in videos:
            item = QListWidgetItem(video.name)
            item.setData(Qt.ItemDataRole.UserRole, video.id)
            item.setToolTip(plain_tip(video.name))
            item.setCheckState(Qt.CheckState.Checked if video == current else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.setLayout(column(self.box, self.list, gap=1))
        self.list.hide()
        self.box.currentIndexChanged.connect(lambda _index: self._follow())
        self.list.itemChanged.connect(lambda _item: self.changed.emit())

    @property
    def all(self) -> bool:
        """True while all of several videos are chosen in the box."""
        return self.box.currentIndex() == self._all_at()

    def choose_all(self) -> None:
        """Choose all videos, where there are several."""
        self.box.setCurrentIndex(max(self._all_at(), 0))

    def _all_at(self) -> int:
        return self.box.findData(SOME) - 1 if self.list.count() > 1 else -1

    @property
    def chosen(self) -> tuple[VideoId, ...]:
        """The ids of the videos that are chosen, in their order; none while none is ticked."""
        if self.box.currentData() != SOME:
            return tuple(self.box.currentData() or ())
        items = (self.list.item(place) for place in range(self.list.count()))
        return tuple(i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() is Qt.CheckState.Checked)

    def _follow(self) -> None:
        self.list.setVisible(self.box.currentData() == SOME)
        self.changed.emit()
