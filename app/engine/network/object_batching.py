"""Object batching: a SAM 2 network computes once what is the same for all objects of a frame.

Modules change their class and hold no function over themselves, see constant_folding.
"""

from typing import Any

import torch
from sam2.modeling.memory_attention import MemoryAttention
from sam2.modeling.sam.mask_decoder import MaskDecoder
from torch import Tensor

from app.engine.network.fast_mask_decoder import predict_masks
from app.engine.network.fast_memory_attention import FastMemoryAttention
from app.engine.network.pooled_attention import PooledRoPEAttention

PROCESSOR = "cpu"


def batch_objects(model: Any, *, exact: bool | None = None) -> None:
    """Change a SAM2Base that is called with one frame's features for every object.

    Several objects on a processor are computed with less arithmetic, and the same result but for rounding. A single
    object is computed by Meta's own code if it has to be `exact`, bit for bit: by default on Meta's networks, not ours.
    """
    if exact is None:
        layers = model.memory_attention.layers
        exact = not any(isinstance(layer.cross_attn_image, PooledRoPEAttention) for layer in layers)
    attention, decoder = model.memory_attention, model.sam_mask_decoder
    attention.__class__, decoder.__class__ = BatchedMemoryAttention, BatchedMaskDecoder
    attention.exact = decoder.exact = exact
    attention.fast = FastMemoryAttention(attention)


class BatchedMemoryAttention(MemoryAttention):  # type: ignore[misc]  # rf-sam-2 has no types
    """Memory attention of several objects that share an image."""

    exact: bool
    fast: FastMemoryAttention

    def forward(
        self, curr: Any, memory: Tensor, curr_pos: Any, memory_pos: Tensor, num_obj_ptr_tokens: int = 0
    ) -> Tensor:
        """Fuse N x B x C features with K x B x M memories; returns N x B x C."""
        if self.exact and memory.shape[1] == 1:
            single: Tensor = super().forward(curr, memory, curr_pos, memory_pos, num_obj_ptr_tokens)
            return single
        image, encoding = ((x[0] if isinstance(x, list) else x)[:, :1].transpose(0, 1) for x in (curr, curr_pos))
        memory, memory_pos = memory.transpose(0, 1), memory_pos.transpose(0, 1)
        if memory.device.type == PROCESSOR:
            return self.fast(self, image[0], encoding[0], memory, memory_pos, num_obj_ptr_tokens).transpose(0, 1)
        return batched(self, image, encoding, memory, memory_pos, num_obj_ptr_tokens).transpose(0, 1)


class BatchedMaskDecoder(MaskDecoder):  # type: ignore[misc]  # rf-sam-2 has no types
    """The mask decoder of several objects on a processor.

    `disagreement`: 1 - IoU of the single mask and the best of the three others, of the objects decoded last (B).
    `alternatives`: those three masks (B x 3 x h x w logits), where `keeps_alternatives` asks for them.
    """

    exact: bool
    disagreement: Tensor
    keeps_alternatives = False
    alternatives: Tensor

    def predict_masks(
        self,
        image_embeddings: Tensor,
        image_pe: Tensor,
        sparse_prompt_embeddings: Tensor,
        dense_prompt_embeddings: Tensor,
        repeat_image: bool,
        high_res_features: list[Tensor],
    ) -> tuple[Tensor, ...]:
        """Return mask logits, predicted IoUs, mask tokens and presence logits of B objects."""
        found: tuple[Tensor, ...]
        prompts = sparse_prompt_embeddings
        if (self.exact and len(prompts) == 1) or prompts.device.type != PROCESSOR:
            found = super().predict_masks(
                image_embeddings, image_pe, prompts, dense_prompt_embeddings, repeat_image, high_res_features
            )
        else:
            found = self._predict_fast(image_embeddings, image_pe, prompts, dense_prompt_embeddings, high_res_features)
        self.disagreement = disagreement(found[0], found[1])
        if self.keeps_alternatives:
            self.alternatives = found[0][:, 1:]
        return found

    def _predict_fast(
        self, image: Tensor, encoding: Tensor, prompts: Tensor, dense: Tensor, high_res_features: list[Tensor]
    ) -> tuple[Tensor, ...]:
        first = torch.cat([self.obj_score_token.weight, self.iou_token.weight, self.mask_tokens.weight])
        tokens = torch.cat([first.expand(len(prompts), -1, -1), prompts], dim=1)
        return predict_masks(self, image + dense, encoding, tokens, high_res_features)


def disagreement(logits: Tensor, scores: Tensor) -> Tensor:
    """Return 1 - IoU of the first mask and the one with the highest score among the others: B x M x h x w, B x M -> B.

    Two empty masks agree.
    """
    masks = logits > 0
    own, best = masks[:, 0], masks[:, 1:][torch.arange(len(masks), device=masks.device), scores[:, 1:].argmax(1)]
    shared, both = ((own & best).flatten(1).sum(1), (own | best).flatten(1).sum(1))
    return torch.where(both > 0, 1.0 - shared / both.clamp(min=1), 0.0)


def batched(
    attention: Any, image: Tensor, encoding: Tensor, memory: Tensor, memory_encoding: Tensor, pointers: int
) -> Tensor:
    """Memory attention of one image (1 x N x C) and B memories (B x K x M) as one batch; returns B x N x C.

    All objects share the image up to the first cross attention, so the first layer's self attention is computed once.
    """
    objects = len(memory)
    if attention.pos_enc_at_input:
        image = image + 0.1 * encoding
    first, *others = attention.layers
    shared = first._forward_sa(image, encoding).expand(objects, -1, -1)
    encodings = encoding.expand(objects, -1, -1)
    fused = first._forward_ca(shared, memory, encodings, memory_encoding, pointers)
    output = fused + first.linear2(first.activation(first.linear1(first.norm3(fused))))
    for layer in others:
        output = layer(tgt=output, memory=memory, pos=memory_encoding, query_pos=encodings, num_k_exclude_rope=pointers)
    normed: Tensor = attention.norm(output)
    return normed
