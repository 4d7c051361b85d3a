"""How Sphinx builds these pages: `make docs`."""

from evalkit import __version__

project = "evalkit"
author = "the evalkit maintainers"
release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "docs.catalogue"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "evalkit"
myst_heading_anchors = 3
autodoc_typehints = "none"
autodoc_member_order = "alphabetical"
default_role = "literal"
