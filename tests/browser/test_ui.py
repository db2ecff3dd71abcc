"""`cables ui` as an operator uses it: started as a process, looked at and clicked through in a browser.

The names looked for are those of the Dagster UI. A browser meets every element as soon as it is there; nothing waits
for a fixed time.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from cable_pipeline.database import connect
from cable_pipeline.tables import generations
from tests.orchestration import telegrams

try:
    from playwright.sync_api import Browser, Page, expect, sync_playwright
except ModuleNotFoundError:
    pytest.skip("playwright is not installed: `make install` brings it", allow_module_level=True)

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (Debian: apt-get install chromium)")

# A browser that asks nobody but the UI for anything.
ALONE = (
    "--disable-background-networking", "--disable-component-update", "--disable-gpu", "--disable-quic",
    "--disable-sync", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
SECONDS_TO_START = 90
MILLISECONDS_TO_SHOW = 30_000
# In the queue for up to five seconds, then a process of its own, then the run itself.
MILLISECONDS_TO_RUN = 90_000

TELEGRAMS = 3
BAD_FILE = "*bad* <img src=x onerror=alert(1)>.txt"
GROUPS = ("ingest", "tables", "reference", "database", "views")
REFRESH = "resources: {ingestion: {config: {full_refresh: true}}}"


class UI(NamedTuple):
    """A Dagster UI that is up, with the folders that its runs use."""

    address: str
    source: Path
    data: Path

    def generation(self) -> int:
        """The generation that readers have."""
        latest = generations.latest(self.data)
        assert latest is not None
        return latest.number

    def rows(self, relation: str) -> int:
        with connect.connect(self.data) as connection:
            (rows,) = connection.execute(f'SELECT count(*) FROM "{relation}"').fetchone()
        return int(rows)


@pytest.fixture(scope="module")
def ui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UI]:
    """A UI over a source folder that does not exist yet, so that the sensor asks for no run of its own."""
    folder = tmp_path_factory.mktemp("ui")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    started = UI(f"http://127.0.0.1:{port}", folder / "source", folder / "data")
    environment = {
        **os.environ,
        "CABLES_SOURCE": str(started.source),
        "CABLES_DATA": str(started.data),
        "CABLES_WORKERS": "1",
        "DAGSTER_HOME": str(folder / "home"),
    }
    command = [sys.executable, "-m", "cable_pipeline.cli", "ui", "--port", str(port)]
    log = folder / "ui.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(command, env=environment, stdout=output, stderr=output, start_new_session=True) as process,
    ):
        try:
            _await_answer(started.address, process, log)
            yield started
        finally:
            _stop(process)


def _await_answer(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{address}/server_info", timeout=5):  # noqa: S310 - http
            return
        time.sleep(0.2)
    pytest.fail(f"the UI did not come up:\n{log.read_text(errors='replace')[-4000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the UI as Ctrl-C does, and by force whatever that leaves behind."""
    process.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(30)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ALONE)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, ui: UI) -> Iterator[Page]:
    """A page that fails the test when it asks for anything outside the UI."""
    context = browser.new_context(base_url=ui.address, viewport={"width": 1600, "height": 1200})
    context.set_default_timeout(MILLISECONDS_TO_SHOW)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    yield context.new_page()
    context.close()
    assert [url for url in asked if not url.startswith((f"{ui.address}/", "data:", "blob:"))] == []


@pytest.fixture
def page(browser: Browser, ui: UI) -> Iterator[Page]:
    with opened(browser, ui) as page:
        yield page


@pytest.fixture(scope="module")
def first_run(browser: Browser, ui: UI) -> str:
    """How the first run of the UI ended, asked for with "Materialize all"; the sensor is off from then on."""
    with opened(browser, ui) as page:
        switch(page, "sensors/seed_files", on=False)
        for serial in range(1, TELEGRAMS + 1):
            telegrams.write(ui.source, serial)
        (ui.source / BAD_FILE).touch()
        return materialize_all(page)


def switch(page: Page, automation: str, *, on: bool) -> None:
    """Turn a schedule or sensor on or off on its own page, and see that the UI still says so when asked again."""
    page.goto(f"/locations/cable_pipeline/{automation}")
    expect(page.get_by_role("checkbox")).to_be_checked(checked=not on, timeout=MILLISECONDS_TO_SHOW)
    with page.expect_response(re.compile("op=(Start|Stop)")):
        # What is seen of the switch is a picture over the box.
        page.get_by_role("checkbox").locator("xpath=..").click()
    expect(page.get_by_role("checkbox")).to_be_checked(checked=on, timeout=MILLISECONDS_TO_SHOW)
    page.reload()
    expect(page.get_by_role("checkbox")).to_be_checked(checked=on, timeout=MILLISECONDS_TO_SHOW)


def materialize_all(page: Page) -> str:
    """Press "Materialize all" in the asset graph, follow the run, and return how it ended."""
    page.goto("/asset-groups")
    page.get_by_role("button", name="Materialize all").click()
    page.get_by_role("link", name="View", exact=True).click()
    return outcome(page)


def outcome(page: Page) -> str:
    """How the run on the page ended, once it has."""
    page.wait_for_url("**/runs/*")
    ended = page.get_by_text(re.compile(r"^(Success|Failure|Canceled)$")).first
    ended.wait_for(timeout=MILLISECONDS_TO_RUN)
    return ended.inner_text()


def shown_rows(page: Page, asset: str) -> int:
    """The row count on the page of an asset."""
    page.goto(f"/assets/{asset}")
    count = page.get_by_text("Row count", exact=True).locator("xpath=..")
    expect(count).to_have_text(re.compile(r"Row count\s*\d"), timeout=MILLISECONDS_TO_SHOW)
    return int(re.sub(r"\D", "", count.inner_text()))


def test_materialize_all_publishes_what_the_pages_of_the_assets_tell(first_run: str, page: Page, ui: UI) -> None:
    assert first_run == "Success"
    assert ui.rows("cables") == TELEGRAMS
    for asset in ("cables", "paragraphs", "cables_by_post_month"):
        assert shown_rows(page, asset) == ui.rows(asset)
    assert shown_rows(page, "source_files") == TELEGRAMS + 1
    column = page.get_by_role("row").filter(has=page.get_by_text("source_path", exact=True))
    expect(column).to_contain_text("VARCHAR")
    expect(column).to_contain_text("The file relative to the source folder")


@pytest.mark.usefixtures("first_run")
def test_the_asset_graph_shows_every_group(page: Page) -> None:
    page.goto("/asset-groups")
    for group in GROUPS:
        page.get_by_text(group, exact=True).first.wait_for()


@pytest.mark.usefixtures("first_run")
def test_a_file_that_failed_is_shown_with_its_reason_and_its_name_as_text(page: Page) -> None:
    page.goto("/assets/cables_database")
    row = page.get_by_role("row").filter(has=page.get_by_role("cell", name=BAD_FILE, exact=True)).last
    expect(row).to_contain_text("the file is empty", timeout=MILLISECONDS_TO_SHOW)


@pytest.mark.usefixtures("first_run")
def test_a_run_is_configured_in_the_launchpad(page: Page, ui: UI) -> None:
    before = ui.generation()
    page.goto("/asset-groups")
    page.get_by_role("button", name="Materialize all").locator("xpath=following::button[1]").click()
    page.get_by_role("menuitem", name="Open launchpad").click()
    launchpad = page.get_by_role("dialog")
    editor = launchpad.locator(".CodeMirror")
    # The configuration in the editor tells what may be chosen, and what holds if nothing is.
    for option in ("full_refresh", "insist", "verify"):
        expect(editor).to_contain_text(f"{option}: false", timeout=MILLISECONDS_TO_SHOW)
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(REFRESH)
    expect(editor).to_contain_text(REFRESH)
    launchpad.get_by_role("button", name="Materialize").click()
    assert outcome(page) == "Success"
    # Nothing had changed: only a full refresh makes another generation.
    assert ui.generation() == before + 1


@pytest.mark.usefixtures("first_run")
def test_a_run_that_failed_tells_its_reason_and_readers_keep_what_they_have(page: Page, ui: UI) -> None:
    before = ui.generation()
    away = ui.source.rename(ui.source.with_name("away"))
    try:
        assert materialize_all(page) == "Failure"
    finally:
        away.rename(ui.source)
    reason = page.get_by_text(f"the source folder {ui.source} can't be read")
    expect(reason.first).to_be_visible(timeout=MILLISECONDS_TO_SHOW)
    assert ui.generation() == before
    assert ui.rows("cables") == TELEGRAMS
    page.goto("/assets/source_files")
    page.get_by_text(re.compile("^Failed in")).first.wait_for()


def test_the_schedule_is_turned_off_and_on(page: Page) -> None:
    for on in (False, True):
        switch(page, "schedules/daily_ingest", on=on)
