"""``cables ui``: the Dagster UI and its daemon."""

from __future__ import annotations

import os
import signal
import sys

import click

from cable_pipeline.cli.shared import READING, fail, load_settings, origin, setting_options
from cable_pipeline.settings import SETTINGS


@click.command()
@setting_options(*READING, "schedule", "sensor_seconds")
@click.option("--port", type=click.IntRange(1, 65535), default=3000, show_default=True, help="Port on 127.0.0.1.")
def ui(port: int, **overrides: str | None) -> None:
    """Start the Dagster UI on 127.0.0.1, with the daemon that runs schedule and sensor.

    Stop it with Ctrl-C.
    """
    from cable_pipeline.orchestration.home import PROJECT_ROOT, prepare_dagster_home

    settings = load_settings(overrides)
    workspace = PROJECT_ROOT / "workspace.yaml"
    if not workspace.exists():
        fail(f"{workspace} is missing: start the UI from a copy of the whole project.")
    if not _port_is_free(port):
        fail(f"Port {port} of 127.0.0.1 is in use, perhaps by a UI that runs already. Try: cables ui --port {port + 1}")
    # Effective values, so that a relative path means the same in Dagster's processes, wherever they run.
    chosen = {
        document.environment: str(getattr(settings, document.name))
        for document in SETTINGS
        if origin(document.environment, overrides[document.name]) != "default"
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


def _port_is_free(port: int) -> bool:
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
