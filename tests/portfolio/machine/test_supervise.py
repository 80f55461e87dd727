"""The supervisor with real processes: one signal, the end of one program, or its own sudden end leaves nothing running."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SUPERVISOR = """
import sys
from pathlib import Path
from portfolio.machine.supervise import Patience, Program, supervise
folder, to_answer, to_end, *texts = sys.argv[1:]
programs = [Program(f"program {number}", [sys.executable, "-c", text]) for number, text in enumerate(texts, 1)]
answers = lambda: len(list(Path(folder).iterdir())) >= 3
sys.exit(supervise(programs, Path(folder), answers, lambda: print("greeting", flush=True), Patience(float(to_answer), float(to_end))))
"""
NOTE = "import os, pathlib, signal, subprocess, sys, time; pathlib.Path(str(os.getpid())).touch(); "
SLEEPER = NOTE + "time.sleep(600)"
PARENT = NOTE + f"subprocess.Popen([sys.executable, '-c', {SLEEPER!r}]).wait()"
DEAF = NOTE + "signal.signal(signal.SIGTERM, signal.SIG_IGN); subprocess.Popen([sys.executable, '-c', " + repr(SLEEPER) + "]).wait()"


@pytest.fixture
def supervisor(tmp_path):
    """Starts one in a process group of its own; what it and its programs wrote ends up in .said."""
    started = []

    def start(*texts, to_answer=30, to_end=10, **environment):
        command = [sys.executable, "-c", SUPERVISOR, str(tmp_path), str(to_answer), str(to_end), *texts]
        process = subprocess.Popen(
            command,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_for(condition, seconds=20):
    latest = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < latest, "waited too long"
        time.sleep(0.02)


def alive(folder):
    """Of the processes that noted their number in the folder, those that still run."""
    numbers = [path.name for path in folder.iterdir()]
    return [number for number in numbers if Path(f"/proc/{number}").exists() and "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text()]


def said(process):
    return process.communicate(timeout=20)[0].splitlines()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_one_signal_ends_everything(supervisor, tmp_path, number):
    process = supervisor(SLEEPER, PARENT)
    assert process.stdout.readline() == "greeting\n"
    assert len(alive(tmp_path)) == 3
    process.send_signal(number)
    assert (said(process), process.returncode, alive(tmp_path)) == (["Ending …"], 0, [])


def test_a_signal_to_the_whole_group_ends_everything_in_order(supervisor, tmp_path):
    process = supervisor(SLEEPER, PARENT)
    assert process.stdout.readline() == "greeting\n"
    os.killpg(process.pid, signal.SIGINT)
    assert (said(process), process.returncode, alive(tmp_path)) == (["Ending …"], 0, [])


@pytest.mark.fault
def test_a_killed_supervisor_takes_its_programs_along(supervisor, tmp_path):
    process = supervisor(SLEEPER, SLEEPER, SLEEPER)
    assert process.stdout.readline() == "greeting\n"
    process.kill()
    wait_for(lambda: alive(tmp_path) == [])


@pytest.mark.fault
def test_a_killed_make_takes_everything_along(tmp_path):
    (tmp_path / "Makefile").write_text('run:\n\t@exec $(PYTHON) -c "$$SUPERVISOR" $(FOLDER) 30 10 "$$SLEEPER" "$$SLEEPER" "$$SLEEPER"\n')
    notes = tmp_path / "notes"
    notes.mkdir()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "SUPERVISOR": SUPERVISOR, "SLEEPER": SLEEPER, "PYTHON": sys.executable, "FOLDER": str(notes)}
    process = subprocess.Popen(["make", "run"], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "greeting\n"
    process.kill()
    process.wait()
    wait_for(lambda: alive(notes) == [])
    process.stdout.close()


@pytest.mark.parametrize(("last", "how"), [("sys.exit(3)", "exit code 3"), ("os.kill(os.getpid(), signal.SIGKILL)", "signal 9")])
def test_the_end_of_one_program_ends_the_other_and_says_so(supervisor, tmp_path, last, how):
    process = supervisor(PARENT, NOTE + last)
    assert said(process) == [f"The program 2 ended by itself ({how}), so everything ends: what it wrote stands above."]
    assert (process.returncode, alive(tmp_path)) == (1, [])


def test_no_answer_in_time_ends_everything(supervisor, tmp_path):
    process = supervisor(SLEEPER, to_answer=0.5)
    assert said(process) == ["No answer within 0.5 seconds, so everything ends: what the programs wrote stands above."]
    assert (process.returncode, alive(tmp_path)) == (1, [])


def test_a_program_that_will_not_end_is_killed_with_its_children(supervisor, tmp_path):
    process = supervisor(DEAF, SLEEPER, to_end=0.5)
    assert process.stdout.readline() == "greeting\n"
    process.terminate()
    assert (said(process), process.returncode, alive(tmp_path)) == (["Ending …"], 0, [])


def test_a_second_signal_cuts_the_waiting_short(supervisor, tmp_path):
    process = supervisor(DEAF, SLEEPER, to_end=60)
    assert process.stdout.readline() == "greeting\n"
    process.terminate()
    assert process.stdout.readline() == "Ending …\n"
    process.terminate()
    assert (said(process), process.returncode, alive(tmp_path)) == ([], 0, [])


def test_a_program_that_is_not_there_is_told(tmp_path):
    code = "import sys; from pathlib import Path; from portfolio.machine.supervise import *; "
    code += "sys.exit(supervise([Program('x', ['/nowhere/x'])], Path('.'), bool, print))"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (told.stderr, told.returncode) == ("A program could not be started: No such file or directory (/nowhere/x).\n", 1)
