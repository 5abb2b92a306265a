"""At which suspicious frames a person stops on the way through them."""

import numpy as np
from numpy.typing import NDArray


def stops(suspicious: NDArray[np.bool_], lost: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return at which suspicious frames to stop on the way through them: of a lost stretch only at the first."""
    goes_on = np.zeros_like(lost)
    goes_on[1:] = lost[1:] & lost[:-1]
    return np.asarray(suspicious & ~goes_on, dtype=np.bool_)
