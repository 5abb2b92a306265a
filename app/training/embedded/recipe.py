"""The recipe of the embedded model: distil, look at pictures, follow; and how to go on from a model."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from functools import partial

import cv2
import numpy as np
import torch
from sam2.modeling.sam2_base import SAM2Base

from app.engine.network.embedded import EMBEDDED
from app.training.clip_sampling import crowds, sources
from app.training.clips import read_picture
from app.training.config import Config
from app.training.datasets import Material, find_pictures
from app.training.embedded.alternating_task import Mixture
from app.training.embedded.distillation import Distillation, read_lessons, start_norm
from app.training.embedded.image_task import Example, Segmentation, read_examples, read_shelf
from app.training.embedded.init_appearance import start_looks
from app.training.embedded.init_memory import start_memory
from app.training.embedded.init_presence import presence_from_iou
from app.training.embedded.pretrained import start_heads, start_trunk
from app.training.embedded.teacher import fill_shelf, label_shelf, views
from app.training.feature_cache import Kept
from app.training.loop import Part, Precision, Schedule
from app.training.losses import SMALL_WEIGHTS
from app.training.stage import Preparing, Stage
from app.training.tracking_task import Tracking, TrackingTask

SIZE = EMBEDDED.image_size
FROZEN_BLOCKS = 8
TEACHER_VIEWS = 1300
LABELED_VIEWS = 320
"""The first of the teacher's views, of which it also tells the things; finding those takes longer than looking."""
POINTS_A_VIEW = 10
CROWDS = 300
DRAWN_CLIPS = 200
START_FRAMES = 30
RUNS = 3
"""How often each stage behind the distillation is run; what it hands on is the mean."""
NEXT_RUN = 1000
"""How far apart the seeds of runs lie."""

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


def stages(config: Config, material: Material, device: torch.device) -> list[Stage]:
    """Return the stages from nothing, or those that go on from a model; nothing is read before a stage starts."""
    planned = {
        "neck": 400,
        "encoder": 500,
        "pictures": 800,
        "crowds": 600,
        "together": 150,
        "longer": 160,
    }
    number = Precision.BFLOAT16 if config.bfloat16 else Precision.FLOAT32

    def schedule(name: str, rate: float, parts: tuple[Part, ...], average: float = 0.99) -> Schedule:
        return Schedule(config.steps(planned[name]), rate, parts, average=average, save_every=50, precision=number)

    tune = (*MEMORY, *(Part(part.prefix, 0.5 * part.rate) for part in HEADS if part.rate))

    def runs(
        name: str,
        plan: Schedule,
        prepare: Callable[[Config, Material, torch.device, int, SAM2Base], Preparing],
        kept: float = 0.0,
        finish: Callable[[SAM2Base], None] | None = None,
    ) -> Stage:
        seeds = [config.seed + NEXT_RUN * run for run in range(RUNS)]
        first, *others = (partial(prepare, config, material, device, seed) for seed in seeds)
        return Stage(name, plan, first, tuple(others), kept, finish)

    distil = partial(_distil, config, material, device)
    follow = [
        runs("together", schedule("together", 5e-5, tune, 0.98), _together),
        runs("longer", schedule("longer", 5e-5, tune, 0.98), _longer, kept=0.75, finish=presence_from_iou),
    ]
    if config.start is not None:
        return follow
    return [
        Stage("neck", schedule("neck", 1.5e-3, (NECK,)), partial(distil, 16, 1)),
        Stage("encoder", schedule("encoder", 8e-4, (NECK, *LATE_TRUNK)), partial(distil, FROZEN_BLOCKS, 2)),
        runs("pictures", schedule("pictures", 2e-4, (*HEADS, NECK, *LATE_TRUNK)), _look),
        runs("crowds", schedule("crowds", 1e-4, HEADS), _crowd, kept=0.7),
        *follow,
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
    config: Config, material: Material, device: torch.device, frozen: int | None, seed: int, *, crowded: bool
) -> Generator[str, None, Segmentation]:
    """Prepare single pictures; `crowded`: with those of things that touch and cover each other."""
    yield from _label(config, material)
    taught = read_shelf(config.out / "teacher", SIZE)
    yield f"{len(taught)} views with masks of the teacher's"
    moving = read_examples(material.moving, SIZE, parts=2, every=3, seed=seed)
    stills = read_examples(material.stills, SIZE, parts=6, every=1, seed=seed)
    yield f"{len(moving)} examples from clips, {len(stills)} from pictures"
    crowd = []
    if crowded:
        made = crowds(material.moving, material.stills, _more_footage(config), size=SIZE, count=CROWDS, seed=seed + 3)
        crowd = read_examples(made, SIZE, parts=1, every=1, seed=seed)
        yield f"{len(crowd)} crowded examples"
    return Segmentation(
        _balanced([(taught, 0.4), (moving, 0.32), (stills, 0.28)]),
        size=SIZE,
        pictures=4,
        objects=3,
        corrections=2,
        seed=seed + (CROWDS if crowded else 0),
        frozen_blocks=frozen,
        colorings=2 if frozen is not None else 1,
        device=device,
        weights=SMALL_WEIGHTS,
        crowded=crowd,
    )


def _look(config: Config, material: Material, device: torch.device, seed: int, _model: SAM2Base) -> Preparing:
    return (yield from _pictures(config, material, device, FROZEN_BLOCKS, seed, crowded=False))


def _crowd(config: Config, material: Material, device: torch.device, seed: int, _model: SAM2Base) -> Preparing:
    return (yield from _pictures(config, material, device, None, seed, crowded=True))


def _more_footage(config: Config) -> list[np.ndarray]:
    return [read_picture(path) for path in find_pictures(config.footage)[::6]]


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
    clips = sources(
        material.moving,
        material.stills,
        size=SIZE,
        windows=4,
        excursions=3,
        scenes=70,
        seed=options.seed,
        more=_more_footage(config),
        drawn=DRAWN_CLIPS,
    )
    yield f"{len(clips)} clips to follow objects in"
    return TrackingTask(clips, options, SIZE, None, device, SMALL_WEIGHTS)


def _together(config: Config, material: Material, device: torch.device, seed: int, model: SAM2Base) -> Preparing:
    if config.start is None:
        sample = _start_sample(model, material, device)
        start_memory(model, sample)
        start_looks(model, sample)
        yield "memory starts as feature matching"
    return (yield from _follow(config, material, device, 5, seed + 4))


def _longer(config: Config, material: Material, device: torch.device, seed: int, _model: SAM2Base) -> Preparing:
    return (yield from _follow(config, material, device, 7, seed + 34))


def _follow(
    config: Config, material: Material, device: torch.device, frames: int, seed: int
) -> Generator[str, None, Mixture]:
    options = Tracking(
        batch=2,
        frames=frames,
        strides=(1, 1, 2),
        first_weights=(0.7, 0.1, 0.2),
        corrected=0.25,
        seed=seed,
        interrupted=0.1,
        misled=0.5,
    )
    following = yield from _clips(config, material, device, options)
    looking = yield from _pictures(config, material, device, None, seed, crowded=True)
    return Mixture((following, looking), (0, 0, 1))
