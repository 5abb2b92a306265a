"""`masklane import` and `masklane convert`: masks of other tools into a project, or into another format."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing

from app.api.converting import converting
from app.api.session import created, opened, session
from app.cli.presets import chosen_format
from app.cli.project import FolderBefore
from app.cli.shown import counted, shown
from app.cli.terminal import ProgressLine, TerminalProgress
from app.errors import ImportFileError, MediaChanged, MediaError, MediaMissing
from app.interchange.clip import Loss
from app.interchange.questions import ALL, ANSWERS, Answer, Choices, Question
from app.interchange.table import format_named
from app.project.paths import database_path
from app.workspace.interchange.imports import Found, ImportPreview
from app.workspace.media.import_media import media_by_name


def run(arguments: Namespace) -> int:
    """Take masks into a project, which is made when there is none; it goes again when nothing came in."""
    if arguments.format:
        format_named(arguments.format).reader()
    if arguments.media is not None and not arguments.media.exists():
        raise MediaError(f"There is no file or folder {arguments.media}.", "Nothing was imported.")
    there = database_path(arguments.folder).exists()
    before = FolderBefore(arguments.folder)
    done = False
    try:
        with session((opened if there else created)(arguments.folder)) as current:
            imports, found = current.workspace.imports, list[Found]()
            imports.read([path.absolute() for path in arguments.paths], arguments.format, found.append)
            current.settle(TerminalProgress(), expected=(MediaMissing, MediaChanged))
            names = [clip.name for one in found[0].incoming for clip in one.clips]
            preview = imports.preview(found[0], _choices(arguments, names))
            _tell(preview)
            if not arguments.check:
                if preview.refused:
                    raise ImportFileError(
                        "Nothing was imported: masks would change that are locked or verified.",
                        "Choose otherwise with --choose, or unlock them, or verify them again.",
                    )
                clips = [clip for one in preview.incoming for clip in one.clips]
                imports.take(preview, media_by_name(arguments.media, clips))
                current.settle(TerminalProgress(), expected=(MediaMissing, MediaChanged))
            done = not arguments.check
    finally:
        if not (done or there):
            before.restore()
    print("Nothing was changed." if arguments.check else f"Imported into {shown(arguments.folder)}")
    return 0


def convert(arguments: Namespace) -> int:
    """Read clips and write them in another format."""
    row, options = chosen_format(arguments, arguments.to)
    line, losses = ProgressLine(), list[Loss]()
    steps = converting(
        arguments.path,
        arguments.out,
        row.id,
        format=arguments.source,
        media=arguments.media,
        options=options,
        anew=arguments.anew,
    )
    with closing(steps):
        for step in steps:
            if isinstance(step, Loss):
                losses.append(step)
            else:
                unit = step.unit or ("frames" if step.writing else "masks")
                line.show("Write" if step.writing else "Read", step.done, step.total, unit)
    line.finish()
    for loss in losses:
        print(shown(f"note: {loss}"), file=sys.stderr)
    print(f"Written to {shown(arguments.out)}")
    return 0


def _choices(arguments: Namespace, names: Sequence[str]) -> Choices:
    """Return what was decided on the command line. ImportFileError: there is no such video in the files."""
    answers: dict[tuple[int, Question], Answer] = {}
    for video, question, answer in sorted(arguments.choose, key=lambda one: bool(one[0])):
        places = [place for place, name in enumerate(names) if name == video] if video else [ALL]
        if not places:
            raise ImportFileError("There is no video “{name}” in the files.", name=video)
        answers |= {(place, question): answer for place in places}
    return Choices(answers=answers)


def _tell(preview: ImportPreview) -> None:
    for note in (note for one in preview.incoming for note in one.notes):
        print(shown(f"note: {note}"), file=sys.stderr)
    for conflict in (conflict for fits in preview.fits for fit in fits for conflict in fit.conflicts):
        question = conflict.question
        ways = "" if question is None else "|".join(answer.value for answer in ANSWERS[question])
        now = "" if conflict.answer is None else f"; now {conflict.answer.value}"
        hint = f" (--choose {question.value}={ways}{now})" if question is not None else ""
        print(shown(f"note: {conflict}{hint}"), file=sys.stderr)
    if preview.absences:
        print(f"note: {preview.absences} masks say absent; one that tracking lost looks the same", file=sys.stderr)
    for one in preview.incoming:
        for clip in one.clips:
            masks = sum(len(masklet.masks) for masklet in clip.masklets)
            size = f"{clip.width}x{clip.height}"
            objects = counted(len(clip.masklets), "object")
            print(shown(f"{clip.name} ({one.format_id}): {objects}, {counted(masks, 'mask')}, {size}"))
