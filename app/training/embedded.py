"""The recipe of the embedded model: distil, look at pictures, follow, presence; and how to go on from a model."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from functools import partial

import cv2
import torch
from sam2.modeling.sam2_base import SAM2Base

from app.engine.architecture import EMBEDDED
from app.training.clips import read_picture
from app.training.config import Config
from app.training.distil import Distillation, read_lessons, start_norm
from app.training.following import sources
from app.training.kept import Kept
from app.training.loop import Part, Precision, Schedule
from app.training.losses import SMALL_WEIGHTS
from app.training.material import Material, find_pictures
from app.training.mixture import Mixture
from app.training.origins import start_heads, start_trunk
from app.training.presence import PresenceTask, Tokens
from app.training.segment import Example, Segmentation, read_examples, read_shelf
from app.training.stage import Prepare, Preparing, Stage
from app.training.start_memory import start_memory
from app.training.teacher import fill_shelf, label_shelf, views
from app.training.track import Tracking, TrackingTask

SIZE = EMBEDDED.image_size
LEARNING = replace(EMBEDDED, memory_pool=2)
"""Memory learns in cells twice as wide as those it is used with. Learning in narrow ones wears out sooner what the few
clips do not show: resources/models/README.md has the figures.
"""
FROZEN_BLOCKS = 8
TEACHER_VIEWS = 1300
LABELED_VIEWS = 320
"""The first of the teacher's views, of which it also tells the things; finding those takes longer than looking."""
POINTS_A_VIEW = 10
START_FRAMES = 30
TOGETHER_RUNS = 3

NECK = Part("image_encoder.neck")
LATE_TRUNK = tuple(Part(f"image_encoder.trunk.blocks.{index}.", 0.5) for index in range(FROZEN_BLOCKS, 16))
HEADS = (
    Part("sam_mask_decoder"),
    # The new convolutions for fine detail start at zero and have the longest way to go.
    Part("sam_mask_decoder.conv_s", 5.0),
    Part("sam_mask_decoder.pred_obj_score_head", 0.0),
    Part("sam_prompt_encoder.mask_downscaling"),
    Part("sam_prompt_encoder.point_embeddings", 0.5),
    Part("sam_prompt_encoder.no", 0.5),
)
MEMORY = (
    Part("memory_attention"),
    Part("memory_encoder"),
    Part("maskmem_tpos_enc"),
    Part("obj_ptr_proj"),
    Part("obj_ptr_tpos_proj"),
    Part("no_obj_ptr"),
    Part("no_obj_embed_spatial"),
    Part("mask_downsample"),
)


PRESENCE = Part("sam_mask_decoder.pred_obj_score_head")
PRESENCE_ROLLOUTS = 60


def stages(config: Config, material: Material, device: torch.device) -> list[Stage]:
    """Return the stages from nothing, or those that go on from a model; nothing is read before a stage starts.

    Only a model to start from learns everything together, from data that it was not made from: with the same few clips
    that wore out what they do not show (resources/models/README.md).
    """
    planned = {"neck": 400, "encoder": 500, "pictures": 800, "memory": 200, "together": 250, "presence": 1000}
    number = Precision.BFLOAT16 if config.bfloat16 else Precision.FLOAT32

    def schedule(name: str, rate: float, parts: tuple[Part, ...]) -> Schedule:
        return Schedule(config.steps(planned[name]), rate, parts, average=0.99, save_every=50, precision=number)

    tune = (*MEMORY, *(Part(part.prefix, 0.5 * part.rate) for part in HEADS if part.rate))

    def work(prepare: Callable[[Config, Material, torch.device, SAM2Base], Preparing]) -> tuple[Prepare]:
        return (partial(prepare, config, material, device),)

    distil = partial(_distil, config, material, device)
    together = tuple(partial(_together, config, material, device, run) for run in range(TOGETHER_RUNS))
    presence = Stage("presence", schedule("presence", 1e-3, (PRESENCE,)), work(_tell_absent))
    if config.start is not None:
        return [Stage("together", schedule("together", 5e-5, tune), together), presence]
    return [
        Stage("neck", schedule("neck", 1.5e-3, (NECK,)), (partial(distil, 16, 1),)),
        Stage("encoder", schedule("encoder", 8e-4, (NECK, *LATE_TRUNK)), (partial(distil, FROZEN_BLOCKS, 2),)),
        Stage("pictures", schedule("pictures", 2e-4, (*HEADS, NECK, *LATE_TRUNK)), work(_look)),
        Stage("memory", schedule("memory", 5e-5, MEMORY), work(_remember)),
        presence,
    ]


def _teach(config: Config, material: Material, count: int) -> Iterator[str]:
    """Fill the teacher's shelf with embeddings of `count` views of all footage, at least."""
    assert config.teacher is not None
    shelf = config.out / "teacher"
    footage = (*find_pictures(config.footage), *material.pictures)
    wanted = views(footage, count, config.seed)
    for index in fill_shelf(config.teacher / "encoder.onnx", wanted, shelf):
        yield f"teacher looked at view {index + 1} of {len(wanted)}"


def _label(config: Config, material: Material) -> Iterator[str]:
    """Add masks of what lies under random points in the first views of the shelf."""
    assert config.teacher is not None
    count = config.steps(LABELED_VIEWS)
    yield from _teach(config, material, count)
    found = label_shelf(config.teacher / "sam.onnx", config.out / "teacher", count, POINTS_A_VIEW, config.seed)
    for number, things in enumerate(found, 1):
        yield f"teacher found {things} things in view {number} of {count}"


def _distil(
    config: Config, material: Material, device: torch.device, frozen: int, colorings: int, model: SAM2Base
) -> Preparing:
    yield from _teach(config, material, config.steps(TEACHER_VIEWS))
    lessons = read_lessons(config.out / "teacher", SIZE)
    if frozen == len(model.image_encoder.trunk.blocks):
        assert config.teacher is not None
        assert config.trunk is not None
        start_trunk(model.image_encoder.trunk, config.trunk)
        start_heads(model, config.teacher / "sam.onnx")
        start_norm(model, lessons)
    yield f"{len(lessons)} views to distil from"
    return Distillation(lessons, batch=6, seed=config.seed, frozen_blocks=frozen, colorings=colorings, device=device)


def _balanced(groups: Sequence[tuple[list[Example], float]]) -> list[Example]:
    """Weigh examples so that each group is drawn with its share, whatever its size."""
    return [replace(example, weight=share / len(group)) for group, share in groups for example in group]


def _pictures(
    config: Config, material: Material, device: torch.device, frozen: int | None
) -> Generator[str, None, Segmentation]:
    yield from _label(config, material)
    taught = read_shelf(config.out / "teacher", SIZE)
    yield f"{len(taught)} views with masks of the teacher's"
    moving = read_examples(material.moving, SIZE, parts=2, every=3, seed=config.seed)
    stills = read_examples(material.stills, SIZE, parts=6, every=1, seed=config.seed)
    yield f"{len(moving)} examples from clips, {len(stills)} from pictures"
    return Segmentation(
        _balanced([(taught, 0.4), (moving, 0.32), (stills, 0.28)]),
        size=SIZE,
        pictures=4,
        objects=3,
        corrections=2,
        seed=config.seed,
        frozen_blocks=frozen,
        colorings=2 if frozen is not None else 1,
        device=device,
        weights=SMALL_WEIGHTS,
    )


def _look(config: Config, material: Material, device: torch.device, _model: SAM2Base) -> Preparing:
    return (yield from _pictures(config, material, device, FROZEN_BLOCKS))


def _start_sample(model: SAM2Base, material: Material, device: torch.device) -> torch.Tensor:
    """Return the image features of some frames, to fit the start of the memory to."""
    clips = (*material.moving, *material.stills)
    frames = [clip.frame(0) for clip in clips] + [clip.frame(len(clip) // 2) for clip in material.moving]
    chosen = frames[:: max(1, len(frames) // START_FRAMES)]
    squares = [cv2.resize(frame, (SIZE, SIZE), interpolation=cv2.INTER_AREA) for frame in chosen]
    kept = Kept(None, device)
    return kept.features(model, list(range(len(squares))), lambda place: squares[place])[-1]


def _clips(
    config: Config, material: Material, device: torch.device, options: Tracking
) -> Generator[str, None, TrackingTask]:
    footage = [read_picture(path) for path in find_pictures(config.footage)[::6]]
    clips = sources(
        material.moving,
        material.stills,
        size=SIZE,
        windows=4,
        excursions=3,
        scenes=70,
        seed=options.seed,
        more=footage,
    )
    yield f"{len(clips)} clips to follow objects in"
    return TrackingTask(clips, options, SIZE, None, device, SMALL_WEIGHTS)


def _remember(config: Config, material: Material, device: torch.device, model: SAM2Base) -> Preparing:
    start_memory(model, _start_sample(model, material, device))
    yield "memory starts as feature matching"
    options = Tracking(
        batch=3, frames=4, strides=(1, 1, 2, 3, 4), first_weights=(0.7, 0.1, 0.2), corrected=0.25, seed=config.seed
    )
    return (yield from _clips(config, material, device, options))


def _together(config: Config, material: Material, device: torch.device, run: int, _model: SAM2Base) -> Preparing:
    seed = config.seed + 1 + 100 * run
    options = Tracking(batch=2, frames=8, strides=(1, 1, 2), first_weights=(0.7, 0.1, 0.2), corrected=0.5, seed=seed)
    following = yield from _clips(config, material, device, options)
    looking = yield from _pictures(config, material, device, None)
    return Mixture((following, looking), (0, 0, 1))


def _tell_absent(config: Config, material: Material, device: torch.device, model: SAM2Base) -> Preparing:
    options = Tracking(
        batch=4,
        frames=6,
        strides=(1, 1, 2),
        first_weights=(1.0, 0.0, 0.0),
        corrected=0.0,
        seed=config.seed + 2,
        interrupted=0.5,
    )
    clips = yield from _clips(config, material, device, options)
    tokens = Tokens()
    for done in tokens.gather(model, clips, config.steps(PRESENCE_ROLLOUTS)):
        yield f"followed {done} of {config.steps(PRESENCE_ROLLOUTS)} batches of clips"
    task = PresenceTask(tokens, config.seed)
    yield f"{task.absent} frames without their object"
    return task
