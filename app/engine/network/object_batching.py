"""Several objects on one frame: makes a SAM 2 network compute once what is the same for all of them."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from app.engine.network.fast_mask_decoder import Deciding
from app.engine.network.fast_memory_attention import Attending
from app.engine.network.pooled_attention import PooledRoPEAttention

PROCESSOR = "cpu"


def together(model: Any, *, exact: bool | None = None) -> None:
    """Prepare a SAM2Base that is called with one frame's features for every object.

    Several objects on a processor take a way with less arithmetic, which gives the same but for rounding. A single one
    goes Meta's own way where it has to be `exact`, bit for bit: by default on Meta's networks, not on ours.
    """
    if exact is None:
        layers = model.memory_attention.layers
        exact = not any(isinstance(layer.cross_attn_image, PooledRoPEAttention) for layer in layers)
    model.memory_attention.forward = _attention(model.memory_attention, exact)
    model.sam_mask_decoder.predict_masks = _decoder(model.sam_mask_decoder, exact)


def _attention(attention: Any, exact: bool) -> Callable[..., Tensor]:
    alone: Callable[..., Tensor] = attention.forward
    apart = Attending(attention)

    def forward(curr: Any, memory: Tensor, curr_pos: Any, memory_pos: Tensor, num_obj_ptr_tokens: int = 0) -> Tensor:
        if exact and memory.shape[1] == 1:
            return alone(curr, memory, curr_pos, memory_pos, num_obj_ptr_tokens)
        picture, place = ((x[0] if isinstance(x, list) else x)[:, :1].transpose(0, 1) for x in (curr, curr_pos))
        memory, memory_pos = memory.transpose(0, 1), memory_pos.transpose(0, 1)
        if memory.device.type == PROCESSOR:
            return apart(picture[0], place[0], memory, memory_pos, num_obj_ptr_tokens).transpose(0, 1)
        return batched(attention, picture, place, memory, memory_pos, num_obj_ptr_tokens).transpose(0, 1)

    return forward


def batched(
    attention: Any, picture: Tensor, place: Tensor, memory: Tensor, memory_place: Tensor, pointers: int
) -> Tensor:
    """Memory attention of one picture (1 x N x C) and B memories (B x K x M) as one batch; returns B x N x C.

    All objects look at the same picture until they first look into their own memory, so the first layer's self
    attention is done for one of them and shared.
    """
    objects = len(memory)
    if attention.pos_enc_at_input:
        picture = picture + 0.1 * place
    first, *others = attention.layers
    seen = first._forward_sa(picture, place).expand(objects, -1, -1)
    places = place.expand(objects, -1, -1)
    looked = first._forward_ca(seen, memory, places, memory_place, pointers)
    output = looked + first.linear2(first.activation(first.linear1(first.norm3(looked))))
    for layer in others:
        output = layer(tgt=output, memory=memory, pos=memory_place, query_pos=places, num_k_exclude_rope=pointers)
    normed: Tensor = attention.norm(output)
    return normed


def _decoder(decoder: Any, exact: bool) -> Callable[..., tuple[Tensor, ...]]:
    alone: Callable[..., tuple[Tensor, ...]] = decoder.predict_masks
    several = Deciding(decoder)

    def predict_masks(
        image_embeddings: Tensor,
        image_pe: Tensor,
        sparse_prompt_embeddings: Tensor,
        dense_prompt_embeddings: Tensor,
        repeat_image: bool,
        high_res_features: list[Tensor],
    ) -> tuple[Tensor, ...]:
        prompts = sparse_prompt_embeddings
        if (exact and len(prompts) == 1) or prompts.device.type != PROCESSOR:
            return alone(image_embeddings, image_pe, prompts, dense_prompt_embeddings, repeat_image, high_res_features)
        first = torch.cat([decoder.obj_score_token.weight, decoder.iou_token.weight, decoder.mask_tokens.weight])
        tokens = torch.cat([first.expand(len(prompts), -1, -1), prompts], dim=1)
        return several(image_embeddings + dense_prompt_embeddings, image_pe, tokens, high_res_features)

    return predict_masks
