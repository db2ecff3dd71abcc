"""The ``cables`` command: thin, it calls the rooms and shows what they answer.

Only what every command needs is imported here, so that ``cables --help`` and ``cables parse`` are quick: Dagster,
DuckDB and pyarrow are loaded by the commands that use them. Exit status: 0 done, 1 refused or failed, 2 wrong use.
"""

from __future__ import annotations

import codecs
import io
import json
import os
import shlex
import shutil
import signal
import sys
import textwrap
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
    from cable_pipeline.orchestration.ingest import RunSummary
    from cable_pipeline.tables.generations import Generation
    from cable_pipeline.telegram.records import Telegram

QUERIES = (
    "SELECT post, year, count(*) AS cables FROM cables GROUP BY ALL ORDER BY cables DESC, post, year LIMIT 10",
    "SELECT tag, title, count(*) AS cables FROM tag_titles GROUP BY ALL ORDER BY cables DESC, tag LIMIT 10",
    "SELECT cable_id, sent_at, subject FROM cables WHERE subject ILIKE '%trafficking%' ORDER BY sent_at LIMIT 10",
)
SECONDS_BETWEEN_LINES = 5.0
FAILED_FILES_SHOWN = 20
FORMATS = ("table", "csv", "json", "parquet")
REPORT_FORMATS = ("table", "csv", "json")
LARGEST_SEED = 2**32 - 1
Command = TypeVar("Command", bound=Callable[..., Any])


def main() -> None:
    """Run the command line; the entry point of ``cables``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A locale without the characters of a cable must not stop a command.
            stream.reconfigure(errors="backslashreplace")
    cables()


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


READING = ("source", "data", "workers", "pattern", "max_file_bytes", "max_removed_share", "keep_generations")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="cable-pipeline")
def cables() -> None:
    """A folder of diplomatic telegrams becomes Parquet tables and a DuckDB database.

    Start with `cables run`, then ask with `cables sql`. Every setting is an option, or an environment variable:
    `cables settings` lists them.
    """


@cables.command()
@setting_options(*READING)
@click.option("--full-refresh", is_flag=True, help="Read every file again, also those that did not change.")
@click.option(
    "--verify", is_flag=True, help="Compare the content of every file, also where size and time are the same."
)
@click.option("--insist", is_flag=True, help="Go on although the source folder is empty or has lost many cables.")
def run(full_refresh: bool, verify: bool, insist: bool, **overrides: str | None) -> None:
    """Bring tables and database up to date with the source folder.

    Only what changed is read. The run is recorded in Dagster and shows in its UI. Files that can't be read are listed
    by `cables status`; they do not make the run fail.
    """
    settings = _settings(overrides)
    from cable_pipeline.orchestration import ingest

    with _progress() as progress:
        try:
            summary = ingest.run(settings, full_refresh=full_refresh, verify=verify, insist=insist, progress=progress)
        except ingest.RunFailed as error:
            _fail(str(error))
    _show_summary(summary, settings)


@cables.command()
@click.argument("query")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@setting_options("data")
def sql(query: str, kind: str, output: Path | None, data: str | None) -> None:
    """Ask the database a question, read-only.

    QUERY is the SQL itself, the name of a file that holds it, or - for standard input. Tables are for reading and end
    after a thousand rows; csv, json and parquet give everything.
    """
    if kind == "parquet" and output is None:
        raise click.UsageError("--format parquet needs --output FILE.")
    statement = _statement(query)
    with _database(_settings({"data": data})) as connection:
        from cable_pipeline.database.query import FORMATS as WRITERS
        from cable_pipeline.database.query import run_query, write_table

        result = run_query(connection, statement)
        with _destination(output) as out:
            if kind == "table":
                write_table(result, out, shutil.get_terminal_size().columns if out.isatty() else None)
            else:
                WRITERS[kind](result, out)


@cables.command()
@click.option(
    "--against",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Compare with the database of this data folder, or of a generation in it: data/generations/3.",
)
@click.option("--examples", metavar="N", type=click.IntRange(min=0), help="Cables to name per difference [default: 3].")
@click.option("--format", "kind", type=click.Choice(REPORT_FORMATS), default="table", show_default=True)
@setting_options("data")
def quality(against: Path | None, examples: int | None, kind: str, data: str | None) -> None:
    """Tell, field by field, how many cables have a value, have none, and have issues that concern it.

    With --against, tell what differs from another database, the older one: which values were gained, lost or changed,
    in how many cables and in which ones.
    """
    if examples is not None and against is None:
        raise click.UsageError("--examples needs --against DIR.")
    with _database(_settings({"data": data})) as connection, _destination(None) as out:
        from cable_pipeline.database import quality_output
        from cable_pipeline.database.quality import compare, report

        width = shutil.get_terminal_size().columns if out.isatty() else None
        if against is None:
            quality_output.write_report(report(connection), kind, out, width)
            return
        with _database(_settings({"data": str(against)})) as other, _progress() as progress:
            comparison = compare(other, connection, 3 if examples is None else examples, progress)
        if comparison.not_compared:
            names = ", ".join(map(one_line, comparison.not_compared))
            click.echo(f"Not compared, since the two databases do not both have them: {names}", err=True)
        quality_output.write_comparison(comparison, kind, out, width)


@cables.command()
@click.argument("cable_id", metavar="ID")
@setting_options("data")
def show(cable_id: str, data: str | None) -> None:
    """Show one cable: its header facts, then its paragraphs with their markings.

    ID is the cable's id as printed or as repaired, in any case.
    """
    with _database(_settings({"data": data})) as connection:
        from rich.console import Console

        from cable_pipeline.database.show import show as render

        Console(highlight=False).print(render(connection, cable_id))


@cables.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Every record as JSON.")
def parse(file: Path, as_json: bool) -> None:
    """Read one file and show its records, without any database."""
    telegram = _read_one(file)
    if as_json:
        records = {name: _plain(value) for name, value in telegram._asdict().items()}
        _write(json.dumps(records, ensure_ascii=False, indent=2, default=str) + "\n")
        return
    children = {
        "paragraphs": [record._asdict() for record in telegram.paragraphs],
        "tags": [record._asdict() for record in telegram.tags],
        "recipients": [record._asdict() for record in telegram.recipients],
        "cable_references": [record._asdict() for record in telegram.references],
    }
    _show_cable(telegram.cable._asdict(), children)
    if telegram.issues:
        _write("\nDoubts\n")
        for issue in telegram.issues:
            _write(f"  {issue.severity} {issue.code}: {one_line(issue.message)}\n")


@cables.command()
@click.option("--all", "show_all", is_flag=True, help="List every failed file.")
@setting_options("data")
def status(show_all: bool, data: str | None) -> None:
    """Tell what was ingested when, what failed and why, and which generation is current."""
    settings = _settings({"data": data})
    from cable_pipeline.tables import generations

    latest = generations.latest(settings.data)
    if latest is None:
        _write(f"Nothing has been ingested yet: {one_line(str(settings.data))} holds no generation.\n")
        _write(f"Put files into {one_line(str(settings.source))} and type: cables run{_data_option(settings)}\n")
        return
    current = generations.current(settings.data)
    _show_generations(latest, current, settings)
    with _database(settings) as connection:
        _show_failed_files(connection, None if show_all else FAILED_FILES_SHOWN, settings)


@cables.command()
@setting_options(*READING, "schedule", "sensor_seconds")
@click.option("--port", type=click.IntRange(1, 65535), default=3000, show_default=True, help="Port on 127.0.0.1.")
def ui(port: int, **overrides: str | None) -> None:
    """Start the Dagster UI on 127.0.0.1, with the daemon that runs schedule and sensor.

    Stop it with Ctrl-C.
    """
    from cable_pipeline.orchestration.home import PROJECT_ROOT, prepare_dagster_home

    settings = _settings(overrides)
    workspace = PROJECT_ROOT / "workspace.yaml"
    if not workspace.exists():
        _fail(f"{workspace} is missing: start the UI from a copy of the whole project.")
    if not _port_is_free(port):
        _fail(
            f"Port {port} of 127.0.0.1 is in use, perhaps by a UI that runs already. Try: cables ui --port {port + 1}"
        )
    # Effective values, so that a relative path means the same in Dagster's processes, wherever they run.
    chosen = {
        document.environment: str(getattr(settings, document.name))
        for document in SETTINGS
        if _origin(document.environment, overrides[document.name]) != "default"
    }
    environment = {**os.environ, **chosen, "DAGSTER_HOME": str(prepare_dagster_home())}
    # `dagster dev` advises to use `dg dev` instead, which needs packages that the pipeline does without.
    quiet = "ignore:Function `dev_command` is superseded"
    command = [sys.executable, "-W", quiet, "-m", "dagster", "dev", "-h", "127.0.0.1", "-p", str(port)]
    command += ["-w", str(workspace)]
    # A shell starts background jobs with interrupts ignored, and Dagster treats SIGTERM as it finds SIGINT treated.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    click.echo(f"Dagster UI: http://127.0.0.1:{port} (Ctrl-C stops it)", err=True)
    os.execve(sys.executable, command, environment)  # noqa: S606 - no shell; signals reach Dagster itself


@cables.command()
@click.option(
    "--out",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write, empty or not there yet.",
)
@click.option(
    "--count", metavar="N", type=click.IntRange(min=1), default=1_000, show_default=True, help="Number of telegrams."
)
@click.option(
    "--seed",
    metavar="S",
    type=click.IntRange(0, LARGEST_SEED),
    default=0,
    show_default=True,
    help="Another number gives other telegrams, the same one the same.",
)
@click.option(
    "--damaged/--clean", default=True, show_default=True, help="With the damages of real archives, or without any."
)
def demo(folder: Path, count: int, seed: int, damaged: bool) -> None:
    """Write an archive of invented telegrams, to try everything without having cables."""
    from cable_pipeline.synthetic import ArchiveError, write_archive

    with _progress() as progress:
        try:
            report = write_archive(
                folder,
                count,
                seed,
                damaged=damaged,
                progress=lambda done, total: progress("Telegrams written", done, total),
            )
        except ArchiveError as error:
            _fail(str(error))
        except OSError as error:
            _fail(f"{folder} can't be written: {error.strerror or error}")
    years = f"{report.first_year} to {report.last_year}"
    size = f"{report.size_bytes / 1e6:,.1f} MB"
    noun = "telegram" if report.files == 1 else "telegrams"
    _write(f"Wrote {report.files:,} invented {noun} of {years} ({size}) into {one_line(str(folder))}\n\n")
    source, data = (shlex.quote(one_line(str(path))) for path in (folder, folder.with_name(f"{folder.name}-data")))
    _write(f"Read them into a database of their own:\n  cables run --source {source} --data {data}\n")


@cables.command()
@setting_options("data")
def relocate(data: str | None) -> None:
    """Rebuild the database after the data folder was moved; the tables stay as they are."""
    settings = _settings({"data": data})
    from cable_pipeline.database.relations import DatabaseError
    from cable_pipeline.orchestration import ingestion
    from cable_pipeline.tables.generations import DataFolderUnusable

    with _progress() as progress:
        try:
            with ingestion.waiting_writer_lock(settings, progress):
                built = ingestion.relocate(settings.data)
        except (DatabaseError, DataFolderUnusable, OSError) as error:
            _fail(str(error))
    for report in built:
        _write(f"Rebuilt {one_line(str(report.path))}\n")


@cables.command(name="settings")
@setting_options(*(document.name for document in SETTINGS))
def show_settings(**overrides: str | None) -> None:
    """Print every setting with its value and where the value comes from."""
    settings = _settings(overrides)
    from cable_pipeline.orchestration.home import dagster_home

    rows = [
        (
            document.name,
            str(getattr(settings, document.name)),
            _origin(document.environment, overrides[document.name]),
            document.meaning,
        )
        for document in SETTINGS
    ]
    rows.append(("dagster_home", str(dagster_home()), _origin("DAGSTER_HOME", None), "Where Dagster keeps its runs."))
    _show_table(("setting", "value", "from", "meaning"), rows, sys.stdout)


def _origin(environment: str, option: str | None) -> str:
    if option is not None:
        return "command line"
    return environment if os.environ.get(environment, "").strip() else "default"


def _settings(overrides: Mapping[str, str | None]) -> Settings:
    try:
        return Settings.load(**overrides)
    except SettingsError as error:
        raise click.UsageError(one_line(str(error))) from error


def _fail(message: str) -> NoReturn:
    raise click.ClickException(printable(message))


def _write(text: str, stream: IO[str] | None = None) -> None:
    """Write to standard output (or another stream); a terminal never gets a control character from the data."""
    target = stream or sys.stdout
    target.write(printable(text.expandtabs()) if target.isatty() else text)


# Progress ------------------------------------------------------------------------------------------------------------


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
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


# The summary of a run ------------------------------------------------------------------------------------------------


def _show_summary(summary: RunSummary, settings: Settings) -> None:
    if summary.published:
        _write(f"Generation {summary.generation} is published.\n\n")
    else:
        _write(f"Nothing changed: generation {summary.generation} stays current.\n\n")
    facts = [(name, f"{count:,}") for name, count in summary.files.items()]
    _show_table(("files", "count"), facts, sys.stdout)
    _write("\n")
    _show_table(("table", "rows"), [(name, f"{count:,}") for name, count in summary.rows.items()], sys.stdout)
    _write(f"\nTook {summary.seconds:.1f} s. Database: {one_line(str(summary.database))}\n")
    if summary.files["failed"]:
        _write(f"Which files failed, and why: cables status{_data_option(settings)}\n")
    _write("\nQueries to try:\n")
    for query in QUERIES:
        _write(f"  cables sql{_data_option(settings)} {shlex.quote(query)}\n")


def _data_option(settings: Settings) -> str:
    """Return the option that makes another command find the same data folder, or nothing when it would anyway."""
    if settings.data == Settings.load().data:
        return ""
    return f" --data {shlex.quote(one_line(str(settings.data)))}"


# The database --------------------------------------------------------------------------------------------------------


@contextmanager
def _database(settings: Settings) -> Iterator[ReadOnlyConnection]:
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
        _fail(str(error))


def _statement(query: str) -> str:
    """Return the SQL that the argument stands for: standard input, the content of a file, or the argument itself."""
    try:
        if query == "-":
            statement = sys.stdin.buffer.read().decode("utf-8")
        elif _is_file(query):
            statement = Path(query).read_text(encoding="utf-8")
        else:
            statement = query
    except UnicodeDecodeError as error:
        raise click.UsageError(f"The SQL in {one_line(query)} is not UTF-8 text.") from error
    if not statement.strip():
        raise click.UsageError("There is no SQL to run.")
    return statement


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False


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
def _destination(output: Path | None) -> Iterator[BinaryIO]:
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
        _fail(f"{output} can't be written: {error.strerror or error}")
    finally:
        fresh.unlink(missing_ok=True)


def _show_table(columns: Sequence[str], rows: Iterable[Sequence[str]], stream: IO[str]) -> None:
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


# One cable -----------------------------------------------------------------------------------------------------------


def _read_one(file: Path) -> Telegram:
    from cable_pipeline import sources
    from cable_pipeline.telegram import NotATelegram
    from cable_pipeline.telegram.reader import read_telegram

    path = file.resolve()
    facts = path.stat()
    seed = sources.SeedFile(str(path), path.name, facts.st_size, facts.st_mtime_ns // 1000)
    try:
        return read_telegram(sources.read(seed, _settings({}).max_file_bytes).text)
    except sources.UnreadableSeed as error:
        _fail(f"{file} can't be read as text: {error.reason}.")
    except NotATelegram as error:
        _fail(f"{file} is no telegram: {error.reason}.")


def _plain(value: Any) -> Any:
    """Return records as dictionaries, so that JSON shows the names of their fields."""
    if hasattr(value, "_asdict"):
        return {name: _plain(item) for name, item in value._asdict().items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _show_cable(cable: Mapping[str, Any], children: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    width = min(shutil.get_terminal_size().columns, 100)
    _write(f"{cable['cable_id']}  {cable['subject'] or cable['title'] or ''}\n\n")
    for label, value in _header_facts(cable, children):
        if value:
            indent = " " * 16
            lines = textwrap.wrap(
                " ".join(value.split()), width, initial_indent=f"{label:<16}", subsequent_indent=indent
            )
            _write("\n".join(lines) + "\n")
    heading = None
    for paragraph in children["paragraphs"]:
        if paragraph["heading"] != heading:
            heading = paragraph["heading"]
            _write(f"\n{heading}\n" if heading else "")
        _write("\n" + _paragraph(paragraph, width) + "\n")
    if cable["signature"]:
        _write(f"\n{cable['signature']}\n")


def _header_facts(
    cable: Mapping[str, Any], children: Mapping[str, Sequence[Mapping[str, Any]]]
) -> list[tuple[str, str]]:
    recipients = children["recipients"]
    sent = f"{cable['sent_at']:%Y-%m-%d %H:%M} UTC" if cable["sent_at"] else str(cable["cable_date"] or "")
    precedence = " / ".join(part for part in (cable["action_precedence"], cable["info_precedence"]) if part)
    declassify = f"{cable['executive_order'] or ''}; declassify on {cable['declassify_on']}"
    return [
        ("Sent", sent),
        ("From", cable["originator"] or cable["origin"] or ""),
        ("Classification", cable["classification_marking"] or cable["classification"] or ""),
        ("Captions", ", ".join(cable["captions"])),
        ("Precedence", precedence),
        ("To", "; ".join(row["name"] for row in recipients if row["role"] == "action")),
        ("Info", "; ".join(row["name"] for row in recipients if row["role"] == "info")),
        ("Attention", cable["attention"] or ""),
        ("E.O.", declassify if cable["declassify_on"] else cable["executive_order"] or ""),
        ("Classified by", ", ".join([*cable["classified_by"], *cable["classification_reasons"]])),
        ("TAGS", "; ".join(row["tag"] for row in children["tags"])),
        ("References", "; ".join(_reference(row) for row in children["cable_references"])),
    ]


def _reference(row: Mapping[str, Any]) -> str:
    label = f"{row['label']}. " if row["label"] else ""
    target = row["referenced_id"]
    return f"{label}{row['raw']}" + (f" ({target})" if target and target not in row["raw"] else "")


def _paragraph(paragraph: Mapping[str, Any], width: int) -> str:
    number = f"{paragraph['number']}. " if paragraph["number"] is not None else ""
    label = f"{paragraph['label']}. " if paragraph["label"] and not number else ""
    marking = f"({paragraph['marking']}) " if paragraph["marking"] else ""
    text = f"{number}{label}{marking}{paragraph['text']}"
    return "\n\n".join(textwrap.fill(part, width) for part in text.split("\n\n"))


# Status --------------------------------------------------------------------------------------------------------------


def _show_generations(latest: Generation, current: Generation | None, settings: Settings) -> None:
    _write(f"Data folder     {one_line(str(settings.data))}\n")
    _write(f"Source folder   {one_line(str(latest.source))}\n")
    _write(f"Latest          generation {latest.number}, built {latest.built_at:%Y-%m-%d %H:%M:%S} UTC\n")
    if current is None:
        _write("Current         none: the link data/current is missing; `cables run` sets it again\n")
    elif current.number == latest.number:
        _write("Current         the latest\n")
    else:
        _write(f"Current         generation {current.number}, pinned for readers\n")
    counts = ("files_seen", "parsed", "failed", "duplicate", "new", "changed", "removed", "unchanged")
    told = ", ".join(f"{getattr(latest, name):,} {name.removeprefix('files_')}" for name in counts)
    _write(f"Files           {told}\n\n")
    shown = current or latest
    _show_table(("table", "rows"), [(name, f"{count:,}") for name, count in sorted(shown.rows.items())], sys.stdout)


def _show_failed_files(connection: ReadOnlyConnection, shown: int | None, settings: Settings) -> None:
    failed = connection.execute(
        "SELECT source_path, error FROM source_files WHERE status = 'failed' ORDER BY source_path"
    ).fetchall()
    if not failed:
        _write("\nNo file failed.\n")
        return
    _write(f"\n{len(failed):,} failed files\n")
    for source_path, error in failed[:shown]:
        _write(f"  {one_line(source_path)}: {one_line(error)}\n")
    if shown is not None and len(failed) > shown:
        _write(f"  … and {len(failed) - shown:,} more: cables status --all{_data_option(settings)}\n")


def _port_is_free(port: int) -> bool:
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    main()
