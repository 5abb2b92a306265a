"""Describes and builds the embedded SAM 2 network: Meta's modules, our own trunk and neck, pooled memories."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from sam2.modeling.backbones.image_encoder import ImageEncoder
from sam2.modeling.memory_attention import MemoryAttention, MemoryAttentionLayer
from sam2.modeling.memory_encoder import CXBlock, Fuser, MaskDownSampler, MemoryEncoder
from sam2.modeling.position_encoding import PositionEmbeddingSine
from sam2.modeling.sam.transformer import RoPEAttention
from sam2.modeling.sam2_base import SAM2Base
from torch import nn

from app.engine.network.backbone import DetailConv, FusionNeck, MobileTrunk
from app.engine.network.constants import BOX_TOP_LEFT, LOGIT_LIMIT
from app.engine.network.patch_conv import PatchConv
from app.engine.network.pooled_attention import PooledRoPEAttention
from app.errors import EngineError

# (kernel, stride, expansion, channels, blocks) of EfficientNet-Lite0, Liu et al., TensorFlow TPU models, 2020
LITE0_STAGES = (
    (3, 1, 1, 16, 1),
    (3, 2, 6, 24, 2),
    (5, 2, 6, 40, 2),
    (3, 2, 6, 80, 3),
    (5, 1, 6, 112, 3),
    (5, 2, 6, 192, 4),
    (3, 1, 6, 320, 1),
)

PRESENCE_DOUBT, PRESENCE_GAIN = 0.4, 20.0
"""Presence is computed from predicted IoU: the IoU at which it is undecided, and logits for each unit of IoU."""
OWN_SHARE = 0.5
"""Share of the predicted IoU of an object's conditioning frames at which its presence is undecided on other frames."""
CERTAIN = 10.0
"""The presence logit of an object with a positive prompt, as SAM2Base gives it to a mask prompt."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """Everything `build` needs to know about an embedded network; plain numbers, so that it travels as JSON.

    `stages` are (kernel, stride, expansion, channels, blocks) of the trunk. Strides must multiply to 16 (after the
    stem's 2), so that the trunk ends at stride 32. `memory_pool` is the side of the square of image cells that one
    memory token stands for. `edge_radius`: radius of the guided filter, in pixels of the model's input. `box_looks`:
    passes of the mask decoder on a box without a prior, each with the mask of the pass before as its prior.
    `look_width`: channels of the appearance embedding (see app.engine.inference.reidentification), none if 0.
    Field names are those of the header in model files.
    """

    image_size: int
    stem: int
    stages: tuple[tuple[int, int, int, int, int], ...]
    d_model: int
    neck_blocks: int
    memory_width: int
    memory_hidden: int
    memory_layers: int
    memory_feedforward: int
    memory_pool: int
    memories: int
    edge_radius: int = 0
    box_looks: int = 1
    look_width: int = 0

    def check(self) -> None:
        """Raise EngineError when the numbers do not describe a network that can be built, or an absurdly large one."""
        strides = 1
        for kernel, stride, *_ in self.stages:
            strides *= stride
            if kernel not in (3, 5, 7) or stride not in (1, 2):
                raise EngineError("The model's description asks for a convolution that is not supported.")
        sizes = [self.stem, *(n for stage in self.stages for n in stage), self.neck_blocks, self.memory_hidden]
        sizes += [self.memory_layers, self.memory_feedforward, self.memory_width, self.d_model]
        fits = (
            1 <= len(self.stages) <= 16
            and strides == 16
            and all(1 <= n <= 4096 for n in sizes)
            and all(blocks <= 64 and expand <= 16 for _, _, expand, _, blocks in self.stages)
            and self.neck_blocks <= 64
            and self.memory_layers <= 16
            and 64 <= self.image_size <= 1024
            and self.memory_pool in (1, 2, 4)
            and self.image_size % (32 * self.memory_pool) == 0
            and self.d_model % 16 == 0
            and self.d_model <= 1024
            and self.memory_width % 4 == 0
            and self.d_model % self.memory_width == 0
            and 1 <= self.memories <= 16
            and 0 <= self.edge_radius <= 64
            and 1 <= self.box_looks <= 4
            and 0 <= self.look_width <= self.d_model
        )
        if not fits:
            raise EngineError(
                "The model's description does not describe a network this version can build.",
                "Use a model file made by this version of Masklane.",
            )


EMBEDDED = Architecture(
    image_size=384,
    stem=32,
    stages=LITE0_STAGES,
    d_model=256,
    neck_blocks=3,
    memory_width=64,
    memory_hidden=128,
    memory_layers=2,
    memory_feedforward=512,
    memory_pool=1,
    memories=7,
    edge_radius=7,
    box_looks=2,
    look_width=160,
)

TEST_TINY = Architecture(
    image_size=128,
    stem=8,
    stages=((3, 2, 2, 8, 1), (3, 2, 2, 12, 1), (3, 2, 2, 16, 1), (3, 2, 2, 24, 1)),
    d_model=32,
    neck_blocks=1,
    memory_width=16,
    memory_hidden=16,
    memory_layers=1,
    memory_feedforward=32,
    memory_pool=2,
    memories=7,
)


def _image_encoder(architecture: Architecture) -> ImageEncoder:
    trunk = MobileTrunk(architecture.stem, architecture.stages)
    neck = FusionNeck(trunk.channel_list, architecture.d_model, architecture.neck_blocks)
    return ImageEncoder(trunk, neck, scalp=0)


def _memory_attention(architecture: Architecture) -> MemoryAttention:
    width = architecture.d_model
    side = architecture.image_size // 16
    layer = MemoryAttentionLayer(
        activation="relu",
        d_model=width,
        dim_feedforward=architecture.memory_feedforward,
        dropout=0.0,
        pos_enc_at_attn=False,
        pos_enc_at_cross_attn_keys=True,
        pos_enc_at_cross_attn_queries=False,
        self_attention=RoPEAttention(width, num_heads=1, feat_sizes=(side, side)),
        cross_attention=PooledRoPEAttention(
            architecture.memory_pool, width, num_heads=1, kv_in_dim=architecture.memory_width, dropout=0.0
        ),
    )
    return MemoryAttention(width, pos_enc_at_input=True, layer=layer, num_layers=architecture.memory_layers)


def _memory_encoder(architecture: Architecture) -> MemoryEncoder:
    hidden, pool = architecture.memory_hidden, architecture.memory_pool
    encoder = MemoryEncoder(
        out_dim=architecture.memory_width,
        in_dim=hidden,
        mask_downsampler=MaskDownSampler(embed_dim=hidden, kernel_size=4, stride=4, total_stride=16),
        fuser=Fuser(CXBlock(hidden, layer_scale_init_value=0.1), num_layers=2),
        position_encoding=PositionEmbeddingSine(architecture.memory_width),
    )
    for layer in encoder.mask_downsampler.encoder:
        if isinstance(layer, nn.Conv2d) and layer.stride[0] > 1:
            layer.__class__ = PatchConv
    # Memories are thinner and coarser than image features; inside Meta's encoder, so its callers see nothing of it.
    encoder.pix_feat_proj = nn.Conv2d(architecture.d_model, hidden, 1)
    encoder.out_proj = nn.Conv2d(hidden, architecture.memory_width, pool, pool)
    return encoder


class EmbeddedSam2(SAM2Base):  # type: ignore[misc]
    """SAM 2 that takes a prompted object as present, and may decode a box twice. `shift`: see `presence_shift`.

    With a positive click or a box the object is present: the presence head is for frames without prompts. It may
    predict absence for a click on an unfamiliar object, and the mask would be empty. A negative click on a mask leaves
    the rest of the object, so it is present too.

    A box around something thin or scattered is ambiguous. With its first mask as a prior beside the box, the small
    decoder does better: IoU 0.745 to 0.774 on the first frames of DAVIS' five validation sequences.
    """

    box_looks = 1
    corrects_from_memory = False
    """Corrective clicks are decoded on the frame's own features, with the mask so far as prior, without memory."""
    largest_grid = (16,)
    """Of clicks that search for objects. Crops bring parts: of the 92 true objects of DAVIS' first frames 0.652 are
    among the first 20 candidates with IoU > 0.5 by this grid, 0.609 by 12 x 12, 0.543 by that of SAM 2's data engine,
    which takes seven times as long (`python -m tests.bench.proposals FOLDER 12 16 32,16,4`)."""
    adapter_rate = 3e-3
    """Learning rate of adapters."""
    relative_presence = True
    """If set, a tracked object is absent below half of the predicted IoU that it has where it is surely present (see
    ObjectMemory.own_score), at most below the fixed threshold, and such frames are not remembered. Small and hard
    objects have a low predicted IoU on every frame: by a fixed one they are absent from their second frame on, though
    they are there."""

    @staticmethod
    def presence_shift(own_score: float) -> float:
        """Return what to add to the presence logit of an object that has this predicted IoU where it is present.

        Never less than nothing: no object is absent where it would be present by the fixed threshold.
        """
        return PRESENCE_GAIN * max(PRESENCE_DOUBT - OWN_SHARE * own_score, 0.0)

    def _forward_sam_heads(
        self,
        backbone_features: torch.Tensor,
        point_inputs: dict[str, torch.Tensor] | None = None,
        mask_inputs: torch.Tensor | None = None,
        high_res_features: list[torch.Tensor] | None = None,
        multimask_output: bool = False,
        shift: torch.Tensor | None = None,
    ) -> tuple[torch.Tensor, ...]:
        decode: Callable[..., tuple[torch.Tensor, ...]] = super()._forward_sam_heads
        if point_inputs is None:
            added = 0.0 if shift is None else shift
            with self._presence(lambda logits: logits + added):
                return decode(backbone_features, None, mask_inputs, high_res_features, multimask_output)
        labels = point_inputs["point_labels"]
        present = (labels > 0).any(dim=1, keepdim=True)
        if mask_inputs is not None:
            present = present | (mask_inputs > 0).flatten(1).any(dim=1, keepdim=True)
        with self._presence(lambda logits: torch.where(present, logits.clamp(min=CERTAIN), logits)):
            box_alone = mask_inputs is None and bool((labels == BOX_TOP_LEFT).any(dim=1).all())
            for _ in range(self.box_looks - 1 if box_alone else 0):
                before = decode(backbone_features, point_inputs, mask_inputs, high_res_features, multimask_output)
                mask_inputs = before[3].clamp(-LOGIT_LIMIT, LOGIT_LIMIT)
            return decode(backbone_features, point_inputs, mask_inputs, high_res_features, multimask_output)

    @contextmanager
    def _presence(self, change: Callable[[torch.Tensor], torch.Tensor]) -> Iterator[None]:
        """Change the presence logits that the mask decoder returns."""

        def changed(_decoder: nn.Module, _inputs: object, out: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
            *others, presence = out
            return *others, change(presence)

        hook = self.sam_mask_decoder.register_forward_hook(changed)
        try:
            yield
        finally:
            hook.remove()


def build(architecture: Architecture) -> SAM2Base:
    """Return the network with random weights, in evaluation mode, float32 on the CPU.

    It is driven like Meta's models (`forward_image`, `track_step`); `maskmem_features` are `memory_pool` times coarser
    than the image features. Raises EngineError when the description cannot be built.
    """
    architecture.check()
    model = EmbeddedSam2(
        image_encoder=_image_encoder(architecture),
        memory_attention=_memory_attention(architecture),
        memory_encoder=_memory_encoder(architecture),
        num_maskmem=architecture.memories,
        image_size=architecture.image_size,
        sigmoid_scale_for_mem_enc=20.0,
        sigmoid_bias_for_mem_enc=-10.0,
        use_mask_input_as_output_without_sam=True,
        max_cond_frames_in_attn=4,
        directly_add_no_mem_embed=True,
        use_high_res_features_in_sam=True,
        multimask_output_in_sam=True,
        use_obj_ptrs_in_encoder=True,
        proj_tpos_enc_in_obj_ptrs=True,
        use_signed_tpos_enc_to_obj_ptrs=True,
        only_obj_ptrs_in_the_past_for_eval=True,
        pred_obj_scores=True,
        pred_obj_scores_mlp=True,
        fixed_no_obj_ptr=True,
        use_mlp_for_obj_ptr_proj=True,
        no_obj_embed_spatial=True,
    )
    width = architecture.d_model
    fine, quarter = model.image_encoder.trunk.channel_list[-2:]
    model.sam_mask_decoder.conv_s0 = DetailConv(quarter, width // 8)
    model.sam_mask_decoder.conv_s1 = DetailConv(fine, width // 4)
    model.edge_radius, model.box_looks = architecture.edge_radius, architecture.box_looks
    # the appearance embedding, by the name its weights have in model files
    model.looks = nn.Linear(width, architecture.look_width) if architecture.look_width else None
    # RoPEAttention puts its table on any CUDA device it finds; the promise here is a model on the CPU.
    return model.to(torch.device("cpu"), torch.float32).eval()
