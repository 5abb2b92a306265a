"""The mask decoder for several objects on a processor: the few tokens go to the picture, not the picture to them.

SAM 2 projects every place of the picture anew for each of its attentions. With eight tokens or so it takes half the
multiplications to bring their queries, or what they have to say, into the picture's space instead. The result is the
same but for rounding.
"""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

CELL = 4
"""A place of the picture becomes a square of so many cells of the mask, in two doublings."""


class Deciding:
    """Stands in for `predict_masks` of SAM 2's MaskDecoder, with high-resolution features and presence scores."""

    def __init__(self, decoder: Any) -> None:
        self._decoder = decoder

    def __call__(
        self, picture: Tensor, place: Tensor, tokens: Tensor, high_res_features: list[Tensor]
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return mask logits (B x 4 x 4h x 4w), predicted IoUs, mask tokens and presence logits of B objects.

        `picture`: B x C x h x w with dense prompts added, `place`: 1 x C x h x w, `tokens`: B x T x C.
        """
        decoder = self._decoder
        height, width = picture.shape[-2:]
        keys = picture.flatten(2).transpose(1, 2).contiguous()
        tokens, keys = _two_way(decoder.transformer, tokens, keys, place.flatten(2).transpose(1, 2).contiguous())
        presence, iou, masks = tokens[:, 0], tokens[:, 1], tokens[:, 2 : 2 + decoder.num_mask_tokens]
        mlps = decoder.output_hypernetworks_mlps
        wanted = torch.stack([mlp(masks[:, index]) for index, mlp in enumerate(mlps)], dim=2)  # B x C/8 x 4
        cells = torch.bmm(_enlarged(decoder.output_upscaling, keys, (height, width), high_res_features), wanted)
        logits = cells.view(len(tokens), height, width, 2, 2, 2, 2, -1).permute(0, 7, 1, 3, 5, 2, 4, 6)
        return (
            logits.reshape(len(tokens), -1, CELL * height, CELL * width),
            decoder.iou_prediction_head(iou),
            masks,
            decoder.pred_obj_score_head(presence),
        )


def _two_way(transformer: Any, tokens: Tensor, keys: Tensor, place: Tensor) -> tuple[Tensor, Tensor]:
    """Return tokens (B x T x C) and the picture (B x N x C, changed in place) after SAM's TwoWayTransformer."""
    queries = tokens
    for layer in transformer.layers:
        if layer.skip_first_layer_pe:
            queries = layer.norm1(layer.self_attn(q=queries, k=queries, v=queries))
        else:
            asking = queries + tokens
            queries = layer.norm1(queries + layer.self_attn(q=asking, k=asking, v=queries))
        placed = keys + place
        queries = layer.norm2(queries + _asked(layer.cross_attn_token_to_image, queries + tokens, placed, keys))
        queries = layer.norm3(queries + layer.mlp(queries))
        keys = layer.norm4(keys.add_(_told(layer.cross_attn_image_to_token, placed, queries + tokens, queries)))
    asked = _asked(transformer.final_attn_token_to_image, queries + tokens, keys + place, keys)
    return transformer.norm_final_attn(queries + asked), keys


def _asked(attention: Any, asking: Tensor, placed: Tensor, keys: Tensor) -> Tensor:
    """Attention from tokens (B x T x C) to the picture (B x N x C): queries are brought into the keys' own space.

    The keys' bias adds the same to all weights of a token, so softmax does not see it.
    """
    batch, count, width = asking.shape
    heads = attention.num_heads
    query = _headed(attention.q_proj(asking), heads) * (attention.internal_dim // heads) ** -0.5
    query = (query @ attention.k_proj.weight.view(heads, -1, width)).view(batch, -1, width)
    weights = torch.softmax(torch.bmm(query, placed.transpose(1, 2)), -1)
    seen = torch.bmm(weights, keys).view(batch, heads, count, width)
    value = seen @ attention.v_proj.weight.view(heads, -1, width).transpose(1, 2)
    value = value.transpose(1, 2).reshape(batch, count, -1) + attention.v_proj.bias
    answered: Tensor = attention.out_proj(value)
    return answered


def _told(attention: Any, placed: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    """Attention from the picture (B x N x C) to tokens (B x T x C), which are brought into the picture's own space."""
    batch, count, width = keys.shape
    heads = attention.num_heads
    key = _headed(attention.k_proj(keys), heads) * (attention.internal_dim // heads) ** -0.5
    bias = (key @ attention.q_proj.bias.view(heads, -1, 1)).view(batch, 1, -1)
    key = (key @ attention.q_proj.weight.view(heads, -1, width)).view(batch, -1, width)
    weights = torch.baddbmm(bias, placed, key.transpose(1, 2))
    weights = torch.softmax(weights.view(batch, -1, heads, count), -1).view(batch, -1, heads * count)
    after = attention.out_proj.weight.view(width, heads, -1).permute(1, 2, 0)
    told = (_headed(attention.v_proj(values), heads) @ after).view(batch, -1, width)
    # the weights of each head add up to 1, so a share of the bias in every token is the whole bias at every place
    return torch.bmm(weights, told + attention.out_proj.bias / heads)


def _headed(x: Tensor, heads: int) -> Tensor:
    """B x T x C -> B x heads x T x C / heads."""
    return x.view(*x.shape[:2], heads, -1).transpose(1, 2)


def _enlarged(upscaling: Any, keys: Tensor, size: tuple[int, int], fine: list[Tensor]) -> Tensor:
    """Return what SAM's upscaling makes of the picture: B x N*16 x C/8, the 16 cells of each place side by side.

    Its transposed convolutions do not overlap: they are matrices, if cells stay with the place they came from.
    """
    first, norm, _, second, _ = upscaling
    height, width = size
    finest, finer = fine
    batch, count = len(keys), keys.shape[1]
    half = finer[0].view(-1, height, 2, width, 2).permute(1, 3, 2, 4, 0) + first.bias
    x = keys.view(batch * count, -1) @ first.weight.permute(0, 2, 3, 1).flatten(1)
    x = x.view(batch, -1).add_(half.reshape(-1)).view(-1, norm.weight.shape[0])
    x = F.gelu(F.layer_norm(x, norm.weight.shape, norm.weight, norm.bias, norm.eps))
    quarter = finest[0].view(-1, height, 2, 2, width, 2, 2).permute(1, 4, 2, 5, 3, 6, 0) + second.bias
    x = x @ second.weight.permute(0, 2, 3, 1).flatten(1)
    return F.gelu(x.view(batch, -1).add_(quarter.reshape(-1))).view(batch, count * CELL**2, -1)
