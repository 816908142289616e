"""Take the README's screenshots: ``make screenshots`` while ``make demo`` runs.

While ``THEME=ink make demo`` runs, ``THEME=ink make screenshots`` takes those of the second look.
"""

import os
import shutil
import sys
from pathlib import Path

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


def take(site: str) -> None:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        themed = [("ink", TEMPLATE, WIDE, "light"), ("ink-dark", TEMPLATE, WIDE, "dark")]
        for name, url, size, scheme in themed if os.environ.get("THEME") else PAGES:
            page = browser.new_page(viewport=size, color_scheme=scheme, locale="en")
            page.goto(site + url)
            page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
        if os.environ.get("THEME"):
            return
        page = browser.new_page(viewport=WIDE, color_scheme="light", locale="en")
        page.goto(f"{site}/admin/summaries/article/?q=sprint")
        page.get_by_label("Username").fill("editor")
        page.get_by_label("Password").fill("library")
        page.get_by_role("button", name="Log in").click()
        page.locator("#result_list tbody th a").first.click()
        page.locator(".tiptap").first.wait_for()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / "admin.png")
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1].rstrip("/"))
