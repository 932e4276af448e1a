"""Installs requirements into a virtual environment, unless they are, and prints its Python.

    python3 install.py <folder of the environment> <requirements.txt>

Any number of these may run at once: the others wait for the one that installs, and the lock ends
with its process, however that ends.
"""

import fcntl
import pathlib
import subprocess
import sys
import venv

folder, requirements = map(pathlib.Path, sys.argv[1:])
python = folder / "bin" / "python"
wanted = f"# {sys.version}\n{requirements.read_text()}"


def is_done(step):
    return step.exists() and step.read_text() == wanted


def install():
    made, installed = folder / "made", folder / "installed"
    if not is_done(made):
        venv.create(folder, clear=True, with_pip=True)
        made.write_text(wanted)
    if not is_done(installed):
        pip = [python, "-I", "-m", "pip", "--disable-pip-version-check"]
        pip += ["--retries=1", "--timeout=15", "install", "--quiet", "--requirement", requirements]
        if subprocess.run(pip, stdout=sys.stderr).returncode != 0:
            sys.exit(f"pip cannot install {requirements}")
        installed.write_text(wanted)


folder.parent.mkdir(parents=True, exist_ok=True)
with folder.with_suffix(".lock").open("w") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    install()
print(python)
