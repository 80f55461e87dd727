"""Whether this process has been asked to end. One byte that is shared with the processes it forks: they do not hear the signal themselves."""

import mmap

asked = mmap.mmap(-1, 1)


def tell(*, is_so: bool = True) -> None:
    asked[0] = is_so


def is_told() -> bool:
    return asked[0] == 1
