"""A real browser for the tests of the widget."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.server import Server

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]

expect.set_options(timeout=20_000)  # a slow machine needs more than the usual five seconds

needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="no Chromium here: apt-get install chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *root])
        yield browser
        browser.close()


@contextmanager
def visit(browser: Browser, server: Server, width: int, height: int, touch: bool = False) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=touch, is_mobile=touch)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(server.url)
    yield page
    context.close()
    expected = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED")
    assert [fault for fault in faults if not any(known in fault for known in expected)] == []


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    with visit(browser, server, 1280, 800) as page:
        yield page


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[Page]:
    with visit(browser, server, 375, 667, touch=True) as page:
        yield page


@pytest.fixture
def phone_on_its_side(browser: Browser, server: Server) -> Iterator[Page]:
    with visit(browser, server, 667, 375, touch=True) as page:
        yield page
