"""What Prometheus makes of the gateway's figures, alerts and dashboard: `promtool` reads them, as Prometheus would."""

import json
import pathlib
import re
import shutil
import subprocess

import pytest
from gateway import GARDENGATE, Gateway

PACKAGING = pathlib.Path(__file__).resolve().parents[2] / "packaging"
RULES = PACKAGING / "prometheus" / "gardengate.rules.yml"


def promtool(*arguments, text=None, folder=None):
    if not shutil.which("promtool"):
        pytest.fail("promtool is missing: script/setup installs it (package prometheus)")
    result = subprocess.run(["promtool", *arguments], input=text, cwd=folder, capture_output=True, text=True, timeout=60)
    return result.returncode, result.stdout + result.stderr


@pytest.fixture(scope="module")
def monitored(tmp_path_factory):
    if not GARDENGATE:
        pytest.fail("GARDENGATE must be the path of the built executable")
    gateway = Gateway(tmp_path_factory.mktemp("monitored"))
    try:
        yield gateway.start("--look-interval", "1s")
    finally:
        gateway.stop()


@pytest.fixture(scope="module")
def page(monitored):
    """The figures, once there is something to tell."""
    monitored.command("coupon", "create", "--instance", "Lobby", "--count", "3", "--minutes", "60")
    secret = monitored.command("token", "create", "--name", "prometheus", "--scope", "metrics:read")["token"]

    def asked():
        answer = monitored.call("GET", "/metrics", auth=None, headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 200, answer.text
        told = 'state="synced"} 1' in answer.text and 'outcome="converged"} 0' not in answer.text
        # The first answer does not count itself.
        return answer.text if told and "gardengate_http_requests_total{" in answer.text else None

    return monitored.wait_for("a router that is brought into line", asked)


def names(page):
    """The names of all series of a page."""
    return set(re.findall(r"^([a-z_]+)[{ ]", page, re.MULTILINE))


def asked_for(expression):
    """The names of series that an expression asks for."""
    bare = re.sub(r'"[^"]*"|\{[^}]*\}|\[[^]]*\]', "", expression)
    return set(re.findall(r"\b(?:gardengate|process)_[a-z_]+\b", bare))


def test_promtool_finds_nothing_to_complain_about(page):
    code, said = promtool("check", "metrics", text=page)
    assert (code, said) == (0, "")


def test_promtool_would_complain(page):
    code, said = promtool("check", "metrics", text=page.replace("gardengate_runs_total", "gardengate_runs"))
    assert code != 0 and "_total" in said


def test_every_condition_and_outcome_has_its_series_from_the_start(page):
    for wanted in ('gardengate_device_conditions{condition="certificate_changed"} 0', 'gardengate_devices 1',
                   'gardengate_runs_total{outcome="failed"} 0', 'gardengate_run_failures_total{label="unreachable"} 0'):
        assert f"\n{wanted}\n" in page


def test_no_series_names_a_router_a_site_a_code_or_a_person(monitored, page):
    labels = set(re.findall(r'([a-z_]+)="', page))
    assert labels == {"state", "condition", "outcome", "label", "trigger", "le", "lane", "operation", "status_class",
                      "api_version"}
    for secret in (monitored.device["id"], monitored.device["host"], "Hotel", "Lobby", monitored.router["user"] + '"'):
        assert secret not in page


def test_the_alerts_are_well_formed_and_fire_when_they_should():
    code, said = promtool("check", "rules", str(RULES))
    assert code == 0, said
    code, said = promtool("test", "rules", "gardengate.rules.test.yml", folder=RULES.parent)
    assert code == 0, said


def test_each_alert_has_a_test_in_which_it_fires():
    alerts = set(re.findall(r"- alert: (\w+)", RULES.read_text()))
    tested = re.findall(r"alertname: (\w+)\s*\n\s*exp_alerts:\s*\n", (RULES.parent / "gardengate.rules.test.yml").read_text())
    assert alerts and alerts == set(tested)


def test_alerts_ask_for_series_that_there_are(page):
    wanted = asked_for(RULES.read_text().split("groups:")[1])
    assert wanted and wanted <= names(page)


def drawn():
    """The expressions of all panels of the dashboard."""
    board = json.loads((PACKAGING / "grafana" / "gardengate.json").read_text())
    return [target["expr"] for panel in board["panels"] for target in panel["targets"]]


def test_every_series_is_drawn_or_gives_an_alert(page):
    shown = asked_for(RULES.read_text().split("groups:")[1]).union(*map(asked_for, drawn()))
    # Of a histogram its buckets are drawn; the rest is there to be joined with others, by whoever asks.
    rest = {"gardengate_run_duration_seconds_sum", "gardengate_run_duration_seconds_count", "gardengate_build_info",
            "process_start_time_seconds"}
    assert names(page) - shown == rest


def test_the_dashboard_asks_for_series_that_there_are(page):
    expressions = drawn()
    assert len(expressions) > 15
    known = names(page)
    for expression in expressions:
        assert asked_for(expression) and asked_for(expression) <= known, expression
        code, said = promtool("check", "rules", "/dev/stdin", text=json.dumps({"groups": [{"name": "panel", "rules": [
            {"record": "panel", "expr": expression.replace("$__rate_interval", "5m").replace("$job", "a").replace("$instance", "b")}
        ]}]}))
        assert code == 0, f"{expression}: {said}"


def test_panels_lie_beside_each_other():
    board = json.loads((PACKAGING / "grafana" / "gardengate.json").read_text())
    taken = set()
    for place in (panel["gridPos"] for panel in board["panels"]):
        cells = {(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])}
        assert not cells & taken and max(x for x, _ in cells) < 24
        taken |= cells
