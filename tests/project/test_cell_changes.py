"""Changes of cells, one after the other."""

from hypothesis import given
from hypothesis import strategies as st

from app.project.cell_changes import CellChanges, Delta
from app.project.model import Cell, ObjectId
from tests.project.samples import cell

FEW = st.dictionaries(st.tuples(st.integers(1, 2), st.integers(0, 3)), st.integers(0, 2), max_size=6)


def changes(before: dict[tuple[int, int], int], after: dict[tuple[int, int], int]) -> CellChanges[int]:
    """Return what leads from one state to the other, cells in which nothing changes left out."""
    found: CellChanges[int] = CellChanges()
    for place in sorted({*before, *after}):
        if before.get(place) != after.get(place):
            found.put(cell(*place), before.get(place), after.get(place))
    return found


@given(FEW, FEW, FEW)
def test_two_after_each_other_lead_from_the_first_state_to_the_last(first, second, third):
    early, late = changes(first, second), changes(second, third)
    kept = dict(early), dict(late)
    both = early.then(late)
    assert both == changes(first, third)
    assert all(list(frames.before) == list(frames.after) for frames in both.by_object().values())
    assert (dict(early), dict(late)) == kept  # neither is changed


class _Costly:
    def __eq__(self, other: object) -> bool:
        raise AssertionError("compared")

    __hash__ = None  # type: ignore[assignment]


def test_what_the_later_one_leaves_alone_is_neither_copied_nor_compared():
    large: CellChanges[object] = CellChanges()
    large.put_all(ObjectId(1), {0: _Costly(), 1: _Costly()}, {0: _Costly(), 1: _Costly()})
    small: CellChanges[object] = CellChanges({Cell(ObjectId(2), 0): Delta(None, 1)})
    both = large.then(small).then(CellChanges())
    assert both.by_object()[ObjectId(1)] is large.by_object()[ObjectId(1)]
