"""The fine-tuning recipe: any SAM 2 learns to track a person's own clips better, its image encoder frozen."""

from functools import partial

import torch
from sam2.modeling.sam2_base import SAM2Base

from app.errors import TrainingError
from app.training.config import Config
from app.training.data.clip_sampling import tracking_clips
from app.training.data.datasets import TrainingData
from app.training.loop import MEMORY, ParameterGroup, Schedule
from app.training.stage import TaskPreparation, TrainingStage
from app.training.tracking_task import TrackingOptions, TrackingTask

STEPS = 400
RATE = 5e-6
"""SAM 2's learning rate for all but the image encoder (arXiv 2408.00714, hyperparameters of full training)."""
EMBEDDED_RATE = 5e-5
"""The embedded model was trained at higher rates, and hardly changes at Meta's."""
GROUPS = (
    *MEMORY,
    ParameterGroup("sam_mask_decoder"),
    ParameterGroup("sam_prompt_encoder"),
)


def stages(config: Config, data: TrainingData, device: torch.device, *, embedded: bool) -> list[TrainingStage]:
    """Return the one stage: consecutive frames, half of the clips prompted with a mask, the rest with click or box."""
    if not data.moving:
        raise TrainingError("Fine-tuning learns from clips, and there are only single pictures.")
    rate = EMBEDDED_RATE if embedded else RATE
    steps, bfloat16 = config.steps(STEPS), config.bfloat16
    schedule = Schedule(steps, rate, GROUPS, clip=0.1, save_every=25, log_every=5, bfloat16=bfloat16)
    return [TrainingStage("finetune", schedule, partial(_prepare, config, data, device))]


def _prepare(config: Config, data: TrainingData, device: torch.device, model: SAM2Base) -> TaskPreparation:
    size = int(model.image_size)
    longest = max(len(clip) for clip in data.moving)
    frames = min(config.frames, longest)
    clips = tracking_clips(data.moving, data.stills, size=size, windows=2, excursions=1, composites=0, seed=config.seed)
    yield f"{len(clips)} clips to follow objects in, {frames} frames at a time"
    options = TrackingOptions(
        batch=config.batch or 1,
        frames=frames,
        strides=(1,),
        first_weights=(0.5, 0.25, 0.25),
        corrected=0.5,
        seed=config.seed,
    )
    return TrackingTask(clips, options, size, None, device)
