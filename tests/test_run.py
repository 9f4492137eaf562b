"""The command `run`: what it says without an environment, how it finds what is missing, and that it keeps still.

No test makes a virtual environment: each runs a copy of the script in an empty folder, with a PATH of its own.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[1]
PATIENCE = 120.0
"""Seconds after which a test gives up waiting; machines are slow at times."""

COMMANDS = ["setup", "demo", "test", "lint", "bench", "help"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder, with a space in its name, that holds what setting up reads."""
    folder = tmp_path / "a checkout"
    folder.mkdir()
    for name in ("run", "constraints.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def run(
    checkout: Path, *arguments: str, path: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the checkout's script from another folder; `path` is a folder that stands for the whole PATH."""
    environment = dict(os.environ, **variables)
    if "PYTHON" not in variables:
        environment.pop("PYTHON", None)
    if path is not None:
        environment["PATH"] = str(path)
    command = ["/bin/sh", str(checkout / "run"), *arguments]
    return subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, timeout=60, check=False)


def program(path: Path, script: str) -> None:
    """Put a shell script there, to be found as a program."""
    path.unlink(missing_ok=True)  # never write through a link to the system's own program
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def bare_system(tmp_path: Path) -> Path:
    """A PATH with the usual small tools, this Python, compilers and pkg-config, but without the headers of pango.

    `apt-get` writes what it was told to the file `apt-get.log`, and installs nothing.
    """
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("cat", "cksum", "dirname", "env", "id", "mkdir", "mv", "rm", "sed", "sleep", "tail", "tr"):
        found = shutil.which(tool)
        assert found is not None
        (folder / tool).symlink_to(found)
    program(folder / "python3", f'exec "{sys.executable}" "$@"')
    program(folder / "cc", "exit 0")
    program(folder / "c++", "exit 0")
    program(folder / "pkg-config", 'case "$*" in *pango*) exit 1 ;; esac')
    program(folder / "sudo", 'exec "$@"')
    program(folder / "apt-get", f'echo "$*" >>"{tmp_path}/apt-get.log"')
    program(folder / "apt-cache", 'echo "Package: $2"')
    program(folder / "uname", "echo Linux")
    return folder


@pytest.mark.parametrize("shell", ["sh", "dash"])
def test_it_is_a_shell_script(shell: str) -> None:
    """The script parses as POSIX sh, and may be executed."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not here")
    subprocess.run([shell, "-n", str(ROOT / "run")], check=True)
    assert os.access(ROOT / "run", os.X_OK)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("arguments", [["help"], ["--help"], []])
def test_help_lists_the_commands(checkout: Path, arguments: list[str]) -> None:
    """`help`, and no command at all, list every command and set nothing up."""
    done = run(checkout, *arguments)
    assert done.returncode == 0
    assert re.findall(r"^  ([a-z]+) ", done.stdout, re.MULTILINE) == COMMANDS
    assert not (checkout / ".venv").exists()


def test_an_unknown_command(checkout: Path) -> None:
    """One line names it and the commands there are; the status is 2; nothing is set up."""
    done = run(checkout, "tests")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == f"run: unknown command 'tests'. Commands: {' '.join(COMMANDS)}\n"
    assert not (checkout / ".venv").exists()


def test_missing_headers_are_asked_for(checkout: Path, bare_system: Path, tmp_path: Path) -> None:
    """Only what is missing is installed, announced first; if it is missing still, that is said."""
    done = run(checkout, "setup", path=bare_system)
    assert done.returncode == 1
    assert "Missing on this system: pango\n" in done.stdout
    assert "Installing system packages: apt-get install libpango1.0-dev\n" in done.stdout
    assert (tmp_path / "apt-get.log").read_text() == "install -y -q --no-install-recommends libpango1.0-dev\n"
    assert done.stderr == "run: still missing after installing libpango1.0-dev: pango\n"
    assert not (checkout / ".venv").exists()
    assert not (checkout / ".venv.lock").exists()


def test_a_package_that_apt_does_not_have(checkout: Path, bare_system: Path, tmp_path: Path) -> None:
    """The lists are read once; a package still not in them is named, and nothing is installed."""
    program(bare_system / "apt-cache", "exit 100")
    done = run(checkout, "setup", path=bare_system)
    assert done.returncode == 1
    assert (tmp_path / "apt-get.log").read_text() == "update -q\n"
    assert done.stderr.startswith("run: apt has no package libpango1.0-dev. ")
    assert "./run setup" in done.stderr


def test_a_system_without_a_package_manager(checkout: Path, bare_system: Path) -> None:
    """What has to be installed by hand is listed."""
    (bare_system / "apt-get").unlink()
    done = run(checkout, "setup", path=bare_system)
    assert done.returncode == 1
    assert "no apt-get, dnf or brew here. Install by hand: a C and a C++ compiler, pkg-config" in done.stderr


def test_fedora_names_its_own_packages(checkout: Path, bare_system: Path, tmp_path: Path) -> None:
    """With dnf the packages have Fedora's names, and the whole list is given at once."""
    (bare_system / "apt-get").unlink()
    program(bare_system / "pkg-config", "exit 1")
    (bare_system / "cc").unlink()
    program(bare_system / "dnf", f'echo "$*" >>"{tmp_path}/dnf.log"')
    assert run(checkout, "setup", path=bare_system).returncode == 1
    assert (tmp_path / "dnf.log").read_text() == "install -y gcc gcc-c++ cairo-devel pango-devel\n"


def test_macos_uses_brew_and_names_the_compilers_command(checkout: Path, bare_system: Path, tmp_path: Path) -> None:
    """On macOS packages come from brew; a missing compiler is not brew's, so its command is said."""
    program(bare_system / "uname", "echo Darwin")
    program(bare_system / "brew", f'echo "$*" >>"{tmp_path}/brew.log"')
    assert run(checkout, "setup", path=bare_system).returncode == 1
    assert (tmp_path / "brew.log").read_text() == "install pango\n"
    (bare_system / "cc").unlink()
    assert "xcode-select --install" in run(checkout, "setup", path=bare_system).stderr


def test_a_python_that_will_not_do(checkout: Path, tmp_path: Path) -> None:
    """A chosen Python outside 3.11 to 3.13 is refused by name."""
    program(tmp_path / "old-python", "exit 1")
    done = run(checkout, "setup", PYTHON=str(tmp_path / "old-python"))
    assert done.returncode == 1
    assert done.stderr == f"run: PYTHON={tmp_path}/old-python is not a Python from 3.11 to 3.13.\n"


@pytest.fixture
def whole_system(bare_system: Path, tmp_path: Path) -> Path:
    """The bare system with all headers, and a Python whose venv and pip only pretend.

    `pip` writes what it was told to the file `pip.log`; it fails while there is a file `offline`, and takes long
    while there is a file `slow`.
    """
    program(bare_system / "pkg-config", "exit 0")
    (bare_system / "cp").symlink_to(str(shutil.which("cp")))
    program(
        bare_system / "python3",
        f"""case "$*" in
*_base_executable*) echo "$0" ;;
"-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
"-m pip install "*)
    echo "$*" >>"{tmp_path}/pip.log"
    [ ! -e "{tmp_path}/slow" ] || sleep 50
    [ ! -e "{tmp_path}/offline" ] ;;
*) exec "{sys.executable}" "$@" ;;
esac""",
    )
    return bare_system


def calls(log: Path) -> int:
    """How often a pretended program was called."""
    return len(log.read_text().splitlines())


def test_setting_up_once_is_enough(checkout: Path, whole_system: Path, tmp_path: Path) -> None:
    """The first run installs with the constraints; the second says only that it is ready, and starts no pip."""
    first = run(checkout, "setup", path=whole_system)
    assert first.returncode == 0, first.stderr
    assert (tmp_path / "pip.log").read_text().endswith("--editable .[dev] --constraint constraints.txt\n")
    second = run(checkout, "setup", path=whole_system)
    assert (second.returncode, second.stdout) == (0, f"Ready: {checkout}/.venv/bin/python\n")
    assert calls(tmp_path / "pip.log") == 1
    assert not (tmp_path / "apt-get.log").exists()
    assert not (checkout / ".venv.lock").exists()


@pytest.mark.parametrize("name", ["constraints.txt", "pyproject.toml"])
def test_a_changed_pin_is_brought_in(checkout: Path, whole_system: Path, tmp_path: Path, name: str) -> None:
    """When either file changes, pip runs again in the environment that is there."""
    run(checkout, "setup", path=whole_system)
    with (checkout / name).open("a") as file:
        file.write("# changed\n")
    done = run(checkout, "setup", path=whole_system)
    assert "Bringing .venv up to date." in done.stdout
    assert calls(tmp_path / "pip.log") == 2
    run(checkout, "setup", path=whole_system)
    assert calls(tmp_path / "pip.log") == 2


def test_an_environment_without_its_python_is_made_again(checkout: Path, whole_system: Path) -> None:
    """When the interpreter in .venv is gone, the environment is made anew."""
    run(checkout, "setup", path=whole_system)
    (checkout / ".venv" / "bin" / "python").unlink()
    done = run(checkout, "setup", path=whole_system)
    assert done.returncode == 0
    assert "Making .venv" in done.stdout


def test_a_moved_checkout_gets_its_own_environment(checkout: Path, whole_system: Path) -> None:
    """An environment holds its own path; after the checkout was moved or copied it is made anew."""
    run(checkout, "setup", path=whole_system)
    moved = checkout.rename(checkout.with_name("moved"))
    assert "Making .venv" in run(moved, "setup", path=whole_system).stdout


def test_pip_that_fails(checkout: Path, whole_system: Path, tmp_path: Path) -> None:
    """A failed installation ends with the cure and status 1; the next run goes on in the same environment."""
    (tmp_path / "offline").touch()
    failed = run(checkout, "setup", path=whole_system)
    assert failed.returncode == 1
    assert failed.stderr.startswith("run: pip could not install the packages")
    (tmp_path / "offline").unlink()
    done = run(checkout, "setup", path=whole_system)
    assert done.returncode == 0
    assert "Bringing .venv up to date." in done.stdout


def programs_below(process: int) -> set[str]:
    """The names of what runs below a process."""
    names = set()
    for child in psutil.Process(process).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            names.add(child.name())
    return names


def test_an_interrupted_setup_starts_anew(checkout: Path, whole_system: Path, tmp_path: Path) -> None:
    """Ctrl-C while pip works ends with status 130 and leaves no lock; the next run makes the environment anew."""
    (tmp_path / "slow").touch()
    process = subprocess.Popen(
        ["/bin/sh", str(checkout / "run"), "setup"],
        env=dict(os.environ, PATH=str(whole_system)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + PATIENCE
    # Not as soon as pip is called: a signal to a shell that is just about to start a program may be lost.
    while "sleep" not in programs_below(process.pid):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, complaint = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert complaint.endswith("Interrupted. To go on: ./run setup\n")
    assert not (checkout / ".venv.lock").exists()
    (tmp_path / "slow").unlink()
    done = run(checkout, "setup", path=whole_system)
    assert done.returncode == 0
    assert "Making .venv" in done.stdout


def test_a_lock_whose_owner_is_gone(checkout: Path, whole_system: Path) -> None:
    """The lock of a run that was killed does not stop the next one."""
    gone = subprocess.Popen(["true"])
    gone.wait()
    (checkout / ".venv.lock").mkdir()
    (checkout / ".venv.lock" / "pid").write_text(f"{gone.pid}\n")
    assert run(checkout, "setup", path=whole_system).returncode == 0


FOR_TESTS = {"chromium": "chromium", "espeak-ng": "espeak-ng", "soffice": "libreoffice-impress"}
"""Programs that tests look and listen with, and the packages that have them."""


def test_what_only_tests_need_is_installed_for_them(checkout: Path, whole_system: Path, tmp_path: Path) -> None:
    """A browser, a voice and a program of slides: asked for by the tests alone, and only where they are missing."""
    log = tmp_path / "apt-get.log"
    assert run(checkout, "setup", path=whole_system).returncode == 0
    assert not log.exists()
    assert run(checkout, "test", "--version", path=whole_system).returncode == 0
    installed = [line.split()[-1] for line in log.read_text().splitlines() if line.startswith("install ")]
    assert installed == list(FOR_TESTS.values())
    log.unlink()
    for name in FOR_TESTS:
        program(whole_system / name, "exit 0")
    assert run(checkout, "test", "--version", path=whole_system).returncode == 0
    assert not log.exists()


def test_bench_without_benchmarks(checkout: Path, whole_system: Path) -> None:
    """Without a benchmark to run, `bench` says so and fails."""
    (whole_system / "find").symlink_to(str(shutil.which("find")))
    done = run(checkout, "bench", path=whole_system)
    assert done.returncode == 1
    assert done.stderr == "run: no benchmark is in tests/benchmarks yet.\n"
