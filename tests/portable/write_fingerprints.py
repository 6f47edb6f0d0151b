"""Writes fingerprints.json anew. Only after results changed on purpose; say why in CHANGELOG.md.

Run it where the wheels are installed: `PYTHONPATH=tests python -m portable.write_fingerprints`
"""

from __future__ import annotations

import json

from portable.test_same_result import FILE, RUNS

fingerprints = {name: run() for name, run in RUNS.items()}
FILE.write_text(json.dumps(fingerprints, indent=2) + "\n", encoding="utf-8")
