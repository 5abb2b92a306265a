"""The recipe for a person's own clips: any SAM 2 learns to follow them better, its image encoder untouched."""

from functools import partial

import torch
from sam2.modeling.sam2_base import SAM2Base

from app.errors import TrainingError
from app.training.clip_sampling import sources
from app.training.config import Config
from app.training.datasets import Material
from app.training.loop import Part, Precision, Schedule
from app.training.stage import Preparing, Stage
from app.training.tracking_task import Tracking, TrackingTask

STEPS = 400
# SAM 2's rate for everything but the image encoder (arXiv 2408.00714, table of hyperparameters for full training)
RATE = 5e-6
# A model this small was trained here at rates twenty times higher, and moves nowhere at Meta's.
EMBEDDED_RATE = 5e-5
PARTS = (
    Part("memory_attention"),
    Part("memory_encoder"),
    Part("maskmem_tpos_enc"),
    Part("obj_ptr_proj"),
    Part("obj_ptr_tpos_proj"),
    Part("no_obj_ptr"),
    Part("no_obj_embed_spatial"),
    Part("mask_downsample"),
    Part("sam_mask_decoder"),
    Part("sam_prompt_encoder"),
)


def stages(config: Config, material: Material, device: torch.device, *, embedded: bool) -> list[Stage]:
    """Return the one stage: consecutive frames, half of the clips prompted with a mask, the rest with click or box."""
    if not material.moving:
        raise TrainingError("Fine-tuning learns from clips, and there are only single pictures.")
    number = Precision.BFLOAT16 if config.bfloat16 else Precision.FLOAT32
    rate = EMBEDDED_RATE if embedded else RATE
    schedule = Schedule(config.steps(STEPS), rate, PARTS, clip=0.1, save_every=25, log_every=5, precision=number)
    return [Stage("finetune", schedule, partial(_prepare, config, material, device))]


def _prepare(config: Config, material: Material, device: torch.device, model: SAM2Base) -> Preparing:
    size = int(model.image_size)
    longest = max(len(clip) for clip in material.moving)
    frames = min(config.frames, longest)
    clips = sources(material.moving, material.stills, size=size, windows=2, excursions=1, scenes=0, seed=config.seed)
    yield f"{len(clips)} clips to follow objects in, {frames} frames at a time"
    options = Tracking(
        batch=config.batch or 1,
        frames=frames,
        strides=(1,),
        first_weights=(0.5, 0.25, 0.25),
        corrected=0.5,
        seed=config.seed,
    )
    return TrackingTask(clips, options, size, None, device)
