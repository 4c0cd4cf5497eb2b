"""`./dev` works with any suitable Python on the machine, and installs only packages with a known hash."""

import ast
import os
import re
import subprocess
import sys

import pytest
import tomlkit
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from devtools import interpreters, project, testing
from devtools.console import Refused
from devtools.interpreters import Interpreter


@pytest.fixture(autouse=True)
def _nothing_is_named(monkeypatch):
    monkeypatch.delenv("SALES_SEQUENCE_PYTHON", raising=False)
    monkeypatch.setenv("PYENV_ROOT", "/nonexistent")


@pytest.fixture
def path(tmp_path, monkeypatch):
    """An empty folder that is the only one on the PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def script(folder, name, *lines):
    """Create a shell script that stands in for a program of the machine."""
    program = folder / name
    program.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    program.chmod(0o755)
    return program


def locked(lock):
    """The packages that a lock file pins: ``{name: (version, number of hashes)}``."""
    entries = re.split(r"\n(?=[a-zA-Z0-9])", lock.read_text().replace("\\\n", " "))
    pins = (re.match(r"([A-Za-z0-9._-]+)==(\S+)(.*)", entry) for entry in entries)
    return {canonicalize_name(pin[1]): (pin[2], pin[3].count("--hash=sha256:")) for pin in pins if pin}


def asked_for(version, groups):
    """The requirements of `groups` in pyproject.toml that apply to a Python version."""
    every = tomlkit.parse((project.CLONE / "pyproject.toml").read_text())["dependency-groups"]
    requirements = [Requirement(line) for group in groups for line in every[group]]
    where = {"python_version": version, "python_full_version": f"{version}.0"}
    return [each for each in requirements if not each.marker or each.marker.evaluate(where)]


class TestLocks:
    def test_every_python_has_a_lock_that_pins_all_requirements(self):
        for version in project.PYTHONS:
            pins = locked(project.lock_file(version))
            for requirement in asked_for(version, ["odoo", "test", "lint"]):
                pinned, _hashes = pins[canonicalize_name(requirement.name)]
                assert requirement.specifier.contains(pinned), f"Python {version}: run ./dev lock for {requirement}"

    def test_build_tools_and_third_party_addons_are_pinned_too(self):
        for lock, group in ((project.BUILD_LOCK, "build"), (project.ADDONS_LOCK, "addons")):
            names = {canonicalize_name(each.name) for each in asked_for(project.PYTHONS[-1], [group])}
            assert names and names <= set(locked(lock))

    def test_every_line_of_every_lock_has_a_hash(self):
        locks = sorted(project.LOCKS.glob("*.lock"))
        assert len(locks) == len(project.PYTHONS) + 2
        for lock in locks:
            lines = [line for line in lock.read_text().splitlines() if re.match(r"[a-zA-Z0-9]", line)]
            pins = locked(lock)
            assert len(lines) == len(pins) and all(hashes for _version, hashes in pins.values())


class TestInterpreters:
    def test_the_python_that_runs_dev_comes_first(self):
        assert os.path.realpath(interpreters.interpreter().path) == os.path.realpath(sys.executable)

    def test_a_failing_shim_is_skipped(self, path, monkeypatch):
        monkeypatch.setattr(sys, "executable", str(script(path, "python3.9", "echo 3.9 cpython pip")))
        script(path, "python3.13", "echo 'python3.13: command not found' >&2", "exit 127")
        with pytest.raises(Refused, match=r"needs a Python from 3\.10 to 3\.13"):
            interpreters.interpreter()
        good = script(path, "python3.12", f'[ "$1" = -c ] && echo 3.12 cpython pip {path}/python3.12')
        assert interpreters.interpreter() == Interpreter(str(good), "3.12", True)

    def test_a_working_shim_resolves_to_its_real_python(self, path):
        shim = script(path, "python3.11", f'exec {sys.executable} "$@"')
        assert interpreters.probe(shim).path == sys.executable

    def test_a_later_python_on_the_path_is_used_if_the_first_one_fails(self, tmp_path, monkeypatch):
        first, second = tmp_path / "first", tmp_path / "second"
        first.mkdir(), second.mkdir()
        monkeypatch.setenv("PATH", f"{first}:{second}")
        monkeypatch.setattr(sys, "executable", str(script(first, "python3.10", "exit 1")))
        good = script(second, "python3.10", f"echo 3.10 cpython pip {second}/python3.10")
        assert interpreters.interpreter().path == str(good)

    @pytest.mark.parametrize("answer", ["3.9 cpython", "3.14 cpython", "3.12 pypy", "3.13 free-threaded", ""])
    def test_a_python_that_odoo_or_its_wheels_do_not_support_is_not_used(self, path, answer):
        assert interpreters.probe(script(path, "python3", f"echo {answer} pip {path}/python3")) is None

    def test_a_python_with_pip_is_preferred_to_a_better_one_without(self, path, monkeypatch):
        monkeypatch.setattr(sys, "executable", str(script(path, "own", f"echo 3.13 cpython bare {path}/own")))
        assert interpreters.interpreter() == Interpreter(f"{path}/own", "3.13", False)
        script(path, "python3.10", f"echo 3.10 cpython pip {path}/python3.10")
        assert interpreters.interpreter().version == "3.10"

    def test_the_environment_variable_wins_and_is_never_replaced_by_a_guess(self, path, monkeypatch):
        named = script(path, "mine", f"echo 3.10 cpython pip {path}/mine")
        for value in ("mine", str(named)):
            monkeypatch.setenv("SALES_SEQUENCE_PYTHON", value)
            assert interpreters.interpreter().path == str(named)
        monkeypatch.setenv("SALES_SEQUENCE_PYTHON", "python3.9")
        with pytest.raises(Refused, match=r"SALES_SEQUENCE_PYTHON=python3\.9 is not a Python from 3\.10 to 3\.13"):
            interpreters.interpreter()


class TestLauncher:
    def test_an_unsuitable_python_hands_over_to_a_suitable_one(self, path, monkeypatch):
        other = script(path, "other", f'[ "$1" = -c ] && echo 3.12 cpython pip {path}/other || echo "$@"')
        monkeypatch.setenv("SALES_SEQUENCE_PYTHON", str(other))
        dev = str(project.CLONE / "dev")
        launch = f"sys.version_info, sys.argv = (3, 9, 0), [{dev!r}, 'test', '-k', 'reply']"
        code = f"import runpy, sys; {launch}; runpy.run_path({dev!r}, run_name='__main__')"
        assert subprocess.check_output([sys.executable, "-c", code], text=True) == f"{dev} test -k reply\n"

    def test_what_finds_a_suitable_python_parses_on_old_ones(self):
        code = "import sys, devtools.interpreters; print(*sys.modules)"
        loaded = subprocess.check_output([sys.executable, "-c", code], text=True, cwd=project.CLONE).split()
        names = [name.removeprefix("devtools.") for name in loaded if name.startswith("devtools.")]
        assert {"interpreters", "processes", "project"} <= set(names)
        for path in (project.CLONE / "dev", *(project.CLONE / f"devtools/{name}.py" for name in names)):
            ast.parse(path.read_text(), feature_version=(3, 6))


class TestTryingPythons:
    def run_with(self, path, monkeypatch, capfd, codes):
        """Run with scripts in place of the Pythons: each reports its version and exits with the given code."""
        monkeypatch.setattr(sys, "executable", str(script(path, "python3.9", "exit 1")))
        for version, code in codes.items():
            python = path / f"python{version}"
            answer = f'if [ "$1" = -c ]; then echo {version} cpython pip {python}; exit; fi'
            ending = f'echo "{version} is given $2 with $SALES_SEQUENCE_PYTHON"; [ "$2" != demo ] || exit {code}'
            script(path, python.name, answer, ending)
        code = testing.try_pythons()
        return code, capfd.readouterr().out

    def test_every_python_found_runs_everything_and_the_table_shows_the_outcome(self, path, monkeypatch, capfd):
        code, output = self.run_with(path, monkeypatch, capfd, {"3.12": 0, "3.10": 0})
        assert code == 0
        commands = ("setup", "demo", "test")
        given = [f"{version} is given {command}" for version in ("3.10", "3.12") for command in commands]
        assert re.findall(r"\S+ is given \S+", output) == given
        assert f"3.10 is given setup with {path}/python3.10" in output
        assert f"Python 3.12: setup ok, demo ok, quick tests ok ({path}/python3.12)" in output
        assert "Python 3.13: not on this machine" in output
        assert output.endswith("\n2 passed, 0 failed\n")

    def test_one_failing_python_fails_the_run_but_the_others_still_run(self, path, monkeypatch, capfd):
        code, output = self.run_with(path, monkeypatch, capfd, {"3.12": 0, "3.10": 3})
        assert code == 1
        assert "Python 3.10: setup ok, demo FAILED (3), quick tests ok" in output
        assert "Python 3.12: setup ok, demo ok, quick tests ok" in output
        assert output.endswith("\n1 passed, 1 failed\n")

    def test_finding_no_python_is_a_failure(self, path, monkeypatch, capfd):
        code, output = self.run_with(path, monkeypatch, capfd, {})
        assert code == 1 and output.endswith("\n0 passed, 0 failed\n")

    def test_an_interruption_ends_the_whole_run(self, path, monkeypatch, capfd):
        code, output = self.run_with(path, monkeypatch, capfd, {"3.12": 0, "3.10": 130})
        assert code == 130 and "3.12 is given" not in output
