"""The documentation as a site: ``make docs`` writes it to var/docs."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]

project = "django-summaries"
project_copyright = "django-summaries contributors"
release = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["screenshots"]
myst_heading_anchors = 4  # the anchors that a forge gives its headings
nitpicky = True
smartquotes = False

html_theme = "furo"
html_title = "django-summaries"
html_favicon = "../summaries/static/summaries/icon.svg"
html_static_path = html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
# The colours of the library itself, which need no more than the system's fonts.
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#0e5745",
        "color-brand-content": "#0e5745",
        "color-brand-visited": "#0e5745",
    },
    "dark_css_variables": {
        "color-brand-primary": "#93d3b8",
        "color-brand-content": "#93d3b8",
        "color-brand-visited": "#93d3b8",
    },
}
