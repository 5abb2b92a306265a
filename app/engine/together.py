"""Memory attention for several objects on one frame: what is the same for all of them is computed once."""

from collections.abc import Callable
from typing import Any

from torch import Tensor


def together(attention: Any) -> Callable[..., Tensor]:
    """Return a `forward` for a MemoryAttention of SAM 2 that is called with one frame's features for every object.

    All objects look at the same picture until they first look into their own memory, so the first layer's self
    attention is done for one of them and shared. For a single object it is Meta's own forward.
    """
    alone: Callable[..., Tensor] = attention.forward

    def forward(
        curr: Any, memory: Tensor, curr_pos: Any = None, memory_pos: Tensor | None = None, num_obj_ptr_tokens: int = 0
    ) -> Tensor:
        objects = memory.shape[1]
        if objects == 1 or not attention.batch_first or curr_pos is None or memory_pos is None:
            return alone(
                curr=curr,
                memory=memory,
                curr_pos=curr_pos,
                memory_pos=memory_pos,
                num_obj_ptr_tokens=num_obj_ptr_tokens,
            )
        picture = (curr[0] if isinstance(curr, list) else curr)[:, :1].transpose(0, 1)
        place = (curr_pos[0] if isinstance(curr_pos, list) else curr_pos)[:, :1].transpose(0, 1)
        if attention.pos_enc_at_input:
            picture = picture + 0.1 * place
        memory, memory_pos = memory.transpose(0, 1), memory_pos.transpose(0, 1)
        first, *others = attention.layers
        seen = first._forward_sa(picture, place).expand(objects, -1, -1)
        places = place.expand(objects, -1, -1)
        looked = first._forward_ca(seen, memory, places, memory_pos, num_obj_ptr_tokens)
        output = looked + first.linear2(first.activation(first.linear1(first.norm3(looked))))
        for layer in others:
            output = layer(
                tgt=output, memory=memory, pos=memory_pos, query_pos=places, num_k_exclude_rope=num_obj_ptr_tokens
            )
        result: Tensor = attention.norm(output).transpose(0, 1)
        return result

    return forward
