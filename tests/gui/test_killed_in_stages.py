"""Two people bring a masklet through all stages by real keys; their process is killed in the middle of each."""

import shutil
import sys
from pathlib import Path

import pytest

from app.project.document import Document
from app.project.edit_builder import EditBuilder
from app.project.model import Judgement, VideoId
from app.project.storage.store import Store
from app.review.work import Verb, history_of
from app.workspace.media.media_facts import describe
from tests.gui.other_process import run_script

SCRIPT = """
import sys
from pathlib import Path
from tests.gui import desk_to_kill
desk_to_kill.main(Path(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="it takes a fork that a window survives")
def test_a_process_killed_in_the_middle_of_each_stage_loses_nothing_that_was_seen(clip: Path, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    draft = EditBuilder(Document())
    draft.video(VideoId(1), describe(folder, VideoId(1), Path(shutil.copyfile(clip, folder / "clip.mp4"))))
    with Store.create(folder) as store:
        store.commit(draft.edit())
    assert run_script(SCRIPT, tmp_path) == ["select", "annotate", "verify"]
    with Store.open(folder) as store:
        document, events = store.load(), tuple(store.events())
    (record,) = document.all_objects()
    verdict = document.verdict(record.id)
    assert verdict is not None
    assert (verdict.judgement, verdict.annotator) == (Judgement.UNSATISFACTORY, "Grace")
    assert len(document.mask_frames(record.id)) == 60
    assert len(document.issues_of(record.id)) == 1
    history = [event for event in history_of(events, record.id) if event.verb != Verb.ISSUE.value]
    assert [(event.annotator, event.details["what"]) for event in history] == [
        ("Ada", "annotation"),
        ("Ada", "verification"),
        ("Grace", "unsatisfactory"),
    ]
