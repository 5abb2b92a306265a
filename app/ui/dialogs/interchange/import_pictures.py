"""Three frames with the masks that would come in, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from app.interchange.preview import PICTURES, Preview
from app.ui.widgets.images import to_image
from app.ui.widgets.widgets import column, label, row

SIZE = QSize(228, 128)


class ImportPictures(QWidget):
    """Empty places until there is something to show, so that nothing moves then."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = [QLabel() for _ in range(PICTURES)]
        self._captions = [label("", "dim") for _ in range(PICTURES)]
        for picture in self._pictures:
            picture.setFixedSize(SIZE)
            picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        places = [column(*pair, gap=1) for pair in zip(self._pictures, self._captions, strict=True)]
        self.setLayout(row(*places, None, gap=3))

    @property
    def shown(self) -> list[str]:
        """The captions of the pictures that are shown."""
        return [caption.text() for caption in self._captions if caption.text()]

    def show_pictures(self, found: Sequence[Preview]) -> None:
        """Show these pictures, none in the other places."""
        for place, (picture, caption) in enumerate(zip(self._pictures, self._captions, strict=True)):
            if place >= len(found):
                picture.clear()
                caption.clear()
                continue
            words = self.tr("Frame {frame}") if found[place].frame_there else self.tr("Frame {frame}, only its masks")
            caption.setText(words.format(frame=found[place].frame))
            ratio = picture.devicePixelRatioF()
            pixmap = QPixmap.fromImage(to_image(found[place].image)).scaled(
                SIZE * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            pixmap.setDevicePixelRatio(ratio)
            picture.setPixmap(pixmap)
            picture.setAccessibleName(caption.text())
