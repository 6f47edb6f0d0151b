"""The docs site: `nox -s docs`. Nothing is fetched: no inventories of other sites, no web fonts, no scripts of others."""

from __future__ import annotations

import sys
from pathlib import Path

import barter

sys.path.insert(0, str(Path(__file__).parent / "_extensions"))

project = "barter for Python"
author = "the authors of barter for Python"
version = release = barter.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "compiled_wheels"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"barter for Python {release}"
html_copy_source = False
html_show_sourcelink = False

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
# Links to files of the repository lead outside the site; tests/docs/test_links.py asks whether they exist.
suppress_warnings = ["myst.xref_missing"]

autodoc_default_options = {"members": True, "member-order": "bysource", "show-inheritance": False}
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_rtype = False
