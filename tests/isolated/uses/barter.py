"""Every wheel is there, of one release, and the command's demo runs."""

import os
import tempfile
from pathlib import Path

import barter
from barter import demo

os.environ.pop("BARTER_DATA_DIR", None)
assert len(barter.check_installation().wheels) == 6
assert barter.Side is barter.instrument.Side
with tempfile.TemporaryDirectory() as folder:
    print(demo.run(Path(folder, "report.html")))
print("barter: ok")
