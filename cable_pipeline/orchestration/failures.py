"""What is told of a failed run: a report in a file, and the same to a web address and by mail where these are set."""

from __future__ import annotations

import json
import smtplib
import socket
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import dagster as dg

from cable_pipeline.database.printable import printable
from cable_pipeline.orchestration.automation import sensor_default
from cable_pipeline.orchestration.home import dagster_home
from cable_pipeline.settings import Settings

FOLDER = "failures"
KEPT_REPORTS = 200
SECONDS_TO_ANSWER = 20
_REASON_LENGTH = 8_000


class Report(NamedTuple):
    """What is told of one failed run; ``steps`` maps the name of each failed step to its reason, both safe to show."""

    run_id: str
    job: str
    failed_at: datetime
    started_by: str
    reason: str
    steps: dict[str, str]

    @property
    def title(self) -> str:
        """The one line that says what happened."""
        return f"cable_pipeline: a run of {self.job} failed on {socket.gethostname()}"

    @property
    def text(self) -> str:
        """The whole report as plain text."""
        lines = [
            self.title,
            "",
            f"Run         {self.run_id}",
            f"Job         {self.job}",
            f"Started by  {self.started_by}",
            f"Failed at   {self.failed_at:%Y-%m-%d %H:%M:%S} UTC",
            f"Reason      {self.reason}",
        ]
        for step, reason in self.steps.items():
            lines += ["", f"Step {step}:", *(f"  {line}" for line in reason.splitlines())]
        lines += ["", "Readers keep what they had. What each alarm means: docs/operations.md", ""]
        return "\n".join(lines)


class NotDelivered(RuntimeError):
    """The report lies in its file, but could not be sent on; the message says where to and why."""


def failure_sensor(settings: Settings) -> dg.SensorDefinition:
    """Return the sensor that reports every failed run, whoever started it."""

    @dg.run_failure_sensor(
        name="report_failures",
        monitor_all_code_locations=True,
        default_status=sensor_default(settings),
        minimum_interval_seconds=settings.sensor_seconds,
        description="Writes a report of every failed run into failures/ of DAGSTER_HOME; posts and mails it where the "
        "settings alert_webhook and alert_mail say so.",
    )
    def report_failures(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
        if is_repeated(context.dagster_run):
            return dg.SkipReason("Dagster starts this run again by itself.")
        report = report_of(context)
        write_report(dagster_home() / FOLDER, report)
        deliver(settings, report)
        return None

    return report_failures


def is_repeated(run: dg.DagsterRun) -> bool:
    """Tell whether Dagster starts a failed run again by itself, so that there is nothing to do yet."""
    return run.tags.get("dagster/will_retry") == "true"


def report_of(context: dg.RunFailureSensorContext) -> Report:
    """Gather what Dagster knows of a failed run."""
    run = context.dagster_run
    record = context.instance.get_run_record_by_id(run.run_id)
    ended = record.end_time if record is not None and record.end_time is not None else datetime.now(UTC).timestamp()
    return Report(
        run_id=run.run_id,
        # Dagster's own name of the job behind "Materialize" begins with underscores.
        job="Materialize" if run.job_name.startswith("__") else run.job_name,
        failed_at=datetime.fromtimestamp(ended, UTC),
        started_by=_started_by(run),
        reason=_safe(context.failure_event.message or "no reason was given"),
        steps=dict(_failed_steps(context)),
    )


def write_report(folder: Path, report: Report) -> Path:
    """Write the report as a text file of its own, remove the oldest beyond 200, and return its path.

    Raises:
        OSError: the folder can't be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{report.failed_at:%Y-%m-%dT%H-%M-%SZ}-{report.run_id[:8]}.txt"
    path.write_text(report.text, encoding="utf-8", errors="backslashreplace")
    for old in sorted(folder.glob("*.txt"))[:-KEPT_REPORTS]:
        old.unlink(missing_ok=True)
    return path


def deliver(settings: Settings, report: Report) -> None:
    """Post and mail the report where the settings say so; the one is tried though the other failed.

    Raises:
        NotDelivered: at least one of them failed.
    """
    ways: dict[str, Callable[[Settings, Report], None]] = {}
    if settings.alert_webhook:
        ways[f"the webhook at {urlsplit(settings.alert_webhook).hostname}"] = post
    if settings.alert_mail:
        ways[f"mail to {settings.alert_mail}"] = mail
    faults = []
    for way, send in ways.items():
        try:
            send(settings, report)
        except (OSError, smtplib.SMTPException, ValueError) as fault:
            faults.append(f"{way} failed: {fault}")
    if faults:
        raise NotDelivered(f"The report on run {report.run_id} lies in {FOLDER}/, but {'; '.join(faults)}")


def post(settings: Settings, report: Report) -> None:
    """Post the report as JSON; its member ``text`` is what Slack, Mattermost and others show.

    Raises:
        OSError: there is no answer, or one that says no.
    """
    content = {
        "text": f"{report.title}\n{report.reason}",
        "run_id": report.run_id,
        "job": report.job,
        "failed_at": report.failed_at.isoformat(timespec="seconds"),
        "reason": report.reason,
        "steps": report.steps,
    }
    request = urllib.request.Request(  # noqa: S310 - the setting takes http and https alone
        settings.alert_webhook,
        json.dumps(content).encode(),
        {"Content-Type": "application/json", "User-Agent": "cable-pipeline"},
    )
    with urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER):  # noqa: S310 - the same
        pass


def mail(settings: Settings, report: Report) -> None:
    """Mail the report.

    Raises:
        OSError: the server can't be reached.
        smtplib.SMTPException: the server does not take it.
    """
    server = urlsplit(settings.mail_server)
    message = EmailMessage()
    message["Subject"] = report.title
    message["To"] = settings.alert_mail
    message["From"] = f"cable_pipeline <{settings.alert_mail}>"
    message.set_content(report.text)
    connect = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    with connect(server.hostname or "", server.port or 0, timeout=SECONDS_TO_ANSWER) as connection:
        connection.ehlo_or_helo_if_needed()
        if server.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls()
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)


def _started_by(run: dg.DagsterRun) -> str:
    for tag, what in (("dagster/schedule_name", "schedule"), ("dagster/sensor_name", "sensor")):
        if tag in run.tags:
            return f"{what} {run.tags[tag]}"
    return run.tags.get("cable_pipeline/started_by", "somebody in the UI")


def _failed_steps(context: dg.RunFailureSensorContext) -> Iterator[tuple[str, str]]:
    for event in context.get_step_failure_events():
        failure = event.step_failure_data
        told = failure.user_failure_data.description if failure.user_failure_data else None
        if told is None:
            told = failure.error.to_string() if failure.error else "no reason was given"
        yield event.step_key or "unknown", _safe(told)


def _safe(text: str) -> str:
    shown = printable(text).strip()
    return shown if len(shown) <= _REASON_LENGTH else f"{shown[:_REASON_LENGTH]}…"
