"""Take the pictures of the README and the editors' guide of a demo that is being served.

``make demo-reset``, and in another terminal ``make screenshots``. Those of the guide need a
fresh demo, and change it. While ``THEME=ink make demo`` runs, ``THEME=ink make screenshots``
takes those of the second look, and ``TUTORIAL=1 make screenshots`` those of the tutorial while
its project is served as it is at the end, the letter as it looked before.
"""

import os
import shutil
import sys
from pathlib import Path

import guide
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 860}
ARTICLE = "/articles/five-sprint-retrospectives/"
TEMPLATE = "/articles/letter-of-thanks-three-samples/"
PAGES = [
    ("home", "/", WIDE, "light"),
    ("list", "/articles/?tags=safety&length=medium", WIDE, "light"),
    ("article", ARTICLE, WIDE, "light"),
    ("template", TEMPLATE, WIDE, "light"),
    ("filling", f"{TEMPLATE}fill-in/?part=part-1", PHONE, "light"),
    ("phone", ARTICLE, PHONE, "dark"),
]
TUTORIAL = [
    ("tutorial/home", "/", WIDE, "light"),
    ("tutorial/letter", "/articles/letter-of-thanks-to-a-sponsor/", WIDE, "light"),
]
THEMED = [("ink", TEMPLATE, WIDE, "light"), ("ink-dark", TEMPLATE, WIDE, "dark")]


def take(site: str) -> None:
    other = (os.environ.get("THEME") and THEMED) or (os.environ.get("TUTORIAL") and TUTORIAL)
    pages = other or PAGES
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        for name, url, size, scheme in pages:
            page = browser.new_page(viewport=size, color_scheme=scheme, locale="en")
            if name == "tutorial/letter":
                page.route("**/club.css", lambda route: route.abort())
            page.goto(site + url)
            page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
        if not other:
            guide.take(browser, site, FOLDER / "editors")
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1].rstrip("/"))
