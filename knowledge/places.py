"""Where this program may write: one data folder, nowhere else."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_home() -> Path:
    """Return the data folder: ``NIYUE_HOME``, or the platform's usual place for the user's data."""
    if chosen := os.environ.get("NIYUE_HOME"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "niyue"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "niyue"
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "niyue"
