"""The GitHub Action: its steps are run by bash as GitHub runs them, with the command that is installed here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

ACTION = ROOT / "action.yml"
EXPRESSION = re.compile(r"\$\{\{ (.*?) \}\}")
HEADER = "title: {en: List, zh: 列表}\nsections:\n- key: s\n  title: {en: S, zh: 节}\n"
GOOD = "id: good\ntitle: {en: Good, zh: 好}\nsection: s\nsummary: {en: It is good., zh: 它很好。}\n"
INCOMPLETE = "id: other\ntitle: {en: Other, zh: 其他}\nsection: s\nsummary: {en: It is another one.}\n"


@dataclass(frozen=True)
class Job:
    """What one use of the action did."""

    code: int
    log: str
    summary: str
    outputs: Mapping[str, str]
    uploaded: Mapping[str, str] | None


class Runner:
    """Runs the steps of the action in a workspace, as far as they need no network.

    Python is not installed by an action, nor the package by pip: both are there.
    """

    def __init__(self, folder: Path) -> None:
        self.action: dict[str, Any] = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
        self.workspace = folder / "workspace"
        self.temp = folder / "temp"
        self.summary = folder / "summary.md"
        for path in (self.workspace, self.temp):
            path.mkdir()

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.workspace / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def run(self, **inputs: str) -> Job:
        defaults = {name: facts["default"] for name, facts in self.action["inputs"].items()}
        context = {f"inputs.{name}": value for name, value in {**defaults, **inputs}.items()}
        assert len(context) == len(defaults), "the action has no such input"
        python = Path(sys.executable)
        context |= {"steps.python.outputs.python-path": str(python), "steps.install.outputs.bin": str(python.parent)}
        self.summary.write_text("", encoding="utf-8")
        code, log, uploaded = 0, "", None
        for step in self.action["runs"]["steps"]:
            if step.get("id") in {"python", "install"} or (code and "if" not in step):
                continue
            if "uses" in step:
                if self._holds(step["if"], context):
                    uploaded = {name: self._fill(value, context) for name, value in step["with"].items()}
                continue
            done, outputs = self._bash(step, context)
            code, log = code or done.returncode, log + done.stdout
            context |= {f"steps.{step['id']}.outputs.{name}": value for name, value in outputs.items()}
        outputs = {name: self._fill(facts["value"], context) for name, facts in self.action["outputs"].items()}
        return Job(code, log, self.summary.read_text(encoding="utf-8"), outputs, uploaded)

    def _bash(
        self, step: Mapping[str, Any], context: Mapping[str, str]
    ) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
        assert step["shell"] == "bash"
        script, output = self.temp / "script.sh", self.temp / "output"
        script.write_text(step["run"], encoding="utf-8")
        output.write_text("", encoding="utf-8")
        env = {
            "PATH": os.environ["PATH"],
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "RUNNER_OS": "Linux",
            "RUNNER_TEMP": str(self.temp),
            **{name: self._fill(value, context) for name, value in step["env"].items()},
        }
        # https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#exit-codes-and-error-action-preference
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
        options: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
        done = subprocess.run(command, cwd=self.workspace, env=env, timeout=120, check=False, **options)
        pairs = (line.partition("=") for line in output.read_text(encoding="utf-8").splitlines())
        return done, {name: value for name, _, value in pairs}

    def _fill(self, text: str, context: Mapping[str, str]) -> str:
        return EXPRESSION.sub(lambda found: context.get(found[1], ""), str(text))

    def _holds(self, condition: str, context: Mapping[str, str]) -> bool:
        """Tell whether the condition of a step holds: that an output is not empty, whatever has failed."""
        found = EXPRESSION.fullmatch(condition)
        assert found
        output = re.fullmatch(r"!cancelled\(\) && ([\w.]+) != ''", found[1])
        assert output
        return context.get(output[1], "") != ""


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    made = Runner(tmp_path)
    made.write({"summaries/_catalogue.yaml": HEADER, "summaries/good.yaml": GOOD})
    return made


def test_the_action_is_one() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", str(ACTION)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_script_holds_an_expression_and_every_input_is_used() -> None:
    action = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    steps = action["runs"]["steps"]
    assert not any("${{" in step.get("run", "") for step in steps)
    given = json.dumps([{**step.get("env", {}), **step.get("with", {})} for step in steps])
    assert set(re.findall(r"inputs\.([\w-]+)", given)) == set(action["inputs"])


def test_a_list_that_is_in_order(runner: Runner) -> None:
    job = runner.run()
    assert job.code == 0, job.log
    assert "::" not in job.log
    assert job.outputs == {"coverage": "100", "findings": "0", "sarif": ""}
    assert job.uploaded is None
    assert "| **All** | 1 | 1/1 · 100 % | 1/1 · 100 % |" in job.summary
    assert "**All clear:** no findings in 1 record." in job.summary


def test_findings_annotate_the_pull_request_and_fail_the_job(runner: Runner) -> None:
    runner.write({"summaries/other.yaml": INCOMPLETE})
    job = runner.run(sarif="true", select="COV,LNG201")
    assert job.code == 1
    (command,) = [line for line in job.log.splitlines() if line.startswith("::")]
    assert command.startswith("::error file=summaries/other.yaml,line=4,col=1,title=COV101 missing-summary::")
    assert job.outputs["coverage"] == "50"
    assert job.outputs["findings"] == "1"
    assert "| **All** | 2 | 2/2 · 100 % | 1/2 · 50 % |" in job.summary
    assert "| COV101 missing-summary | summaries/other.yaml" in job.summary
    assert job.uploaded == {"sarif_file": job.outputs["sarif"], "category": "i18n-tool"}
    results = json.loads(Path(job.outputs["sarif"]).read_text(encoding="utf-8"))["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == ["COV101"]


def test_inputs_choose_what_is_checked_and_what_fails(runner: Runner) -> None:
    runner.write({"lists/a b/_catalogue.yaml": HEADER, "lists/a b/other.yaml": INCOMPLETE})
    chosen = {"catalogue": "lists/a b", "select": "COV"}
    never = runner.run(**chosen, **{"fail-on": "never"})
    assert (never.code, never.outputs["findings"]) == (0, "1")
    ignored = runner.run(**chosen, ignore="missing-summary")
    assert (ignored.code, ignored.outputs["findings"]) == (0, "0")


def test_known_findings_do_not_fail_the_job(runner: Runner) -> None:
    runner.write({"summaries/other.yaml": INCOMPLETE})
    options = ["--select=COV", "--baseline=known.json", "--write-baseline"]
    command = [sys.executable, "-m", "i18n_tool", "check", *options]
    subprocess.run(command, cwd=runner.workspace, check=True, capture_output=True)
    job = runner.run(select="COV", baseline="known.json")
    assert (job.code, job.outputs["findings"]) == (0, "0"), job.log


@pytest.mark.parametrize("name", ["catalogue", "select", "ignore", "baseline", "fail-on"])
def test_an_input_is_never_a_command_or_an_option(runner: Runner, name: str) -> None:
    before = sorted(runner.workspace.rglob("*"))
    job = runner.run(**{name: "--exit-zero'\"; touch x; $(touch y) `touch z`"})
    assert job.code == 2, job.log
    assert sorted(runner.workspace.rglob("*")) == before


def test_nothing_of_the_repository_is_run(runner: Runner) -> None:
    trap = "raise SystemExit('the code of the repository was run')\n"
    runner.write(
        {f"{module}.py": trap for module in ("json", "yaml", "i18n_tool", "typer", "sitecustomize", "encodings")}
    )
    job = runner.run()
    assert job.code == 0, job.log


def test_a_record_that_cannot_be_read_is_annotated(runner: Runner) -> None:
    runner.write({"summaries/bad.yaml": "id: [\n"})
    job = runner.run(sarif="true")
    assert job.code == 1
    assert "::error file=summaries/bad.yaml,line=2,col=1,title=MET712 unreadable-file::" in job.log
    assert "The records cannot all be read." in job.summary
    assert job.outputs["findings"] == "1"
    assert job.uploaded is not None


def test_a_list_that_cannot_be_read_says_why(runner: Runner) -> None:
    job = runner.run(catalogue="elsewhere")
    assert job.code == 2
    assert "error: elsewhere: no such folder" in job.log
    assert job.uploaded is None
