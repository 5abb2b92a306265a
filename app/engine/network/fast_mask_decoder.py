"""The mask decoder for several objects on a processor: the few tokens are projected, not the image.

SAM 2 projects every cell of the image for each of its attentions. With eight tokens or so it takes half the
multiplications to project their queries, or their keys and values, into the image's space instead. The result is the
same but for rounding.
"""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

CELL = 4
"""A cell of the image becomes a square of mask cells with this side, in two doublings."""


def predict_masks(
    decoder: Any, image: Tensor, encoding: Tensor, tokens: Tensor, high_res_features: list[Tensor]
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Do what `predict_masks` of SAM 2's MaskDecoder does, with high-resolution features and presence scores.

    `image`: B x C x h x w with dense prompts added, `encoding`: its position encoding, 1 x C x h x w, `tokens`:
    B x T x C. Returns mask logits (B x 4 x 4h x 4w), predicted IoUs, mask tokens and presence logits of B objects.
    """
    height, width = image.shape[-2:]
    keys = image.flatten(2).transpose(1, 2).contiguous()
    tokens, keys = _two_way(decoder.transformer, tokens, keys, encoding.flatten(2).transpose(1, 2).contiguous())
    presence, iou, masks = tokens[:, 0], tokens[:, 1], tokens[:, 2 : 2 + decoder.num_mask_tokens]
    mlps = decoder.output_hypernetworks_mlps
    wanted = torch.stack([mlp(masks[:, index]) for index, mlp in enumerate(mlps)], dim=2)  # B x C/8 x 4
    cells = torch.bmm(_upscaled(decoder.output_upscaling, keys, (height, width), high_res_features), wanted)
    logits = cells.view(len(tokens), height, width, 2, 2, 2, 2, -1).permute(0, 7, 1, 3, 5, 2, 4, 6)
    return (
        logits.reshape(len(tokens), -1, CELL * height, CELL * width),
        decoder.iou_prediction_head(iou),
        masks,
        decoder.pred_obj_score_head(presence),
    )


def _two_way(transformer: Any, tokens: Tensor, keys: Tensor, encoding: Tensor) -> tuple[Tensor, Tensor]:
    """Return tokens (B x T x C) and the image (B x N x C, changed in place) after SAM's TwoWayTransformer."""
    queries = tokens
    for layer in transformer.layers:
        if layer.skip_first_layer_pe:
            queries = layer.norm1(layer.self_attn(q=queries, k=queries, v=queries))
        else:
            encoded = queries + tokens
            queries = layer.norm1(queries + layer.self_attn(q=encoded, k=encoded, v=queries))
        placed = keys + encoding
        queries = layer.norm2(
            queries + _token_to_image(layer.cross_attn_token_to_image, queries + tokens, placed, keys)
        )
        queries = layer.norm3(queries + layer.mlp(queries))
        keys = layer.norm4(
            keys.add_(_image_to_token(layer.cross_attn_image_to_token, placed, queries + tokens, queries))
        )
    attended = _token_to_image(transformer.final_attn_token_to_image, queries + tokens, keys + encoding, keys)
    return transformer.norm_final_attn(queries + attended), keys


def _token_to_image(attention: Any, tokens: Tensor, placed: Tensor, keys: Tensor) -> Tensor:
    """Attention from tokens (B x T x C) to the image (B x N x C): queries are projected into the keys' space.

    The keys' bias adds the same to all weights of a token, so it has no effect after softmax.
    """
    batch, count, width = tokens.shape
    heads = attention.num_heads
    query = _split_heads(attention.q_proj(tokens), heads) * (attention.internal_dim // heads) ** -0.5
    query = (query @ attention.k_proj.weight.view(heads, -1, width)).view(batch, -1, width)
    weights = torch.softmax(torch.bmm(query, placed.transpose(1, 2)), -1)
    attended = torch.bmm(weights, keys).view(batch, heads, count, width)
    value = attended @ attention.v_proj.weight.view(heads, -1, width).transpose(1, 2)
    value = value.transpose(1, 2).reshape(batch, count, -1) + attention.v_proj.bias
    projected: Tensor = attention.out_proj(value)
    return projected


def _image_to_token(attention: Any, placed: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    """Attention from the image (B x N x C) to tokens (B x T x C), which are projected into the image's space."""
    batch, count, width = keys.shape
    heads = attention.num_heads
    key = _split_heads(attention.k_proj(keys), heads) * (attention.internal_dim // heads) ** -0.5
    bias = (key @ attention.q_proj.bias.view(heads, -1, 1)).view(batch, 1, -1)
    key = (key @ attention.q_proj.weight.view(heads, -1, width)).view(batch, -1, width)
    weights = torch.baddbmm(bias, placed, key.transpose(1, 2))
    weights = torch.softmax(weights.view(batch, -1, heads, count), -1).view(batch, -1, heads * count)
    after = attention.out_proj.weight.view(width, heads, -1).permute(1, 2, 0)
    projected = (_split_heads(attention.v_proj(values), heads) @ after).view(batch, -1, width)
    # the weights of each head sum to 1, so a share of the bias in every token is the whole bias at every cell
    return torch.bmm(weights, projected + attention.out_proj.bias / heads)


def _split_heads(x: Tensor, heads: int) -> Tensor:
    """B x T x C -> B x heads x T x C / heads."""
    return x.view(*x.shape[:2], heads, -1).transpose(1, 2)


def _upscaled(upscaling: Any, keys: Tensor, size: tuple[int, int], fine: list[Tensor]) -> Tensor:
    """Return the image after SAM's upscaling: B x N*16 x C/8, the 16 mask cells of each image cell side by side.

    Its transposed convolutions do not overlap: they are matrix products, if mask cells stay with their image cell.
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
