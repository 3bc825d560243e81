"""A file of what really happened, to compare with what callers were told."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from pickupkit.plugin.sandbox import Event, stamp


class Truth:
    """Appends a line of JSON for each event; a line is in the file before anyone is answered."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self._file: TextIO | None = None

    def open(self) -> None:
        """Begin to write; `OSError` when the file cannot be opened."""
        # One write a line, so that a reader never sees half of one.
        self._file = self._path.open("a", encoding="utf-8", buffering=1)

    def write(self, event: Event) -> None:
        """Add a line; the time is the machine's, whatever the clock of the sandbox shows."""
        if self._file is not None:
            line = {
                "event": event.kind,
                "provider": event.provider,
                "id": event.id,
                "reference": event.reference,
                "time": stamp(datetime.now(UTC), "microseconds"),
            }
            self._file.write(json.dumps(line) + "\n")

    def close(self) -> None:
        """Stop writing."""
        if self._file is not None:
            self._file.close()
            self._file = None
