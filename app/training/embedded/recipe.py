"""The stages of the embedded model: distillation, pictures, tracking; all of them, or the last two from a model."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from functools import partial

import cv2
import numpy as np
import torch
from sam2.modeling.sam2_base import SAM2Base

from app.engine.network.embedded import EMBEDDED
from app.training.config import Config
from app.training.data.clip_sampling import crowded_clips, tracking_clips
from app.training.data.clips import read_picture
from app.training.data.datasets import TrainingData, find_pictures
from app.training.data.feature_cache import FeatureCache
from app.training.embedded.alternating_task import AlternatingTask
from app.training.embedded.distillation import DistillationTask, init_norm, read_teacher_embeddings
from app.training.embedded.image_task import ImageExample, ImageTask, crop_examples, read_teacher_examples
from app.training.embedded.init_appearance import init_appearance
from app.training.embedded.init_memory import init_memory
from app.training.embedded.init_presence import presence_from_iou
from app.training.embedded.pretrained import init_heads, init_trunk
from app.training.embedded.teacher import compute_embeddings, compute_masks, sample_views
from app.training.loop import MEMORY, ParameterGroup, Schedule
from app.training.losses import SMALL_WEIGHTS
from app.training.stage import TaskPreparation, TrainingStage
from app.training.tracking_task import TrackingOptions, TrackingTask

SIZE = EMBEDDED.image_size
FROZEN_BLOCKS = 8
TEACHER_VIEWS = 1300
LABELED_VIEWS = 320
"""How many of the teacher's views it also segments; that takes longer than an embedding."""
POINTS_A_VIEW = 10
CROWDED_CLIPS = 300
SYNTHETIC_CLIPS = 200
INIT_FRAMES = 30
RUNS = 3
"""How often each stage after the distillation is run; the mean of the weights is its result."""
SEED_STEP = 1000
"""Difference between the seeds of a stage's runs."""

NECK = ParameterGroup("image_encoder.neck")
LATE_TRUNK = tuple(ParameterGroup(f"image_encoder.trunk.blocks.{index}.", 0.5) for index in range(FROZEN_BLOCKS, 16))
HEADS = (
    ParameterGroup("sam_mask_decoder"),
    # The convolutions for fine detail are new, and initialized to zero.
    ParameterGroup("sam_mask_decoder.conv_s", 5.0),
    ParameterGroup("sam_mask_decoder.pred_obj_score_head", 0.0),
    ParameterGroup("sam_prompt_encoder.mask_downscaling"),
    ParameterGroup("sam_prompt_encoder.point_embeddings", 0.5),
    ParameterGroup("sam_prompt_encoder.no", 0.5),
)


def stages(config: Config, data: TrainingData, device: torch.device) -> list[TrainingStage]:
    """Return all stages, or the last two where there is a model to start from; data is read when a stage starts."""
    planned = {
        "neck": 400,
        "encoder": 500,
        "pictures": 800,
        "crowds": 600,
        "together": 150,
        "longer": 160,
    }

    def schedule(name: str, rate: float, groups: tuple[ParameterGroup, ...], average: float = 0.99) -> Schedule:
        steps = config.steps(planned[name])
        return Schedule(steps, rate, groups, average=average, save_every=50, bfloat16=config.bfloat16)

    tune = (*MEMORY, *(ParameterGroup(group.prefix, 0.5 * group.rate) for group in HEADS if group.rate))

    def averaged(
        name: str,
        plan: Schedule,
        prepare: Callable[[Config, TrainingData, torch.device, int, SAM2Base], TaskPreparation],
        initial_share: float = 0.0,
        finish: Callable[[SAM2Base], None] | None = None,
    ) -> TrainingStage:
        seeds = [config.seed + SEED_STEP * run for run in range(RUNS)]
        first, *others = (partial(prepare, config, data, device, seed) for seed in seeds)
        return TrainingStage(name, plan, first, tuple(others), initial_share, finish)

    distil = partial(_distillation_task, config, data, device)
    tracking = [
        averaged("together", schedule("together", 5e-5, tune, 0.98), _together),
        averaged("longer", schedule("longer", 5e-5, tune, 0.98), _longer, initial_share=0.75, finish=presence_from_iou),
    ]
    if config.start is not None:
        return tracking
    return [
        TrainingStage("neck", schedule("neck", 1.5e-3, (NECK,)), partial(distil, 16, 1)),
        TrainingStage("encoder", schedule("encoder", 8e-4, (NECK, *LATE_TRUNK)), partial(distil, FROZEN_BLOCKS, 2)),
        averaged("pictures", schedule("pictures", 2e-4, (*HEADS, NECK, *LATE_TRUNK)), _pictures),
        averaged("crowds", schedule("crowds", 1e-4, HEADS), _crowds, initial_share=0.7),
        *tracking,
    ]


def _compute_embeddings(config: Config, data: TrainingData, count: int) -> Iterator[str]:
    """Compute the teacher's embeddings of at least `count` views of all footage."""
    assert config.teacher is not None
    folder = config.out / "teacher"
    footage = (*find_pictures(config.footage), *data.pictures)
    views = sample_views(footage, count, config.seed)
    for index in compute_embeddings(config.teacher / "encoder.onnx", views, folder):
        yield f"teacher looked at view {index + 1} of {len(views)}"


def _compute_masks(config: Config, data: TrainingData) -> Iterator[str]:
    """Compute the teacher's masks at random points of the first views."""
    assert config.teacher is not None
    count = config.steps(LABELED_VIEWS)
    yield from _compute_embeddings(config, data, count)
    counts = compute_masks(config.teacher / "sam.onnx", config.out / "teacher", count, POINTS_A_VIEW, config.seed)
    for number, masks in enumerate(counts, 1):
        yield f"teacher found {masks} objects in view {number} of {count}"


def _distillation_task(
    config: Config, data: TrainingData, device: torch.device, frozen: int, color_variants: int, model: SAM2Base
) -> TaskPreparation:
    yield from _compute_embeddings(config, data, config.steps(TEACHER_VIEWS))
    examples = read_teacher_embeddings(config.out / "teacher", SIZE)
    if frozen == len(model.image_encoder.trunk.blocks):
        assert config.teacher is not None
        assert config.trunk is not None
        init_trunk(model.image_encoder.trunk, config.trunk)
        init_heads(model, config.teacher / "sam.onnx")
        init_norm(model, examples)
    yield f"{len(examples)} views to distil from"
    return DistillationTask(
        examples, batch=6, seed=config.seed, frozen_blocks=frozen, color_variants=color_variants, device=device
    )


def _balanced(groups: Sequence[tuple[list[ImageExample], float]]) -> list[ImageExample]:
    """Weigh examples so that each group is sampled with its share, whatever its size."""
    return [replace(example, weight=share / len(group)) for group, share in groups for example in group]


def _image_task(
    config: Config, data: TrainingData, device: torch.device, frozen: int | None, seed: int, *, crowded: bool
) -> Generator[str, None, ImageTask]:
    """Prepare the image task; `crowded`: with examples of objects that touch and cover each other."""
    yield from _compute_masks(config, data)
    taught = read_teacher_examples(config.out / "teacher", SIZE)
    yield f"{len(taught)} views with masks of the teacher's"
    moving = crop_examples(data.moving, SIZE, crops=2, every=3, seed=seed)
    stills = crop_examples(data.stills, SIZE, crops=6, every=1, seed=seed)
    yield f"{len(moving)} examples from clips, {len(stills)} from pictures"
    crowded_examples = []
    if crowded:
        clips = crowded_clips(
            data.moving, data.stills, _extra_backgrounds(config), size=SIZE, count=CROWDED_CLIPS, seed=seed + 3
        )
        crowded_examples = crop_examples(clips, SIZE, crops=1, every=1, seed=seed)
        yield f"{len(crowded_examples)} crowded examples"
    return ImageTask(
        _balanced([(taught, 0.4), (moving, 0.32), (stills, 0.28)]),
        size=SIZE,
        pictures=4,
        objects=3,
        corrections=2,
        seed=seed + (CROWDED_CLIPS if crowded else 0),
        frozen_blocks=frozen,
        color_variants=2 if frozen is not None else 1,
        device=device,
        weights=SMALL_WEIGHTS,
        crowded=crowded_examples,
    )


def _pictures(config: Config, data: TrainingData, device: torch.device, seed: int, _model: SAM2Base) -> TaskPreparation:
    return (yield from _image_task(config, data, device, FROZEN_BLOCKS, seed, crowded=False))


def _crowds(config: Config, data: TrainingData, device: torch.device, seed: int, _model: SAM2Base) -> TaskPreparation:
    return (yield from _image_task(config, data, device, None, seed, crowded=True))


def _extra_backgrounds(config: Config) -> list[np.ndarray]:
    return [read_picture(path) for path in find_pictures(config.footage)[::6]]


def _feature_sample(model: SAM2Base, data: TrainingData, device: torch.device) -> torch.Tensor:
    """Return the image features of some frames, to which the initial weights of the memory are fitted."""
    clips = (*data.moving, *data.stills)
    frames = [clip.frame(0) for clip in clips] + [clip.frame(len(clip) // 2) for clip in data.moving]
    chosen = frames[:: max(1, len(frames) // INIT_FRAMES)]
    squares = [cv2.resize(frame, (SIZE, SIZE), interpolation=cv2.INTER_AREA) for frame in chosen]
    cache = FeatureCache(None, device)
    return cache.features(model, list(range(len(squares))), lambda place: squares[place])[-1]


def _tracking_task(
    config: Config, data: TrainingData, device: torch.device, options: TrackingOptions
) -> Generator[str, None, TrackingTask]:
    clips = tracking_clips(
        data.moving,
        data.stills,
        size=SIZE,
        windows=4,
        excursions=3,
        composites=70,
        seed=options.seed,
        extra_backgrounds=_extra_backgrounds(config),
        synthetic=SYNTHETIC_CLIPS,
    )
    yield f"{len(clips)} clips to follow objects in"
    return TrackingTask(clips, options, SIZE, None, device, SMALL_WEIGHTS)


def _together(config: Config, data: TrainingData, device: torch.device, seed: int, model: SAM2Base) -> TaskPreparation:
    if config.start is None:
        sample = _feature_sample(model, data, device)
        init_memory(model, sample)
        init_appearance(model, sample)
        yield "memory starts as feature matching"
    return (yield from _tracking_and_images(config, data, device, 5, seed + 4))


def _longer(config: Config, data: TrainingData, device: torch.device, seed: int, _model: SAM2Base) -> TaskPreparation:
    return (yield from _tracking_and_images(config, data, device, 7, seed + 34))


def _tracking_and_images(
    config: Config, data: TrainingData, device: torch.device, frames: int, seed: int
) -> Generator[str, None, AlternatingTask]:
    options = TrackingOptions(
        batch=2,
        frames=frames,
        strides=(1, 1, 2),
        first_weights=(0.7, 0.1, 0.2),
        corrected=0.25,
        seed=seed,
        interrupted=0.1,
        misled=0.5,
    )
    tracking = yield from _tracking_task(config, data, device, options)
    images = yield from _image_task(config, data, device, None, seed, crowded=True)
    return AlternatingTask((tracking, images), (0, 0, 1))
