"""``cables ui``: the Dagster UI and its daemon."""

from __future__ import annotations

import os
import signal
import sys

import click

from cable_pipeline.cli.shared import fail, load_settings, origin, setting_options
from cable_pipeline.settings import SETTINGS

THIS_MACHINE = "127.0.0.1"


@click.command()
@setting_options(*(document.name for document in SETTINGS))
@click.option("--port", type=click.IntRange(1, 65535), default=3000, show_default=True, help="Port to listen on.")
@click.option(
    "--host",
    default=THIS_MACHINE,
    show_default=True,
    help="Address to listen on. The UI asks nobody for a password: another address is for containers and for servers "
    "behind a proxy that does.",
)
def ui(port: int, host: str, **overrides: str | None) -> None:
    """Start the Dagster UI on 127.0.0.1, with the daemon that runs schedules and sensors.

    Stop it with Ctrl-C.
    """
    from cable_pipeline.orchestration.home import PROJECT_ROOT, prepare_dagster_home

    settings = load_settings(overrides)
    workspace = PROJECT_ROOT / "workspace.yaml"
    if not workspace.exists():
        fail(f"{workspace} is missing: start the UI from a copy of the whole project.")
    if not _port_is_free(host, port):
        fail(f"Port {port} of {host} is in use, perhaps by a UI that runs already. Try: cables ui --port {port + 1}")
    # Effective values, so that a relative path means the same in Dagster's processes, wherever they run.
    chosen = {
        document.environment: str(getattr(settings, document.name))
        for document in SETTINGS
        if origin(document.environment, overrides[document.name]) != "default"
    }
    environment = {**os.environ, **chosen, "DAGSTER_HOME": str(prepare_dagster_home())}
    # `dagster dev` advises to use `dg dev` instead, which needs packages that the pipeline does without.
    quiet = "ignore:Function `dev_command` is superseded"
    command = [sys.executable, "-W", quiet, "-m", "dagster", "dev", "-h", host, "-p", str(port)]
    command += ["-w", str(workspace)]
    # A shell starts background jobs with interrupts ignored, and Dagster treats SIGTERM as it finds SIGINT treated.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    click.echo(f"Dagster UI: http://{host}:{port} (Ctrl-C stops it)", err=True)
    if host != THIS_MACHINE:
        click.echo("Whoever reaches this address can start and delete runs.", err=True)
    os.execve(sys.executable, command, environment)  # noqa: S606 - no shell; signals reach Dagster itself


def _port_is_free(host: str, port: int) -> bool:
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            return False
    return True
