"""Packing: the embedded network computes with packed layers where they are there and right.

Modules change their class and hold no function over themselves, see constant_folding.
"""

from typing import Any

import torch
from sam2.modeling.backbones.image_encoder import ImageEncoder
from sam2.modeling.memory_encoder import MemoryEncoder
from torch import Tensor

from app.engine.network.backbone import DetailConv
from app.engine.network.checked_paths import CheckedPaths, apart, number_type
from app.engine.network.packed_backbone import PackedDetail, PackedNeck, PackedTrunk
from app.engine.network.packed_memory_encoder import PackedMemoryEncoder

PROCESSOR = "cpu"


def pack_layers(model: Any) -> None:
    """Change an EmbeddedSam2: its encoders run on packed layers, without gradients and on a processor."""
    decoder = model.sam_mask_decoder
    for module, packed, name in (
        (model.image_encoder, PackingImageEncoder, "The image encoder"),
        (model.memory_encoder, PackingMemoryEncoder, "The memory encoder"),
        (decoder.conv_s0, PackingDetailConv, "The detail at stride 4"),
        (decoder.conv_s1, PackingDetailConv, "The detail at stride 8"),
    ):
        module.__class__ = packed
        vars(module)["packed"] = CheckedPaths(name)


class PackedImageEncoder:
    """The packed layers of an image encoder."""

    def __init__(self, encoder: Any, dtype: torch.dtype, side: int) -> None:
        self._trunk = PackedTrunk(encoder.trunk, dtype, side)
        self._neck = PackedNeck(encoder.neck, dtype, side // 16)

    def __call__(self, picture: Tensor) -> list[Tensor]:
        """Map 1 x 3 x S x S to features at strides 4, 8 and 16."""
        return self._neck(self._trunk(picture))


class PackingImageEncoder(ImageEncoder):  # type: ignore[misc]  # rf-sam-2 has no types
    """The image encoder of the embedded network."""

    packed: CheckedPaths[PackedImageEncoder]

    def forward(self, sample: Tensor) -> dict[str, Any]:
        """Map 1 x 3 x S x S to features and their position encodings, as ImageEncoder does."""
        path = self._path(sample) if packable(sample) else None
        if path is None:
            plain: dict[str, Any] = super().forward(sample)
            return plain
        with torch.autocast(PROCESSOR, enabled=False):
            features = path(sample)
        encodings = self.neck.encodings(features)
        return {"vision_features": features[-1], "vision_pos_enc": encodings, "backbone_fpn": features}

    def _path(self, sample: Tensor) -> PackedImageEncoder | None:
        dtype, side = number_type(sample), sample.shape[-1]

        def difference(path: PackedImageEncoder) -> float:
            noise = torch.randn(sample.shape, generator=torch.Generator().manual_seed(1))
            return apart(path(noise), super(PackingImageEncoder, self).forward(noise)["backbone_fpn"])

        return self.packed.get(dtype, side, lambda: PackedImageEncoder(self, dtype, side), difference)


class PackingDetailConv(DetailConv):
    """The projection of a fine level."""

    packed: CheckedPaths[PackedDetail]

    def forward(self, x: Tensor) -> Tensor:
        """Map 1 x C x H x W to 1 x C' x H x W."""
        path = self._path(x) if packable(x) else None
        if path is None:
            return self._plain(x)
        with torch.autocast(PROCESSOR, enabled=False):
            return path(x)

    def _plain(self, x: Tensor) -> Tensor:
        plain: Tensor = super().forward(x)  # type: ignore[no-untyped-call]
        return plain

    def _path(self, x: Tensor) -> PackedDetail | None:
        dtype, side = number_type(x), x.shape[-1]

        def difference(path: PackedDetail) -> float:
            return apart([path(x)], [self._plain(x.float())])

        return self.packed.get(dtype, side, lambda: PackedDetail(self, dtype, side), difference)


class PackingMemoryEncoder(MemoryEncoder):  # type: ignore[misc]  # rf-sam-2 has no types
    """The memory encoder of the embedded network."""

    packed: CheckedPaths[PackedMemoryEncoder]

    def forward(self, pix_feat: Tensor, masks: Tensor, skip_mask_sigmoid: bool = False) -> dict[str, Any]:
        """Encode 1 x C x h x w features and B masks, as MemoryEncoder does."""
        path = self._path(pix_feat, masks) if skip_mask_sigmoid and packable(pix_feat) else None
        if path is None:
            plain: dict[str, Any] = super().forward(pix_feat, masks, skip_mask_sigmoid)
            return plain
        with torch.autocast(PROCESSOR, enabled=False):
            memories = path(pix_feat, masks)
        return {
            "vision_features": memories,
            "vision_pos_enc": [self.position_encoding(memories).to(memories.dtype)],
        }

    def _path(self, pix_feat: Tensor, masks: Tensor) -> PackedMemoryEncoder | None:
        dtype, side = number_type(pix_feat), pix_feat.shape[-1]

        def difference(path: PackedMemoryEncoder) -> float:
            plain = super(PackingMemoryEncoder, self).forward(pix_feat.float(), masks.float(), skip_mask_sigmoid=True)
            return apart([path(pix_feat, masks)], [plain["vision_features"]])

        return self.packed.get(dtype, side, lambda: PackedMemoryEncoder(self, dtype, side), difference)


def packable(x: Tensor) -> bool:
    """Tell whether packed layers may compute with one frame's maps: on a processor, without gradients."""
    return x.device.type == PROCESSOR and len(x) == 1 and not torch.is_grad_enabled()
