"""What is seen: masks where they are at every zoom, and partial repainting that equals painting everything."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QImage, QPixmap
from pytestqt.qtbot import QtBot

from app.project.edit import Edit
from app.project.edit_builder import EditBuilder
from app.project.model import Box, Cell, Click, Color, FrameIndex, MaskSource, ObjectId
from app.ui.canvas.geometry import Pane, View
from app.ui.canvas.overlay import badge_text
from app.ui.canvas.painting.masks_layer import MaskLayer
from app.ui.canvas.painting.pyramid import Pyramid, Quality
from app.ui.canvas.painting.style import CanvasStyle
from app.ui.canvas.scene import ShownMask
from app.ui.canvas.view_model import CanvasViewModel
from app.ui.canvas.view_modes import ViewMode
from app.ui.start.project_thumbnail import save_thumbnail
from app.ui.start.start_page import THUMBNAIL_FILE
from app.ui.theme.tokens import DARK
from app.workspace.editing import edit_followers
from tests.gui.canvas_bot import LEFT, CanvasBot, canvas_bot, disc, write_pictures
from tests.gui.other_process import run_script
from tests.project.samples import apply

RED, BLUE = Color(255, 0, 0), Color(0, 0, 255)
FRAME_GRAY = 60


@pytest.fixture
def bot(qtbot: QtBot, tmp_path: Path) -> Iterator[CanvasBot]:
    with canvas_bot(qtbot, tmp_path) as made:
        yield made


def add(bot: CanvasBot, color: Color, x: float, y: float, radius: float) -> ObjectId:
    made = bot.add_painted(disc(x, y, radius))
    bot.workspace.objects.recolor(made, color)
    return made


def pixels(pixmap: QPixmap) -> NDArray[np.uint8]:
    """Return the picture's colors, shape (height, width, 3)."""
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_RGBX8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4)[..., :3].copy()


def view_model_of(bot: CanvasBot) -> CanvasViewModel:
    found = bot.canvas.findChild(CanvasViewModel)
    assert isinstance(found, CanvasViewModel)
    return found


def test_after_a_large_edit_the_canvas_has_a_turn_of_its_own(bot: CanvasBot, monkeypatch: pytest.MonkeyPatch) -> None:
    object, model, cell = add(bot, RED, 50, 60, 20), view_model_of(bot), Cell(ObjectId(1), FrameIndex(0))
    bot.settle()
    scene = model.scene
    monkeypatch.setattr(edit_followers, "LARGE", 0)
    bot.workspace.prompts.paint(replace(cell, object=object), disc(90, 60, 20))
    bot.workspace.view.select(())
    assert model.scene is scene, "whatever else is said meanwhile"
    bot.qtbot.waitUntil(lambda: model.scene != scene, timeout=10_000)
    assert not bot.workspace.view.selection
    assert bot.color((90, 60)) != (FRAME_GRAY,) * 3
    bot.workspace.view.select((object,))
    seen = model.scene
    bot.workspace.objects.delete((object,))  # the selection is told of first
    assert model.scene is seen
    bot.workspace.editor.undo()
    bot.workspace.editor.undo()
    bot.show(1)  # masks are those of the frame that is seen
    assert model.scene.frame == 1
    bot.show(0)
    assert bot.color((50, 60)) != (FRAME_GRAY,) * 3


@pytest.mark.parametrize("zoom", [0.7, 1.0, 2.3, 6.0, 20.0])
def test_masks_are_where_they_are_at_every_zoom(bot: CanvasBot, zoom: float) -> None:
    add(bot, RED, 80, 60, 20)
    bot.canvas.zoom_by(zoom / bot.canvas.zoom, bot.canvas.to_widget(100, 60))
    shot = bot.shot()
    for x, inside in ((90, True), (97, True), (103, False), (110, False)):
        red, green, _blue = bot.color((x + 0.5, 60.5), shot)
        assert (red > green + 60) is inside, (x, red, green)
    assert bot.color((110.5, 60.5), shot) == pytest.approx((FRAME_GRAY,) * 3, abs=2)


def test_the_selected_object_lies_on_top_and_is_filled_more(bot: CanvasBot) -> None:
    first, second = add(bot, RED, 70, 60, 30), add(bot, BLUE, 90, 60, 30)
    bot.workspace.view.select((first,))
    red, _green, blue = bot.color((80, 60))
    assert red > blue + 60
    strong = bot.color((50, 60))[0]
    bot.workspace.view.select((second,))
    red, _green, blue = bot.color((80, 60))
    assert blue > red + 60
    assert bot.color((50, 60))[0] < strong - 10


def test_opacity_and_hiding(bot: CanvasBot) -> None:
    add(bot, RED, 80, 60, 30)
    bot.workspace.view.select(())
    bot.canvas.set_opacity(1.0)
    strong = bot.color((80, 60))[0]
    bot.canvas.set_opacity(0.1)
    assert FRAME_GRAY < bot.color((80, 60))[0] < strong - 50
    bot.canvas.set_masks_hidden(True)
    assert bot.color((80, 60)) == pytest.approx((FRAME_GRAY,) * 3, abs=2)
    bot.canvas.set_masks_hidden(False)
    assert bot.color((80, 60))[0] > FRAME_GRAY


def test_hidden_objects_are_not_shown_the_active_one_either(bot: CanvasBot) -> None:
    first = add(bot, RED, 60, 60, 20)
    bot.workspace.objects.set_visible((first,), False)
    assert bot.workspace.view.active_object == first
    assert bot.color((60, 60)) == pytest.approx((FRAME_GRAY,) * 3, abs=2)
    add(bot, BLUE, 120, 60, 20)
    assert bot.color((60, 60)) == pytest.approx((FRAME_GRAY,) * 3, abs=2)
    bot.workspace.view.select((first,))
    assert bot.color((60, 60)) == pytest.approx((FRAME_GRAY,) * 3, abs=2)
    bot.workspace.objects.set_visible((first,), True)
    assert bot.color((60, 60))[0] > FRAME_GRAY + 40


def test_every_view_mode_shows_what_it_says(bot: CanvasBot) -> None:
    add(bot, RED, 60, 60, 30)
    inside, outside = (60, 60), (140, 60)
    bot.canvas.set_view_mode(ViewMode.OUTLINE)
    assert bot.color(inside) == pytest.approx((FRAME_GRAY,) * 3, abs=2)
    shot = bot.shot()
    assert max(bot.color((89 + i / 4, 60), shot)[0] for i in range(8)) > FRAME_GRAY + 100
    bot.canvas.set_view_mode(ViewMode.MATTE)
    assert bot.color(inside) == (255, 255, 255)
    assert bot.color(outside) == (0, 0, 0)
    bot.canvas.set_view_mode(ViewMode.CUTOUT)
    checker = [(c.red(), c.green(), c.blue()) for c in CanvasStyle.of(DARK).checker]
    assert bot.color(inside) == pytest.approx((FRAME_GRAY,) * 3, abs=2)
    assert bot.color(outside) in checker
    bot.canvas.set_masks_hidden(True)
    assert bot.color(outside) == pytest.approx((FRAME_GRAY,) * 3, abs=2)


def test_matte_is_of_the_selected_objects_or_of_all(bot: CanvasBot) -> None:
    first = add(bot, RED, 50, 60, 20)
    add(bot, BLUE, 120, 60, 20)
    bot.canvas.set_view_mode(ViewMode.MATTE)
    bot.workspace.view.select((first,))
    shot = bot.shot()
    assert bot.color((50, 60), shot) == (255, 255, 255)
    assert bot.color((120, 60), shot) == (0, 0, 0)
    bot.workspace.view.select(())
    assert bot.color((120, 60)) == (255, 255, 255)


def test_side_by_side_shows_the_same_place_twice_and_tools_work_on_both(bot: CanvasBot) -> None:
    add(bot, RED, 80, 60, 20)
    bot.canvas.set_view_mode(ViewMode.SIDE_BY_SIDE)
    shot = bot.shot()
    left = bot.canvas.to_widget(80, 60)
    right = left + QPointF((bot.canvas.width() - 2) // 2 + 2, 0)
    assert shot.pixelColor(int(left.x()), int(left.y())).red() == pytest.approx(FRAME_GRAY, abs=2)
    assert shot.pixelColor(int(right.x()), int(right.y())).red() == 255
    bot.qtbot.mouseClick(bot.canvas, LEFT, pos=(right + QPointF(20, 0)).toPoint())
    click = bot.prompts().clicks[-1]
    assert click.x > 80
    assert click.y == pytest.approx(60, abs=1)


def test_stale_masks_are_hatched(bot: CanvasBot) -> None:
    object = add(bot, RED, 80, 60, 40)
    bot.workspace.view.select(())
    plain = bot.shot()
    record = bot.workspace.document.object(object)
    assert record is not None
    stale = replace(record, stale=((FrameIndex(0), FrameIndex(2)),))
    cell = Cell(object, FrameIndex(0))
    made = bot.workspace.document.mask(cell)
    assert made is not None
    draft = EditBuilder(bot.workspace.document)
    draft.object(object, stale)

    def shown(edit: Edit) -> QImage:
        apply(bot.workspace.document, edit)
        bot.workspace.editor.changed.emit(edit)
        return bot.shot()

    assert shown(draft.edit()) == plain, "what a person made is not tracked again"
    draft = EditBuilder(bot.workspace.document)
    draft.prompts(cell, None)
    draft.mask(cell, replace(made, source=MaskSource.TRACKED))
    hatched = shown(draft.edit())
    line = [bot.color((60 + i / 4, 60), hatched) for i in range(160)]
    assert len({bot.color((60 + i / 4, 60), plain) for i in range(160)}) == 1
    assert max(color[1] for color in line) > min(color[1] for color in line) + 30


def test_dots_differ_in_more_than_color(bot: CanvasBot) -> None:
    bot.click((50, 60))
    bot.settle()
    bot.workspace.prompts.add_click(bot.cell, Click(110, 60, positive=False))
    bot.settle()
    shot = bot.shot()

    def upright(x: float) -> tuple[int, int, int]:
        place = bot.canvas.to_widget(x, 60) - QPointF(0, 3)
        found = shot.pixelColor(int(place.x()), int(place.y()))
        return found.red(), found.green(), found.blue()

    beside = bot.canvas.to_widget(50, 60) - QPointF(3, 3)
    green = shot.pixelColor(int(beside.x()), int(beside.y()))
    assert min(upright(50)) > 200, "the plus has an upright stroke in white"
    assert green.green() > green.red() + 60, "on green"
    assert min(upright(110)) > 200, "the minus has none: this is its white ground"
    bar = bot.canvas.to_widget(110, 60) - QPointF(3, 0)
    assert shot.pixelColor(int(bar.x()), int(bar.y())).red() > 150
    assert shot.pixelColor(int(bar.x()), int(bar.y())).green() < 120


def test_a_proposed_mask_is_shown_and_taken_away(bot: CanvasBot) -> None:
    bot.workspace.objects.add()
    plain = bot.shot()
    bot.canvas.show_operation_preview(disc(80, 60, 30))
    shown = bot.shot()
    assert bot.color((80, 60), shown) != bot.color((80, 60), plain)
    assert bot.color((130, 60), shown) == bot.color((130, 60), plain)
    bot.show(1)
    elsewhere = bot.shot()
    bot.show(0)
    assert bot.shot() == shown, "it belongs to its frame"
    bot.canvas.show_operation_preview(None)
    assert bot.shot() == plain
    bot.show(1)
    assert bot.shot() == elsewhere


def test_masks_follow_the_frame_that_is_shown(bot: CanvasBot) -> None:
    add(bot, RED, 80, 60, 30)
    bot.show(1)
    assert bot.color((80, 60)) == pytest.approx((FRAME_GRAY + 40,) * 3, abs=2)
    bot.show(0)
    assert bot.color((80, 60))[0] > FRAME_GRAY + 40


def test_the_picture_of_another_video_is_not_left_where_a_frame_cannot_be_shown(bot: CanvasBot, tmp_path: Path) -> None:
    add(bot, RED, 20, 20, 12)
    bot.workspace.videos.add([write_pictures(tmp_path / "gone")])
    bot.settle()
    seen = bot.color((20, 20))
    shutil.rmtree(tmp_path / "gone")
    bot.workspace.view.open_video(bot.workspace.document.videos()[1].id)
    bot.qtbot.waitUntil(lambda: bot.workspace.view.image_error is not None)
    background = view_model_of(bot).compositor.style.background

    assert seen[0] > 100
    assert bot.color((20, 20)) == (background.red(), background.green(), background.blue())
    before = bot.steps
    bot.click((20, 20))
    assert bot.steps == before, "nobody can click on what is not shown"


def test_the_picture_on_a_card_has_no_labels_and_dots(bot: CanvasBot) -> None:
    bot.workspace.objects.add("Ball")
    bot.workspace.prompts.mark_absent(bot.cell)
    bot.settle()
    assert "absent" in badge_text(view_model_of(bot).scene)
    save_thumbnail(bot.workspace, bot.canvas)
    stored = QPixmap(str(bot.workspace.folder / THUMBNAIL_FILE))
    assert not stored.isNull()
    assert np.ptp(pixels(stored)) <= 2, "gray as the frame"


def test_undo_is_seen(bot: CanvasBot) -> None:
    bot.workspace.objects.add()
    plain = bot.shot()
    bot.workspace.prompts.paint(bot.cell, disc(80, 60, 30))
    bot.workspace.prompts.set_box(bot.cell, Box(20, 20, 60, 60))
    assert bot.shot() != plain
    bot.workspace.editor.undo()
    bot.workspace.editor.undo()
    bot.settle()
    assert bot.shot() == plain


moves = st.lists(
    st.one_of(
        st.tuples(st.just("pan"), st.integers(-90, 90), st.integers(-90, 90)),
        st.tuples(st.just("paint"), st.integers(0, 160), st.integers(0, 120)),
        st.tuples(st.just("zoom"), st.integers(-4, 4), st.just(0)),
    ),
    min_size=1,
    max_size=8,
)


@given(moves, st.sampled_from([ViewMode.OVERLAY, ViewMode.SIDE_BY_SIDE_CUTOUT]))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_repainting_parts_equals_repainting_everything(
    bot: CanvasBot, doings: list[tuple[str, int, int]], mode: ViewMode
) -> None:
    view_model = view_model_of(bot)
    bot.canvas.set_view_mode(mode)
    if bot.workspace.view.active_object is None:
        add(bot, BLUE, 60, 60, 35)
        add(bot, RED, 90, 70, 35)
    for doing, a, b in doings:
        if doing == "pan":
            bot.canvas.findChild(CanvasViewModel).pan(QPointF(a, b))
        elif doing == "paint":
            bot.workspace.prompts.paint(bot.cell, disc(a, b, 12))
        else:
            bot.canvas.zoom_by(1.3**a)
            view_model.finish_draft()
        view_model.compositor.composed()
    parts = pixels(view_model.compositor.composed())
    view_model.compositor.invalidate()
    whole = pixels(view_model.compositor.composed())
    off = np.abs(parts.astype(int) - whole).max(axis=2)
    # Qt clips smoothed hairlines, which moves a few of their pixels where a clip cuts them; a seam would be longer.
    assert (off > 2).sum() < 60


@given(st.integers(0, 2**31), st.sampled_from([0.4, 1.0, 3.7, 17.3]), st.sampled_from([1.0, 1.25]))
@settings(max_examples=25, deadline=None)
def test_zoomed_in_every_pixel_is_the_one_under_it(seed: int, zoom: float, aspect: float) -> None:
    random = np.random.default_rng(seed)
    image = random.integers(0, 255, (37, 53, 3), np.uint8)
    view = View(53, 37, Pane(0, 0, 300, 200), 1.0, aspect).centered(random.uniform(0, 53), random.uniform(0, 37), zoom)
    rect = view.shown_rect()
    found = Pyramid(image).sample(view, rect, Quality.DRAFT if zoom > 1 else Quality.FINE)
    assert found.shape == (rect.height(), rect.width(), 4)
    if zoom > 1:
        for _ in range(20):
            x, y = random.integers(rect.width()), random.integers(rect.height())
            at = view.to_image(QPointF(rect.left() + x + 0.5, rect.top() + y + 0.5))
            assert tuple(found[y, x, 2::-1]) == tuple(image[min(int(at[1]), 36), min(int(at[0]), 52)])


def test_zoomed_out_is_an_average_not_a_sample() -> None:
    image = np.zeros((400, 400, 3), np.uint8)
    image[::2] = 200
    view = View(400, 400, Pane(0, 0, 200, 200)).centered(200, 200, 0.25)
    found = Pyramid(image).sample(view, view.shown_rect())
    assert found[20:-20, 20:-20, :3].min() >= 90
    assert found[20:-20, 20:-20, :3].max() <= 110


def test_hundreds_of_objects_are_shown(bot: CanvasBot) -> None:
    layer, video = MaskLayer(), bot.workspace.view.video
    assert video is not None
    add(bot, RED, 80, 60, 10)
    scene = view_model_of(bot).scene
    many = replace(
        scene, objects=tuple(replace(scene.objects[0], id=ObjectId(i + 1), selected=False) for i in range(400))
    )
    layer.show(many, video.width, video.height)
    view = View(video.width, video.height, Pane(0, 0, 160, 120)).centered(80, 60, 1.0)
    assert layer.matte(view, QRect(80, 60, 1, 1))[0, 0] == 255


def test_a_mask_unpacked_for_drawing_is_the_mask() -> None:
    random = np.random.default_rng(5)
    for shape in ((1, 1), (7, 1), (1, 9), (40, 30)):
        for _ in range(20):
            bits = random.random(shape) < random.random()
            shown = ShownMask(type(disc(1, 1, 1)).from_array(bits))
            whole = np.zeros(shape, bool)
            whole[shown.area.slices] = shown.pixels
            assert (whole == bits).all()


HIGH_DPI = """
import sys
from pathlib import Path
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from app.settings import Settings
from app.ui.canvas.canvas import Canvas
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor
from tests.gui.canvas_bot import disc, write_pictures

application = QApplication([])
folder = Path(sys.argv[1])
workspace = Workspace.create(folder / "project", Settings(), lambda _choice: DiscPredictor())
canvas = Canvas(workspace)
canvas.resize(640, 480)
canvas.show()
workspace.videos.add([write_pictures(folder / "pictures")])
loop = QEventLoop()
workspace.view.image_ready.connect(loop.quit)
loop.exec()
while workspace.turns.busy:
    application.processEvents()
workspace.objects.add()
workspace.prompts.paint(workspace.view.cell, disc(80, 60, 20))
canvas.actual_size()
one, other = canvas.to_widget(10, 10), canvas.to_widget(40, 10)
QTest.mouseClick(canvas, Qt.LeftButton, Qt.NoModifier, canvas.to_widget(120, 60).toPoint())
click = workspace.document.prompts(workspace.view.cell).clicks[-1]
shot = canvas.grab().toImage()
ratio = shot.devicePixelRatio()
inside = [shot.pixelColor((canvas.to_widget(x, 60) * ratio).toPoint()) for x in (70, 104)]
print(ratio, other.x() - one.x(), click.x, click.y, *(color.red() - color.green() for color in inside))
workspace.close(wait_ms=5000)
"""


def test_at_150_percent_one_to_one_is_sharp_and_clicks_land_where_they_should(tmp_path: Path) -> None:
    words = run_script(HIGH_DPI, tmp_path, QT_SCALE_FACTOR="1.5")
    ratio, thirty, x, y, inside, outside = (float(number) for number in words)
    assert ratio == 1.5
    assert thirty == pytest.approx(20.0), "30 image pixels are 30 screen pixels: 20 widget pixels"
    assert (x, y) == pytest.approx((120, 60), abs=1.2)
    assert outside == 0
    assert abs(inside) > 20
