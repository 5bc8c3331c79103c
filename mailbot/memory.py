"""What a pass no longer needs goes back to the system.

The C library keeps freed memory for itself: after a day on which drafts were built the daemon would hold for weeks what
only that day had needed.
"""

import ctypes


def give_back() -> None:
    """Costs milliseconds. Only glibc has it; elsewhere nothing happens."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
