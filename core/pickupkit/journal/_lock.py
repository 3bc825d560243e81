"""Locks on files that end with the process that holds them, whatever ends it."""

import sys
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def try_lock(file: IO[bytes], *, shared: bool = False) -> bool:  # noqa: ARG001
        """Take a file's lock; false while another process has it; there is none to share."""
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(file: IO[bytes], *, shared: bool = False) -> bool:
        """Take a file's lock, for oneself or with others who share it; false while another has it.

        Not ``lockf``: closing any descriptor of the file would drop that.
        """
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
