"""What the commands share: options from settings, refusals, progress, and output that is safe on a terminal."""

from __future__ import annotations

import codecs
import io
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, NoReturn, TypeVar, cast

import click

from cable_pipeline.database.printable import printable
from cable_pipeline.orchestration.plain_text import one_line
from cable_pipeline.settings import SETTINGS, Settings, SettingsError

if TYPE_CHECKING:
    from cable_pipeline.database.connect import ReadOnlyConnection

SECONDS_BETWEEN_LINES = 5.0
Command = TypeVar("Command", bound=Callable[..., Any])


def setting_options(*names: str) -> Callable[[Command], Command]:
    """Give a command one option per setting, with the setting's own meaning, environment variable and default."""
    documents = {document.name: document for document in SETTINGS}

    def decorate(command: Command) -> Command:
        for name in reversed(names):
            document = documents[name]
            option = click.option(
                f"--{name.replace('_', '-')}",
                name,
                metavar="VALUE" if name not in {"source", "data"} else "DIR",
                help=f"{document.meaning} [{document.environment}; default: {document.default}]",
            )
            command = option(command)
        return command

    return decorate


READING = (
    "source",
    "data",
    "workers",
    "pattern",
    "max_file_bytes",
    "max_removed_share",
    "keep_generations",
    "search_index",
)


def load_settings(overrides: Mapping[str, str | None]) -> Settings:
    """Return the settings; one that can't be used is wrong use of the command."""
    try:
        return Settings.load(**overrides)
    except SettingsError as error:
        raise click.UsageError(one_line(str(error))) from error


def origin(environment: str, option: str | None) -> str:
    """Tell where a setting's value comes from: command line, environment variable or default."""
    if option is not None:
        return "command line"
    return environment if os.environ.get(environment, "").strip() else "default"


def data_option(settings: Settings) -> str:
    """Return the option that makes another command find the same data folder, or nothing when it would anyway."""
    if settings.data == Settings.load().data:
        return ""
    return f" --data {shlex.quote(one_line(str(settings.data)))}"


def fail(message: str) -> NoReturn:
    """End the command with a message and exit status 1."""
    raise click.ClickException(printable(message))


def write(text: str, stream: IO[str] | None = None) -> None:
    """Write to standard output (or another stream); a terminal never gets a control character from the data."""
    target = stream or sys.stdout
    target.write(printable(text.expandtabs()) if target.isatty() else text)


@contextmanager
def progress_report() -> Iterator[Callable[[str, int, int], None]]:
    """Show how far a run is, on standard error: a bar on a terminal, else a line every few seconds."""
    if sys.stderr.isatty():
        with _progress_bar() as report:
            yield report
    else:
        yield _progress_lines()


@contextmanager
def _progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(escape(one_line(stage)), total=None)
            bar.update(tasks[stage], completed=done, total=total or None)

        yield report


def _progress_lines() -> Callable[[str, int, int], None]:
    last_stage, last_time = "", 0.0

    def report(stage: str, done: int, total: int) -> None:
        nonlocal last_stage, last_time
        now = time.monotonic()
        if stage == last_stage and now - last_time < SECONDS_BETWEEN_LINES:
            return
        last_stage, last_time = stage, now
        counts = f" {done:,} of {total:,}" if total else ""
        click.echo(f"{one_line(stage)}{counts}", err=True)

    return report


@contextmanager
def database(settings: Settings) -> Iterator[ReadOnlyConnection]:
    """Open the database read-only; every expected fault becomes a message."""
    import duckdb

    from cable_pipeline.database.connect import connect
    from cable_pipeline.database.query import QueryError
    from cable_pipeline.database.relations import DatabaseError
    from cable_pipeline.database.show import NoSuchCableError

    try:
        with connect(settings.data) as connection:
            yield connection
    except (DatabaseError, QueryError, NoSuchCableError, duckdb.Error) as error:
        fail(str(error))


class _TerminalOutput(io.RawIOBase):
    """Standard output as a terminal may get it: what it would act upon is written out."""

    def __init__(self, terminal: IO[str]) -> None:
        super().__init__()
        self._terminal = terminal
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._terminal.write(printable(self._decoder.decode(bytes(content)).replace("\r\n", "\n")))
        return len(content)


@contextmanager
def destination(output: Path | None) -> Iterator[BinaryIO]:
    """Give the stream to write a result to; a file appears under its name only when it is whole."""
    if output is None:
        yield cast("BinaryIO", _TerminalOutput(sys.stdout)) if sys.stdout.isatty() else sys.stdout.buffer
        return
    fresh = output.with_name(f".{output.name}.tmp")
    try:
        with fresh.open("wb") as stream:
            yield stream
        fresh.replace(output)
    except OSError as error:
        fail(f"{output} can't be written: {error.strerror or error}")
    finally:
        fresh.unlink(missing_ok=True)


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str]], stream: IO[str]) -> None:
    """Print a small table, each cell one line of text."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # Elsewhere than on a terminal nothing is cut: the width is what the rows need.
    console = Console(file=stream, highlight=False, width=None if stream.isatty() else 10_000)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(Text(one_line(column)), overflow="fold")
    for row in rows:
        table.add_row(*(Text(one_line(value)) for value in row))
    console.print(table)
