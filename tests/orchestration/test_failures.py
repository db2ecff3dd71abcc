from __future__ import annotations

import http.server
import json
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from aiosmtpd.controller import Controller

from cable_pipeline.orchestration import failures
from cable_pipeline.orchestration.failures import NotDelivered, Report, deliver, failure_sensor, write_report
from cable_pipeline.settings import Settings
from tests.orchestration.test_runs import execute

REPORT = Report(
    run_id="0123456789abcdef",
    job="ingest",
    failed_at=datetime(2006, 8, 9, 3, 0, 5, tzinfo=UTC),
    started_by="schedule daily_ingest",
    reason='Steps failed: ["source_files"].',
    steps={"source_files": "the source folder can't be read"},
)


@contextmanager
def web_server(status: int = 200) -> Iterator[tuple[str, list[Any]]]:
    """A server on this machine that answers every post with ``status``; what was posted is in the list."""
    posted: list[Any] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hook?token=secret", posted
        finally:
            server.shutdown()


@contextmanager
def mail_server() -> Iterator[tuple[str, list[EmailMessage]]]:
    """A mail server on this machine; what it took is in the list."""
    taken: list[EmailMessage] = []

    class Handler:
        async def handle_DATA(  # noqa: N802 - the name that aiosmtpd looks for
            self, _server: Any, _session: Any, envelope: Any
        ) -> str:
            taken.append(message_from_bytes(envelope.content, policy=policy.default))
            return "250 taken"

    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    controller = Controller(Handler(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}", taken
    finally:
        controller.stop()


def notice(settings: Settings, instance: dg.DagsterInstance, result: dg.ExecuteInProcessResult) -> None:
    """Let the sensor see the failure of a run."""
    (failure,) = [event for event in result.all_events if event.is_run_failure]
    run = instance.get_run_by_id(result.run_id)
    assert run is not None
    with dg.build_run_status_sensor_context(
        "report_failures", dagster_event=failure, dagster_instance=instance, dagster_run=run
    ) as context:
        failure_sensor(settings)(context.for_run_failure())


@pytest.fixture
def failed(settings: Settings, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    """A run that was refused, since its source folder is gone."""
    execute(settings, instance)
    shutil.rmtree(settings.source)
    return execute(settings, instance)


def test_a_failed_run_is_reported_in_a_file_to_the_web_and_by_mail(
    settings: Settings,
    instance: dg.DagsterInstance,
    failed: dg.ExecuteInProcessResult,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "reports"))
    with web_server() as (web, posted), mail_server() as (smtp, mails):
        told = replace(settings, alert_webhook=web, alert_mail="duty@example.org", mail_server=smtp)
        notice(told, instance, failed)
    (path,) = (tmp_path / "reports" / "failures").iterdir()
    text = path.read_text()
    for part in (failed.run_id, "ingest", "Step source_files:", "can't be read", "--insist"):
        assert part in text
    (content,) = posted
    assert (content["run_id"], content["job"]) == (failed.run_id, "ingest")
    assert "can't be read" in content["steps"]["source_files"]
    assert "failed on" in content["text"]
    (message,) = mails
    assert message["To"] == "duty@example.org"
    assert "failed on" in str(message["Subject"])
    assert "can't be read" in message.get_content()


def test_a_run_that_dagster_starts_again_is_not_reported_yet(
    settings: Settings,
    instance: dg.DagsterInstance,
    failed: dg.ExecuteInProcessResult,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "reports"))
    instance.add_run_tags(failed.run_id, {"dagster/will_retry": "true"})
    notice(settings, instance, failed)
    assert not (tmp_path / "reports").exists()


def test_without_addresses_nobody_is_told(settings: Settings) -> None:
    deliver(settings, REPORT)


def test_one_way_is_gone_though_the_other_failed(settings: Settings) -> None:
    with web_server(status=500) as (web, _), mail_server() as (smtp, mails):
        told = replace(settings, alert_webhook=web, alert_mail="duty@example.org", mail_server=smtp)
        with pytest.raises(NotDelivered, match=r"webhook at 127\.0\.0\.1 failed: .*500") as raised:
            deliver(told, REPORT)
    assert len(mails) == 1
    assert "secret" not in str(raised.value)


def test_a_mail_server_that_is_not_there_is_told(settings: Settings) -> None:
    told = replace(settings, alert_mail="duty@example.org", mail_server="smtp://127.0.0.1:9")
    with pytest.raises(NotDelivered, match=r"mail to duty@example\.org failed"):
        deliver(told, REPORT)


def test_the_newest_reports_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "KEPT_REPORTS", 2)
    for second in range(4):
        write_report(tmp_path, REPORT._replace(failed_at=datetime(2006, 8, 9, 3, 0, second, tzinfo=UTC)))
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["2006-08-09T03-00-02Z-01234567.txt", "2006-08-09T03-00-03Z-01234567.txt"]


def test_a_report_holds_nothing_that_a_terminal_would_act_upon(tmp_path: Path) -> None:
    reason = failures._safe("odd \x1b[31m name \udcff")
    text = write_report(tmp_path, REPORT._replace(reason=reason)).read_text()
    assert "\\x1b[31m" in text
    assert "\x1b" not in text
