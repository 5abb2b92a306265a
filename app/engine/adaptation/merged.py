"""A decoder with low-rank additions merged into its weights, for the time of a step: it costs nothing then."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from torch import nn

from app.engine.adaptation.low_rank import from_bytes, projections
from app.engine.predictor import Adapter
from app.lru_cache import LruCache

Weights = dict[str, nn.Parameter]
KEPT_BYTES = 64 << 20


class MergedWeights:
    """The merged weights of adapters used last, for one decoder. Belongs to one thread."""

    def __init__(self, transformer: Any) -> None:
        self._layers = projections(transformer)
        self._transformer = transformer
        self._plain: Weights = {
            name: nn.Parameter(layer.weight, requires_grad=False) for name, layer in self._layers.items()
        }
        self._known: LruCache[str, Weights] = LruCache(KEPT_BYTES, _size_bytes, keeps_newest=True)

    @contextmanager
    def used(self, adapter: Adapter | None) -> Iterator[None]:
        """Let the decoder compute with an adapter inside. Raises EngineError when it does not fit."""
        if adapter is None:
            yield
            return
        self._set(self._merged(adapter))
        try:
            yield
        finally:
            self._set(self._plain)

    def _merged(self, adapter: Adapter) -> Weights:
        known = self._known.get(adapter.name)
        if known is None:
            factors = from_bytes(adapter.data, self._transformer)
            known = {
                name: nn.Parameter(plain.detach() + factors[name].up @ factors[name].down, requires_grad=False)
                for name, plain in self._plain.items()
            }
            self._known.put(adapter.name, known)
        return known

    def _set(self, weights: Weights) -> None:
        for name, layer in self._layers.items():
            layer.weight = weights[name]


def _size_bytes(weights: Weights) -> int:
    return sum(weight.numel() * weight.element_size() for weight in weights.values())
