"""Cells are told apart by the conditioning frames: the object, its background, and the border that is neither."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from app.engine.inference.appearance import Appearance, appearance_of, compare, coverage, covered, look_of

SIDE = 6
SIZE = 16 * SIDE


def square(top: int, left: int, height: int, width: int) -> torch.Tensor:
    """Return a 1 x 1 x S x S mask."""
    mask = torch.zeros(1, 1, SIZE, SIZE)
    mask[..., top : top + height, left : left + width] = 1
    return mask


def alone(cells: int, width: int = 8) -> torch.Tensor:
    """Return embeddings of cells of which none is like another (as far as `width` goes)."""
    return F.one_hot(torch.arange(cells) % width, width).float()


def test_coverage_is_that_of_the_cells_row_by_row() -> None:
    share = coverage(square(0, 16, 16, 24), SIDE**2)
    assert share[:4].tolist() == [0, 1, 0.5, 0]
    assert share[4:].sum() == 0


def test_a_reference_leaves_out_the_border() -> None:
    embeddings = alone(SIDE**2, SIDE**2)
    taken = appearance_of(embeddings, square(0, 16, 16, 22))
    assert torch.equal(taken.foreground, embeddings[1:2])
    assert len(taken.background) == SIDE**2 - 2, "the cell that is covered to three eighths is neither"
    assert taken.size_bytes == 4 * SIDE**2 * (SIDE**2 - 1)


def test_an_object_smaller_than_a_cell_has_the_cells_it_fills_most() -> None:
    share = coverage(square(4, 4, 8, 8), SIDE**2)
    assert covered(share, 0.5).nonzero().tolist() == [[0]]
    assert not covered(torch.zeros(9), 0.5).any()
    assert covered(torch.tensor([1.0, 0.9, 0.3]), 0.5).tolist() == [True, True, False]


def test_similarity_says_whose_appearance_a_cell_has() -> None:
    own, other, new = torch.eye(3)
    known = Appearance(own.repeat(4, 1), other.repeat(9, 1))
    found = compare(torch.stack([own, other, new, F.normalize(own + other, dim=0)]), [known])
    assert found is not None
    assert torch.allclose(found.margin, torch.tensor([1.0, -1.0, 0.0, 0.0]), atol=1e-6)


def test_one_cell_that_is_alike_by_chance_decides_nothing() -> None:
    own, other = torch.eye(2)
    known = Appearance(own.repeat(4, 1), torch.cat([own[None], other.repeat(9, 1)]))
    found = compare(own[None], [known])
    assert found is not None
    assert float(found.margin[0]) > 0.6


def test_every_reference_counts_and_one_without_the_object_shows_the_background() -> None:
    first, second, other = torch.eye(3)
    references = [
        Appearance(first.repeat(3, 1), other.repeat(3, 1)),
        Appearance(second.repeat(3, 1), other.repeat(3, 1)),
    ]
    absent = Appearance(torch.zeros(0, 3), second.repeat(3, 1))
    both = compare(torch.stack([first, second]), references)
    assert both is not None
    assert torch.allclose(both.margin, torch.ones(2), atol=1e-6)
    told = compare(torch.stack([first, second]), [references[0], absent])
    assert told is not None
    assert torch.allclose(told.margin, torch.tensor([1.0, -1.0]), atol=1e-6)


def test_without_the_object_or_anything_else_there_is_nothing_to_compare() -> None:
    embeddings = torch.eye(3)
    assert compare(embeddings, []) is None
    assert compare(embeddings, [Appearance(embeddings[:0], embeddings)]) is None
    assert compare(embeddings, [Appearance(embeddings, embeddings[:0])]) is None


def test_a_look_is_had_where_the_model_runs_in_bfloat16() -> None:
    coarse, mask = torch.rand(1, 8, SIDE, SIDE), square(16, 16, 32, 32)
    with torch.autocast("cpu", torch.bfloat16):
        look = look_of(coarse, mask)
    assert np.array_equal(look, look_of(coarse, mask))
    assert np.linalg.norm(look) == pytest.approx(1)
