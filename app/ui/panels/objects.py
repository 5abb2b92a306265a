"""The object panel: select, rename, color, hide, lock, reorder, and a context menu."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QCursor
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
    QInputDialog,
    QListView,
    QMenu,
    QStackedLayout,
    QToolButton,
    QWidget,
)

from app.phrases import plural
from app.project.model import Color, ObjectId
from app.ui.actions.action_set import ActionSet
from app.ui.panels.color_popup import ColorPopup
from app.ui.panels.object_delegate import ObjectDelegate, swatch_rect
from app.ui.panels.object_model import ObjectModel
from app.ui.panels.ordered_list import OrderedList
from app.ui.panels.tag_menu import filter_menu, hard_name, tag_menu
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.painted_later import PaintedLater
from app.ui.widgets.swatch import swatch_pixmap
from app.ui.widgets.tag_names import tag_name
from app.ui.widgets.widgets import column, label, row, tool_button
from app.workspace.workspace import Workspace

MENU = (
    ("object.rename", "object.category", "object.tags", "object.color", "object.visible", "object.locked"),
    ("object.up", "object.down"),
    ("object.carry_mask", "object.carry_mask_back", "object.interpolate"),
    ("object.absent", "object.lost_absent", "object.lock_frames", "object.clear_cell"),
    ("object.duplicate", "object.merge", "object.split", "object.swap", "object.reassign"),
    ("track.forward", "track.backward", "track.both"),
    ("stage.hand_in",),
    ("object.clear", "object.delete"),
)
"""Actions of the context menu, in groups."""


class ObjectsPanel(QWidget):
    """Follows the workspace's selection, and sets it."""

    hovered = Signal(str)

    def __init__(self, workspace: Workspace, actions: ActionSet, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._actions = actions
        self._theme = theme
        self._model = ObjectModel(workspace)
        self._list = OrderedList(self._model, self.tr("Objects"), self)
        PaintedLater(workspace, self._list.viewport())
        self._delegate = ObjectDelegate(theme, self._list)
        self._count = label("", "caption")
        self._hint = self.tr("Click something in the picture: it becomes the first object.")
        self._empty = label("", "dim", wrap=True)
        self._filter = QToolButton()
        self._updating = False
        self._lay_out()
        self._connect()
        self._show_selection()
        self._show_count()

    @property
    def list(self) -> QListView:
        """The list itself."""
        return self._list

    def rename_active(self) -> None:
        """Edit the active object's name in position."""
        active = self._workspace.view.active_object
        if active is not None and self._model.row_of(active) >= 0:
            index = self._model.index(self._model.row_of(active))
            self._list.edit_name(index)

    def color_active(self) -> None:
        """Offer other colors for the active object."""
        active = self._workspace.view.active_object
        if active is not None:
            self._offer_colors(active)

    def categorize_selected(self) -> None:
        """Ask for the category of the selected objects, proposing the existing ones."""
        workspace = self._workspace
        active = workspace.view.active_object
        record = workspace.document.object(active) if active is not None else None
        if record is None:
            return
        known = sorted({other.category for other in workspace.document.all_objects()} - {""})
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Category"))
        dialog.setLabelText(self.tr("Category of the selected objects:"))
        dialog.setComboBoxItems([record.category, *(name for name in known if name != record.category)])
        dialog.setComboBoxEditable(True)
        for field in dialog.findChildren(QComboBox):
            field.setAccessibleName(self.tr("Category"))
        dialog.textValueSelected.connect(self._categorize)
        dialog.open()

    def tag_selected(self) -> None:
        """Show the menu of tags of the selected objects."""
        if self._workspace.view.selection:
            tag_menu(self._workspace, self).popup(self._at_pointer())

    def reassign_active(self) -> None:
        """Ask for the object that gets the masks of the range, or of this frame."""
        workspace = self._workspace
        active, video = workspace.view.active_object, workspace.view.video
        if active is None or video is None:
            return
        menu = QMenu(self)
        first, last = workspace.view.range or (workspace.view.frame, workspace.view.frame)
        title = plural(last - first + 1, self.tr("Give frame {first} to"), self.tr("Give frames {first}–{last} to"))
        menu.addAction(title.format(first=first, last=last)).setEnabled(False)  # sections have no text in our style
        menu.addSeparator()
        for record in workspace.document.objects(video.id):
            if record.id != active:
                choice = menu.addAction(record.name.replace("&", "&&"))
                choice.setIcon(swatch_pixmap(record.id, record.color, 16, self.devicePixelRatioF()))
                choice.triggered.connect(
                    lambda _=False, id=record.id: workspace.objects.reassign(active, id, first, last)
                )
        menu.exec(self._at_pointer())

    def _at_pointer(self) -> QPoint:
        """Return where the pointer is, or else, when it is outside of the window, the active object's row."""
        here = QCursor.pos()
        if self.window().frameGeometry().contains(here):
            return here
        active = self._workspace.view.active_object
        row = self._model.row_of(active) if active is not None else -1
        area = self._list.visualRect(self._model.index(row)) if row >= 0 else self._list.rect()
        return self._list.viewport().mapToGlobal(area.center())

    def show_menu(self, at: QPoint) -> None:
        """Show the menu of the selected objects at a global position."""
        menu = QMenu(self)
        for part in MENU:
            for id in part:
                menu.addAction(self._actions[id])
            menu.addSeparator()
        menu.exec(at)

    def _lay_out(self) -> None:
        self._list.setItemDelegate(self._delegate)
        self._theme.set_icon(self._filter, "tag", "text_dim")
        self._filter.setToolTip(self.tr("Show only objects with a tag, or with enough edited frames"))
        self._filter.setAccessibleName(self.tr("Show only objects with a tag, or with enough edited frames"))
        self._filter.setCheckable(True)
        self._filter.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        new = tool_button(self._actions["object.new"])
        head = row(label(self.tr("OBJECTS"), "heading"), self._count, None, self._filter, new)
        head.setContentsMargins(3 * UNIT, UNIT, 2 * UNIT, UNIT)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setContentsMargins(3 * UNIT, UNIT, 3 * UNIT, 0)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._empty)
        self.setLayout(column(head, self._stack, gap=0))

    def _connect(self) -> None:
        self._list.selectionModel().selectionChanged.connect(self._select)
        self._list.delete_pressed.connect(self._actions["object.delete"].trigger)
        self._list.customContextMenuRequested.connect(
            lambda at: self.show_menu(self._list.viewport().mapToGlobal(at)) if self._workspace.view.selection else None
        )
        self._filter.clicked.connect(self._offer_filter)
        self._delegate.eye_clicked.connect(self._toggle_visible)
        self._delegate.lock_clicked.connect(self._toggle_locked)
        self._delegate.swatch_clicked.connect(lambda index: self._offer_colors(self._model.record(index).id))
        self._workspace.view.selection_changed.connect(self._show_selection)
        self._model.modelReset.connect(self._show_selection)
        self._model.modelReset.connect(self._show_count)

    def _select(self, _selected: QItemSelection, _deselected: QItemSelection) -> None:
        """Select in the workspace what is selected in the list; the row clicked last becomes the active object."""
        if self._updating:
            return
        chosen = [self._model.record(index).id for index in self._list.selectionModel().selectedIndexes()]
        current = self._list.selectionModel().currentIndex()
        before = [id for id in self._workspace.view.selection if id in chosen]
        order = before + [id for id in chosen if id not in before]
        if current.isValid() and self._model.record(current).id in order:
            active = self._model.record(current).id
            order = [id for id in order if id != active] + [active]
        self._workspace.view.select(order)

    def _show_selection(self) -> None:
        self._updating = True
        selection = QItemSelection()
        for id in self._workspace.view.selection:
            position = self._model.row_of(id)
            if position >= 0:
                index = self._model.index(position)
                selection.select(index, index)
        model = self._list.selectionModel()
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        active = self._workspace.view.active_object
        position = -1 if active is None else self._model.row_of(active)
        index = self._model.index(position) if position >= 0 else QModelIndex()
        model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        if position >= 0:
            self._list.scrollTo(index)
        self._updating = False

    def _show_count(self) -> None:
        count, everything, hard = self._model.rowCount(), len(self._workspace.view.objects()), self._model.hard
        what = tag_name(self._model.tag) if hard is None else hard_name(hard)
        some = self.tr("{count} of {all}: {tag}").format(count=count, all=everything, tag=what)
        self._count.setText(some if self._filtered else str(count or ""))
        self._filter.setChecked(self._filtered)
        none_left = self.tr("No object here has this tag.") if hard is None else self.tr("No object here.")
        hint = none_left if self._filtered and everything else self._hint
        self._empty.setText(hint if self._workspace.view.video is not None else "")
        self._stack.setCurrentIndex(0 if count else 1)

    def _toggle_visible(self, index: QModelIndex) -> None:
        record = self._model.record(index)
        self._workspace.objects.set_visible((record.id,), not record.visible)

    def _toggle_locked(self, index: QModelIndex) -> None:
        record = self._model.record(index)
        self._workspace.objects.set_locked((record.id,), not record.locked)

    @property
    def _filtered(self) -> bool:
        return bool(self._model.tag) or self._model.hard is not None

    def _offer_filter(self) -> None:
        self._filter.setChecked(self._filtered)
        menu = filter_menu(self._workspace, self._model, self)
        menu.popup(self._filter.mapToGlobal(self._filter.rect().bottomLeft()))

    def _categorize(self, category: str) -> None:
        self._workspace.objects.set_category(self._workspace.view.selection, category)

    def _offer_colors(self, object: ObjectId) -> None:
        """Open the palette at the object's swatch."""
        record, position = self._workspace.document.object(object), self._model.row_of(object)
        if record is None or position < 0:
            return
        index = self._model.index(position)
        self._list.scrollTo(index)
        others = {other.color for other in self._workspace.document.objects(record.video) if other.id != object}
        popup = ColorPopup(
            record,
            others,
            self._theme,
            lambda color: self._workspace.objects.recolor(object, color),
            lambda: self._ask_color(object),
            self,
        )
        place = swatch_rect(self._list.visualRect(index)).bottomLeft()
        popup.show_at(self._list.viewport().mapToGlobal(place) + QPoint(0, UNIT))

    def _ask_color(self, object: ObjectId) -> None:
        """Ask for any color."""
        record = self._workspace.document.object(object)
        if record is None:
            return
        dialog = QColorDialog(self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setCurrentColor(QColor(record.color.red, record.color.green, record.color.blue))
        dialog.setWindowTitle(self.tr("Color of {name}").format(name=record.name))
        dialog.colorSelected.connect(
            lambda color: self._workspace.objects.recolor(object, Color(color.red(), color.green(), color.blue()))
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
