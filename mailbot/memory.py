"""How a process looks after its memory."""

import gc

_NEW_OBJECTS = 10_000


def look_for_rings_less_often() -> None:
    """Python looks for what only holds itself each time that 700 objects are new. Values are no rings, and a start or a
    large draft makes a million objects: looking took a fifth of the time."""
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])


def give_back() -> None:
    """What a pass no longer needs goes back to the system. It costs milliseconds.

    The C library keeps freed memory for itself: after a day on which drafts were built the daemon would hold for weeks
    what only that day had needed. Only glibc can be asked; elsewhere nothing happens.
    """
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
