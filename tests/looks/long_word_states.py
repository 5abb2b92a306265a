"""Words that are longer than their place: names, reasons, videos and categories that a person chose."""

import shutil
from pathlib import Path

from msgspec import structs

from app import paths
from app.evaluation.sample import read_sample
from app.project.model import FrameIndex, Judgement, Stage
from tests.looks.projects import LONG_NAMES, pond
from tests.looks.screenshots import Screenshots
from tests.looks.verifying_states import LONG

ONE_WORD = "shadow_of_object_0003_camera_B_take_12_reviewed_final_v2"
CATEGORIES = ("a category that somebody has given a whole sentence as its name", "fish", ONE_WORD)
REASON = f"The mask runs into the thing behind it wherever both are moving: see {ONE_WORD}"
VIDEO = "kite-surfing at the north beach, second camera, graded.mp4"


def long_words(shots: Screenshots) -> None:
    """Each stage with long words in its lists."""
    shots.open_made("Long words", lambda at: pond(at, LONG_NAMES))
    workspace, window = shots.workspace, shots.window
    sample = read_sample(paths.sample_folder())
    other = shutil.copy(paths.sample_folder() / sample.video, shots.folder / VIDEO)
    workspace.videos.add((Path(other),))
    shots.until(lambda: not workspace.busy)
    workspace.change_settings(structs.replace(workspace.settings, annotator=LONG, annotator_asked=True))
    records = workspace.document.all_objects()
    for record, category in zip(records, CATEGORIES, strict=False):
        workspace.objects.set_category((record.id,), category)
    first, second, third, *_ = (record.id for record in records)
    workspace.verification.hand_in((first, second, third))
    workspace.verification.judge(first, Judgement.UNSATISFACTORY, REASON, (FrameIndex(17), FrameIndex(17)))
    workspace.verification.judge(second, Judgement.SATISFACTORY)
    window.project_view.stages.show(Stage.ANNOTATION)
    workspace.view.select((first,))
    shots.shoot("annotate", window)
    window.project_view.stages.show(Stage.VERIFICATION)
    workspace.view.pause()
    shots.shoot("verify", window)
    window.project_view.stages.show(Stage.SELECTION)
    workspace.candidates.find()
    shots.until(lambda: not workspace.busy)
    shots.rest()
    shots.shoot("select", window)
    workspace.selecting.accept()
    shots.shoot("accepted", window)
    window.project_view.stages.show(Stage.ANNOTATION)
