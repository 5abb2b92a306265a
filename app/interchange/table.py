"""The table of formats, both ways; a new one is a file and a row. Help, dialogs and README are made from it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from app.errors import ExportError, ImportFileError
from app.interchange.clip import Loss
from app.interchange.export.losses import Holds
from app.interchange.export.options import Option, Outgoing, Pictures, WriteOptions
from app.interchange.export.writing import Writer
from app.interchange.formats import (
    alpha_video,
    burst,
    coco_json,
    cvat,
    davis_export,
    davis_import,
    exr,
    labelme,
    mask_video,
    masklane_project,
    mattes,
    mots,
    overlay,
    saco,
    sav_json,
    sav_png,
    yolo,
    youtube_vis,
)
from app.interchange.reading import Amount, Reader, with_absences
from app.phrases import Phrase

_FILES: Final = (Option.NAMES, Option.NUMBER, Option.PADDING)
_PICTURES: Final = (Option.PICTURES, *_FILES)


@dataclass(frozen=True, slots=True)
class Variant:
    """A form of a format, among which a person chooses; `holds` None: what the format holds."""

    id: str
    title: Phrase
    holds: Holds | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One row. `about` says in a sentence what never fits, or what it is for.

    `options` are those it has besides the ones that all have; `pictures`: frames are written, if nothing else is
    chosen. `write` fills a folder, `read` makes clips of a file or folder; None: only the other way. Both raise errors
    in words. `loses` tells before what of a clip it cannot hold, beside `holds`.
    """

    id: str
    title: Phrase
    about: Phrase
    holds: Holds
    write: Writer | None = None
    read: Reader | None = None
    options: tuple[Option, ...] = ()
    pictures: Pictures = Pictures.NONE
    needs_frames: bool = False
    variants: tuple[Variant, ...] = ()
    loses: Callable[[Outgoing], Iterator[Loss]] = lambda _clip: iter(())

    def writer(self) -> Writer:
        """Return what writes the format. ExportError when it is only read."""
        if self.write is None:
            raise ExportError("{title} is only read.", "Choose another format.", title=self.title)
        return self.write

    def reader(self, amount: Amount | None = None) -> Reader:
        """Return what reads the format, with its absences. ImportFileError when it is only written.

        `amount`: what other files of the import hold already.
        """
        if self.read is None:
            raise ImportFileError("{title} is only written: masks cannot be read back from it.", title=self.title)
        return with_absences(self.read, amount or Amount())

    def checked(self, options: WriteOptions) -> WriteOptions:
        """Return the options with the format's own form where none is chosen. ExportError: it has no such form."""
        names = [row.id for row in self.variants]
        if options.variant in (names or [""]):
            return options
        if options.variant:
            raise ExportError(
                "{title} has no form {variant!r}.",
                "It has: {names}.",
                title=self.title,
                variant=options.variant,
                names=", ".join(names) or "-",
            )
        return replace(options, variant=names[0])

    def writes_frames(self, options: WriteOptions) -> bool:
        """Return whether pictures of the frames are part of what is written."""
        return self.needs_frames or (options.pictures or self.pictures) is not Pictures.NONE

    def holding(self, variant: str) -> Holds:
        """Return what the format holds in a form of it."""
        chosen = next((row.holds for row in self.variants if row.id == variant), None)
        return chosen or self.holds


_UNITED: Final = Holds(overlap=False, absent=False, names=False, masks=False)
_LABELS: Final = Holds(overlap=False, absent=False, unseen=False, most_objects=davis_export.MOST_OBJECTS)

_ROWS: Final = (
    Format(
        id="sav",
        title=Phrase("SA-V (JSON)"),
        about=Phrase(
            "Holds everything but clicks: overlaps, what is absent, names, verdicts; scores of automatic masklets."
        ),
        holds=Holds(scores=True),
        write=sav_json.write_sav,
        read=sav_json.read_sav,
        loses=sav_json.losses_of,
        options=(Option.PICTURES,),
    ),
    Format(
        id="sav-png",
        title=Phrase("SA-V (a picture for each object and frame)"),
        about=Phrase("As Meta's validation sets. Names lie in a file of ours beside it."),
        holds=Holds(names=False),
        write=sav_png.write_sav_png,
        read=sav_png.read_sav_png,
        options=_PICTURES,
        pictures=Pictures.JPEG,
    ),
    Format(
        id="davis",
        title=Phrase("DAVIS (JPEG frames and palette PNGs)"),
        about=Phrase(
            "Cannot hold overlaps, more than 253 objects a video, or what is absent apart from what is not annotated."
        ),
        holds=Holds(overlap=False, absent=False, unseen=False, late=False, most_objects=davis_export.MOST_OBJECTS),
        write=davis_export.write_davis,
        read=davis_import.read_davis,
        options=(*_PICTURES, Option.WINNER),
        pictures=Pictures.JPEG,
    ),
    Format(
        id="youtube-vos",
        title=Phrase("YouTube-VOS (JPEG frames and palette PNGs)"),
        about=Phrase("As DAVIS, with the categories of objects and the frames they are on."),
        holds=_LABELS,
        write=davis_export.write_youtube_vos,
        read=davis_import.read_davis,
        options=(*_PICTURES, Option.WINNER),
        pictures=Pictures.JPEG,
    ),
    Format(
        id="youtube-vis",
        title=Phrase("YouTube-VIS (JSON)"),
        about=Phrase("Masklets of several videos in one file; cannot tell what is absent from what is not annotated."),
        holds=Holds(absent=False, names=False),
        write=youtube_vis.write_youtube_vis,
        read=youtube_vis.read_youtube_vis,
        options=(*_PICTURES, Option.VARIANT),
        pictures=Pictures.JPEG,
        variants=(
            Variant(youtube_vis.GROUND_TRUTH, Phrase("ground truth")),
            Variant(youtube_vis.RESULTS, Phrase("results, with scores"), Holds(absent=False, names=False, scores=True)),
        ),
    ),
    Format(
        id="saco",
        title=Phrase("SA-Co VEval (SAM 3, JSON)"),
        about=Phrase("Categories of which all is masked, and those not in a video: by the answers of Verify."),
        holds=Holds(absent=False, unseen=False, names=False),
        write=saco.write_saco,
        read=saco.read_saco,
        loses=saco.losses_of,
        options=_PICTURES,
        pictures=Pictures.JPEG,
    ),
    Format(
        id="coco",
        title=Phrase("COCO (JSON, a picture a frame, with tracks)"),
        about=Phrase("Cannot tell what is absent from what is not annotated; polygons cannot hold holes."),
        holds=Holds(absent=False, unseen=False, names=False, scores=True),
        write=coco_json.write_coco,
        read=coco_json.read_coco,
        options=(*_PICTURES, Option.VARIANT),
        pictures=Pictures.JPEG,
        variants=(
            Variant(coco_json.RUN_LENGTHS, Phrase("run lengths, exact")),
            Variant(
                coco_json.POLYGONS,
                Phrase("polygons"),
                Holds(absent=False, unseen=False, names=False, scores=True, holes=False),
            ),
        ),
    ),
    Format(
        id="mots",
        title=Phrase("MOTS (text and 16-bit pictures)"),
        about=Phrase("Cannot hold overlaps, more than 999 objects, or other classes than car and pedestrian."),
        holds=Holds(overlap=False, absent=False, unseen=False, names=False, most_objects=mots.MOST_INSTANCES),
        write=mots.write_mots,
        read=mots.read_mots,
        loses=mots.losses_of,
        options=(Option.PICTURES, Option.WINNER, Option.VARIANT),
        pictures=Pictures.JPEG,
        variants=(
            Variant(mots.KITTI, Phrase("KITTI, frames from 0")),
            Variant(mots.CHALLENGE, Phrase("MOTSChallenge, frames from 1")),
        ),
    ),
    Format(
        id="yolo",
        title=Phrase("YOLO segmentation (text)"),
        about=Phrase("Cannot hold holes or masks in several parts; which object a row is lies in a file beside."),
        holds=Holds(absent=False, unseen=False, names=False, holes=False, parts=False),
        write=yolo.write_yolo,
        read=yolo.read_yolo,
        options=_PICTURES,
        pictures=Pictures.JPEG,
    ),
    Format(
        id="cvat",
        title=Phrase("CVAT for images 1.1 (XML)"),
        about=Phrase("Objects are groups; CVAT has no tracks of masks. Cannot tell absent from not annotated."),
        holds=Holds(absent=False, unseen=False, names=False),
        write=cvat.write_cvat,
        read=cvat.read_cvat,
        options=_PICTURES,
        pictures=Pictures.JPEG,
    ),
    Format(
        id="labelme",
        title=Phrase("labelme (a JSON file a frame)"),
        about=Phrase("Cannot tell what is absent from what is not annotated; polygons cannot hold holes."),
        holds=Holds(absent=False, unseen=False),
        write=labelme.write_labelme,
        read=labelme.read_labelme,
        options=(*_PICTURES, Option.VARIANT),
        pictures=Pictures.JPEG,
        variants=(
            Variant(labelme.MASKS, Phrase("masks, exact")),
            Variant(labelme.POLYGONS, Phrase("polygons"), Holds(absent=False, unseen=False, holes=False, parts=False)),
        ),
    ),
    Format(
        id="burst",
        title=Phrase("BURST (JSON)"),
        about=Phrase("Each mask says whether a person made it, and its score."),
        holds=Holds(absent=False, names=False, scores=True),
        write=burst.write_burst,
        read=burst.read_burst,
        options=_PICTURES,
        pictures=Pictures.JPEG,
    ),
    Format(
        id="masks",
        title=Phrase("Mattes and mask pictures (PNG)"),
        about=Phrase("For compositing; read from any picture: grey, palette, one bit, alpha."),
        holds=Holds(names=False),
        write=mattes.write_mattes,
        read=mattes.read_mattes,
        options=(*_FILES, Option.WINNER, Option.VARIANT, Option.FEATHER),
        variants=(
            Variant(mattes.OBJECTS, Phrase("a folder for each object")),
            Variant(mattes.OBJECTS_DEEP, Phrase("a folder for each object, 16 bits")),
            Variant(mattes.UNITED, Phrase("all objects in one"), _UNITED),
            Variant(mattes.UNITED_DEEP, Phrase("all objects in one, 16 bits"), _UNITED),
            Variant(
                mattes.NUMBERS,
                Phrase("object numbers, 8 bits"),
                Holds(overlap=False, absent=False, unseen=False, names=False, most_objects=davis_export.MOST_OBJECTS),
            ),
            Variant(
                mattes.DEEP,
                Phrase("object numbers, 16 bits"),
                Holds(overlap=False, absent=False, unseen=False, names=False, most_objects=65_534),
            ),
        ),
    ),
    Format(
        id="exr",
        title=Phrase("OpenEXR mattes and Cryptomatte"),
        about=Phrase("For compositing; needs the extra “exr”. Cryptomatte keeps names and overlaps."),
        holds=Holds(absent=False, masks=False),
        write=exr.write_exr,
        loses=exr.losses_of,
        options=(*_FILES, Option.VARIANT, Option.FEATHER),
        variants=(
            Variant(exr.CRYPTOMATTE, Phrase("Cryptomatte, all objects in one file a frame")),
            Variant(exr.OBJECTS, Phrase("a folder for each object"), Holds(masks=False, names=False)),
            Variant(exr.UNITED, Phrase("all objects in one matte"), Holds(masks=False, names=False, absent=False)),
        ),
    ),
    Format(
        id="mask-video",
        title=Phrase("Mask videos (black and white)"),
        about=Phrase("One object a file. What compression has left between black and white is cut at half."),
        holds=Holds(names=False),
        read=mask_video.read_mask_videos,
    ),
    Format(
        id="masklane",
        title=Phrase("Another Masklane project"),
        about=Phrase(
            "Objects with masks as they were made, prompts, absences and verdicts; its media where it is found."
        ),
        holds=Holds(scores=True),
        read=masklane_project.read_project,
    ),
    Format(
        id="cutouts",
        title=Phrase("Cut-outs (PNG with alpha)"),
        about=Phrase("The frames, transparent where no object is; objects cannot be told apart."),
        holds=Holds(masks=False, names=False),
        write=mattes.write_cutouts,
        options=(*_FILES, Option.FEATHER),
        needs_frames=True,
    ),
    Format(
        id="alpha-video",
        title=Phrase("Video with alpha (ProRes 4444, FFV1)"),
        about=Phrase("The frames, transparent where no object is; objects cannot be told apart, and it has no sound."),
        holds=Holds(masks=False, names=False),
        write=alpha_video.write_alpha_videos,
        options=(Option.VARIANT, Option.FEATHER),
        needs_frames=True,
        variants=(
            Variant(alpha_video.PRORES, Phrase("ProRes 4444 (MOV)")),
            Variant(alpha_video.FFV1, Phrase("FFV1 (MKV), exact colors")),
        ),
    ),
    Format(
        id="overlay",
        title=Phrase("Overlay video (H.264)"),
        about=Phrase("It is only for viewing: masks cannot be read back from it, and it has no sound."),
        holds=Holds(masks=False),
        write=overlay.write_overlays,
        loses=overlay.losses_of,
        options=(Option.VARIANT, Option.FEATHER),
        needs_frames=True,
        variants=(
            Variant(overlay.PLAIN, Phrase("masks over the frames")),
            Variant(overlay.NAMES, Phrase("with names")),
            Variant(overlay.BESIDE, Phrase("beside the frames as they are")),
            Variant(overlay.BESIDE_NAMES, Phrase("with names, beside the frames as they are")),
        ),
    ),
)

FORMATS: Final[Mapping[str, Format]] = MappingProxyType({row.id: row for row in _ROWS})
"""Formats by id, in the order in which they are offered."""


def format_named(id: str) -> Format:
    """Return a row. ExportError: there is none of that name."""
    row = FORMATS.get(id)
    if row is None:
        raise ExportError(
            "There is no format {id!r}.", "Available formats: {formats}.", id=id, formats=", ".join(FORMATS)
        )
    return row
