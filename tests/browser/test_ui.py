"""`cables ui` as an operator uses it: started as a process, looked at and clicked through in a browser.

The names looked for are those of the Dagster UI. A browser meets every element as soon as it is there; nothing waits
for a fixed time.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cable_pipeline.settings import PROJECT_ROOT
from tests.browser.running import UI, running_ui
from tests.orchestration import telegrams

try:
    from playwright.sync_api import Browser, Page, expect, sync_playwright
except ModuleNotFoundError:
    pytest.skip("playwright is not installed: `make install` brings it", allow_module_level=True)

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (Debian: apt-get install chromium)"),
    pytest.mark.timeout(900),
]

# A browser that asks nobody but the UI for anything.
ALONE = (
    "--disable-background-networking", "--disable-component-update", "--disable-gpu", "--disable-quic",
    "--disable-sync", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
MILLISECONDS_TO_SHOW = 60_000
# In the queue for up to five seconds, then a process of its own, then the run itself.
MILLISECONDS_TO_RUN = 240_000

# Where pictures of the pages go, if anywhere: CABLES_SCREENSHOTS=docs/screenshots takes those of the documentation.
SCREENSHOTS = os.environ.get("CABLES_SCREENSHOTS", "")
# Pictures name no place on the machine that took them.
WITHOUT_PLACES = """places => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode())
        for (const [place, name] of Object.entries(places))
            texts.currentNode.textContent = texts.currentNode.textContent.replaceAll(place, name);
}"""

TELEGRAMS = 3
MARKED_UP = "<b>TALKS</b> *ON* [THE](http://127.0.0.1:9/) HARBOUR"
BAD_FILE = "*bad* <img src=x onerror=alert(1)>.txt"
GROUPS = ("ingest", "tables", "reference", "database", "views")
REFRESH = "resources: {ingestion: {config: {full_refresh: true}}}"


@pytest.fixture(scope="module")
def ui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UI]:
    """A UI over a source folder that does not exist yet, so that the sensor asks for no run of its own."""
    with running_ui(tmp_path_factory.mktemp("ui")) as started:
        yield started


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
        marked_up = ui.source / "1.txt"
        marked_up.write_text(marked_up.read_text().replace("SUBJECT: TALKS ON THE HARBOUR", f"SUBJECT: {MARKED_UP}"))
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


def picture(page: Page, name: str, folder: Path = Path("/nowhere")) -> None:
    """Keep a picture of the page for the documentation, if they are wanted."""
    if SCREENSHOTS:
        page.wait_for_load_state("networkidle")
        expect(page.get_by_text("fetching statuses")).to_have_count(0)
        page.evaluate(WITHOUT_PLACES, {str(PROJECT_ROOT): "~/cable_pipeline", str(folder): "~/cables"})
        page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png")


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
    picture(page, "asset")


@pytest.mark.usefixtures("first_run")
def test_the_asset_graph_shows_every_group(page: Page) -> None:
    page.goto("/asset-groups")
    for group in GROUPS:
        page.get_by_text(group, exact=True).first.wait_for()
    picture(page, "graph")


@pytest.mark.usefixtures("first_run")
def test_the_checks_of_a_table_are_shown_with_what_they_expected_and_found(page: Page) -> None:
    page.goto("/assets/segments?view=checks&checkDetail=partition")
    expect(page.get_by_text("This is a blocking asset check")).to_be_visible(timeout=MILLISECONDS_TO_SHOW)
    for check in ("key", "partition", "references", "schema", "rows_kept"):
        page.get_by_text(check, exact=True).first.wait_for()
    row = page.get_by_role("row").filter(has_text="they part the source text, from its first character to its last")
    expect(row.last).to_contain_text("no offending row")
    page.get_by_text("Passed", exact=True).first.wait_for()
    picture(page, "checks")


@pytest.mark.usefixtures("first_run")
def test_a_subject_that_is_markup_is_shown_as_text(page: Page) -> None:
    page.goto("/assets/cables")
    cell = page.get_by_role("cell", name=MARKED_UP, exact=True).last
    expect(cell).to_have_text(MARKED_UP, timeout=MILLISECONDS_TO_SHOW)
    assert cell.locator("b, em, a").count() == 0


@pytest.mark.usefixtures("first_run")
def test_columns_of_a_view_lead_to_the_columns_they_are_made_of(page: Page) -> None:
    page.goto("/assets/tag_titles?view=lineage&column=title")
    page.get_by_text("tag_dictionary", exact=True).first.wait_for()


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
    for option in ("full_refresh: false", "insist: false", "verify: false", "limit: 0", "source:"):
        expect(editor).to_contain_text(option, timeout=MILLISECONDS_TO_SHOW)
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(REFRESH)
    expect(editor).to_contain_text(REFRESH)
    launchpad.get_by_role("button", name="Materialize").click()
    assert outcome(page) == "Success"
    # Nothing had changed: only a full refresh makes another generation.
    assert ui.generation() == before + 1


@pytest.mark.usefixtures("first_run")
def test_the_plot_of_the_last_generations_is_shown(page: Page) -> None:
    page.goto("/assets/cables_database")
    page.get_by_text("[Show Markdown]").first.click()
    plot = page.get_by_role("img", name=re.compile("last .* generations"))
    expect(plot).to_be_visible(timeout=MILLISECONDS_TO_SHOW)
    assert plot.evaluate("image => image.complete && image.naturalWidth > 300")
    picture(page, "plot")


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
    picture(page, "failed-run", ui.source.parent)
    assert ui.generation() == before
    assert ui.rows("cables") == TELEGRAMS
    page.goto("/assets/source_files")
    page.get_by_text(re.compile("^Failed in")).first.wait_for()


def test_the_schedule_is_turned_off_and_on(page: Page) -> None:
    for on in (False, True):
        switch(page, "schedules/daily_ingest", on=on)
    page.goto("/automation")
    page.get_by_text("daily_ingest", exact=True).first.wait_for()
    picture(page, "automation")
