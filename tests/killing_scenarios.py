"""What is done and killed: each kind of write to a project, beside it, and for other tools."""

import contextlib
import io
import json
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication

from app import cli, settings
from app.errors import ProjectError
from app.interchange.encoding.davis import read_dataset
from app.interchange.publish import publish
from app.media.fingerprint import fingerprint
from app.media.opening import open_media
from app.media.videos.index_file import load_index, save_index
from app.project.edit import Edit
from app.project.history import History
from app.project.model import Event
from app.project.storage import migrations
from app.project.storage.salvage import everything, salvage
from app.project.storage.schema import SCHEMA
from app.project.storage.store import Store
from app.settings import Settings, Theme
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor
from tests.interchange.samples import a_clip, exporting, ring, video_file
from tests.killing import Scenario, Touches
from tests.project.samples import start
from tests.project.storage.test_store import full_edit


def clip(folder: Path) -> Path:
    """A copy of a clip of some frames, which is made once."""
    made = folder.parent / "made.mp4"
    if not made.exists():
        video_file(made, 3)
    return Path(shutil.copyfile(made, folder / "walk.mp4"))


def whole(folder: Path) -> Edit:
    """What is in a project, which must be in order."""
    with Store.open_copy(folder) as store:
        assert store.check() == []
        return everything(store.load())


def goes_on(folder: Path) -> None:
    """The project opens and takes another change."""
    with Store.open(folder) as store:
        store.append_event(Event(datetime.now(UTC), "", "goes on"))


def nothing(_root: Path) -> None:
    pass


# A project is made


def make(root: Path) -> None:
    Store.create(root / "p").close()


def made_or_not(root: Path, finished: bool) -> None:
    if finished or (root / "p" / "project.masklane").exists():
        assert whole(root / "p").empty
        goes_on(root / "p")
    else:
        make(root)


def make_with_video(root: Path) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        assert cli.main(["new", str(root / "p"), str(root / "walk.mp4")]) == 0


def made_with_video_or_not(root: Path, finished: bool) -> None:
    if (root / "p" / "project.masklane").exists():
        videos = whole(root / "p").videos
        assert len(videos) == 1 or not (finished or videos)
        goes_on(root / "p")
    else:
        assert not finished


# It is changed


def started(root: Path) -> None:
    with Store.create(root / "p") as store:
        store.commit(start((3,)))


def change(root: Path) -> None:
    edit = start((3,)).inverse().then(full_edit())
    with Store.open(root / "p") as store:
        store.commit(edit, steps=(History().upcoming("Change", edit),))


def changed_or_not(root: Path, finished: bool) -> None:
    now = whole(root / "p")
    assert now == full_edit() or (now == start((3,)) and not finished)
    with Store.open(root / "p") as store:
        undo = store.history(store.load()).history.undo()
    assert (undo is None) if now == start((3,)) else (undo == start((3,)).inverse().then(full_edit()).inverse())
    goes_on(root / "p")


# It is brought to another format


def filled(root: Path) -> None:
    with Store.create(root / "p") as store:
        store.commit(full_edit())


def move_up(root: Path) -> None:
    migrations.SCHEMA = SCHEMA + 1  # type: ignore[misc]

    def step(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE objects SET name = 'new' WHERE id = 1")
        connection.execute("UPDATE objects SET name = 'new' WHERE id = 2")

    migrations.MIGRATIONS = {SCHEMA: step}  # type: ignore[misc]
    Store.open(root / "p").close()


def moved_up_or_not(root: Path, finished: bool) -> None:
    for copy in (root / "p").glob("*.bak"):
        (root / copy.name).mkdir()
        shutil.copyfile(copy, root / copy.name / "project.masklane")
        assert whole(root / copy.name) == full_edit()
    connection = sqlite3.connect(root / "p" / "project.masklane")
    (version,), names = (
        connection.execute("PRAGMA user_version").fetchone(),
        connection.execute("SELECT name FROM objects"),
    )
    moved = [name == "new" for (name,) in names]
    connection.close()
    assert moved == [version == SCHEMA + 1] * 2
    assert version == SCHEMA + 1 or not finished
    assert version == SCHEMA or list((root / "p").glob("*.bak"))


# Its media is shown a new place


def with_video(root: Path) -> None:
    clip(root)
    make_with_video(root)
    (root / "elsewhere").mkdir()
    (root / "walk.mp4").rename(root / "elsewhere" / "walk.mp4")


def relink(root: Path) -> None:
    application = QCoreApplication.instance() or QCoreApplication([])
    workspace = Workspace.open(root / "p", Settings(), lambda _choice: DiscPredictor())
    workspace.jobs.ended.connect(lambda _job: application.quit())
    workspace.videos.relink(workspace.document.videos()[0].id, root / "elsewhere" / "walk.mp4")
    application.exec()
    workspace.close(wait_ms=5000)


def relinked_or_not(root: Path, finished: bool) -> None:
    (video,) = (delta.after for delta in whole(root / "p").videos.values())
    assert video is not None
    assert Path(video.path).parent == root / "elsewhere" or not finished
    goes_on(root / "p")


# What is left of it is saved


def save_what_is_left(root: Path) -> None:
    salvage(root / "p", root / "new")


def saved_or_not(root: Path, finished: bool) -> None:
    assert whole(root / "p") == full_edit()
    if finished:
        assert whole(root / "new") == full_edit()
    else:
        with contextlib.suppress(ProjectError):  # no project, or one that is whole or still empty
            now = whole(root / "new")
            assert now == full_edit() or now.empty


# Its masks are written for others


def export(format_id: str, stride: int = 1) -> Scenario:
    def act(root: Path) -> None:
        for _ in exporting(format_id, (a_clip(root / "walk.mp4"),), root / "out"):
            Touches.touch()

    def look(root: Path, finished: bool) -> None:
        if not (root / "out").exists():
            assert not finished
            act(root)  # goes on where the killed one was
        assert not (left := list(root.glob(".*/data"))), left  # killed after the move: the note may be there
        if format_id == "davis":
            (sequence,) = read_dataset(root / "out")
            assert sequence.labels(2).max() == 2
        else:
            source = open_media(root / "out" / "walk.mp4")
            assert source.info.frame_count == 3
            source.close()

    return Scenario(format_id, lambda root: void(clip(root)), act, look, stride, threads=True)


def void(_value: object) -> None:
    pass


def published(root: Path) -> None:
    clip(root)
    for _ in publish((a_clip(root / "walk.mp4"),), root / "masklets"):
        pass


def publish_again(root: Path) -> None:
    fewer = a_clip(root / "walk.mp4", objects=1, draw=lambda place, frame: ring(place, frame + 1))
    for _ in publish((fewer,), root / "masklets"):
        pass


def published_again_or_not(root: Path, finished: bool) -> None:
    (file,) = (root / "masklets").glob("*.json")
    objects = len(json.loads(file.read_bytes())["masklet_id"])
    assert objects == 1 or (objects == 2 and not finished)
    publish_again(root)
    assert [place.name for place in (root / "masklets").iterdir()] == [file.name]


# What belongs to the person


def settings_there(root: Path) -> None:
    settings.save(root / "s" / "settings.json", Settings(theme=Theme.DARK))


def save_settings(root: Path) -> None:
    settings.save(root / "s" / "settings.json", Settings(theme=Theme.LIGHT))


def settings_saved_or_not(root: Path, finished: bool) -> None:
    loaded = settings.load(root / "s" / "settings.json")
    assert loaded.problem is None
    assert loaded.settings.theme is Theme.LIGHT or not finished
    assert loaded.settings.theme in (Theme.LIGHT, Theme.DARK)
    assert msgspec.json.decode((root / "s" / "settings.json").read_bytes())


# What can be made again


def index_kept(root: Path) -> None:
    source = open_media(root / "walk.mp4")
    save_index(root / "cache" / "index", source._video.index, fingerprint(root / "walk.mp4"))  # type: ignore[attr-defined]
    source.close()


def index_whole_or_none(root: Path, finished: bool) -> None:
    index = load_index(root / "cache" / "index", fingerprint(root / "walk.mp4"))
    assert index is None or len(index) == 3
    assert index is not None or not finished


ALL = (
    Scenario("make", nothing, make, made_or_not, stride=3),
    Scenario("new", lambda root: void(clip(root)), make_with_video, made_with_video_or_not, stride=5, threads=True),
    Scenario("change", started, change, changed_or_not, stride=3),
    Scenario("migrate", filled, move_up, moved_up_or_not, stride=3),
    Scenario("relink", with_video, relink, relinked_or_not, stride=4, threads=True),
    Scenario("salvage", filled, save_what_is_left, saved_or_not, stride=7),
    export("davis", stride=5),
    export("overlay", stride=2),
    Scenario("publish", published, publish_again, published_again_or_not, threads=True),
    Scenario("settings", settings_there, save_settings, settings_saved_or_not),
    Scenario("index", lambda root: void(clip(root)), index_kept, index_whole_or_none, threads=True),
)
