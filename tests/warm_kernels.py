"""How the kernels of the tests start: in a tenth of a second, and without asking for ports that another may take.

Starting Python and importing pandas, Matplotlib and seaborn costs more than most notebooks do. On Linux a notebook's kernel
is therefore a fork of a waiting process, one for each worker, that has imported these libraries and nothing of the project:
its namespace is empty, it shares no variable with another kernel. Elsewhere, and where `ALLIANCE_COLD` is set, each kernel
is a new process, as in JupyterLab; the workflow in `.github` runs both ways.

jupyter_client looks for free ports and gives them to a kernel that takes them later. Where kernels start side by side, one in
some hundreds finds a port taken and dies ("Address already in use"). Sockets in a folder of this run have no such gap.
"""

import atexit
import builtins
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from types import SimpleNamespace
from typing import Any

COLD = "ALLIANCE_COLD"
LIBRARIES = ("pandas", "matplotlib.pyplot", "seaborn", "ipykernel.kernelapp", "ipykernel.ipkernel", "matplotlib_inline.config")
INLINE = "module://matplotlib_inline.backend_inline"  # what a kernel sets; Matplotlib reads it when it is imported
LONGEST_FOLDER = 70  # bytes: a socket's whole path may have 104 to 108, and its name takes up to 25


def prepare(folder: Path) -> None:
    """From now on nbval's kernels listen on sockets in a folder and are forked in this process, where the system can."""
    from jupyter_client.manager import KernelManager
    from jupyter_client.provisioning import local_provisioner
    from nbval import kernel

    if sys.platform != "win32" and len(os.fsencode(folder)) <= LONGEST_FOLDER:
        kernel.KernelManager = lambda **given: KernelManager(
            transport="ipc", connection_file=str(folder / f"kernel-{uuid.uuid4().hex[:8]}.json"), **given
        )
    if sys.platform == "linux" and not os.environ.get(COLD):
        local_provisioner.launch_kernel = _Source(local_provisioner.launch_kernel).launch


class _Source:
    """The waiting process, started when the first kernel is asked for."""

    def __init__(self, otherwise: Any) -> None:
        self.otherwise = otherwise  # jupyter_client's own way
        self.process: subprocess.Popen[str] | None = None

    def launch(self, cmd: list[str], **options: Any) -> Any:
        """A kernel for a command of jupyter_client; one that is not `python -m ipykernel_launcher -f FILE` gets a new process."""
        if cmd[1:3] != ["-m", "ipykernel_launcher"]:
            return self.otherwise(cmd, **options)
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=_environment()
            )
            atexit.register(self.end)
        wish = {"argv": cmd[2:], "cwd": str(options.get("cwd") or Path.cwd()), "env": options.get("env") or dict(os.environ)}
        assert self.process.stdin and self.process.stdout
        print(json.dumps(wish), file=self.process.stdin, flush=True)
        return _Kernel(int(self.process.stdout.readline()))

    def end(self) -> None:
        """Let it go, and its kernels' seconds be counted with this process's."""
        assert self.process and self.process.stdin
        self.process.stdin.close()
        self.process.wait()


class _Kernel:
    """As much of `subprocess.Popen` as jupyter_client asks of a kernel's process."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """None while it runs, then 0: the waiting process, its parent, takes the true status."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self, timeout: float | None = None) -> int:
        """Until it has ended."""
        end = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
            time.sleep(0.01)
        return 0

    def send_signal(self, signum: int) -> None:
        """Nothing happens to one that has ended, as with `Popen`, so that the true cause of its end is told."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signum)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _environment() -> dict[str, str]:
    return os.environ | {"MPLBACKEND": INLINE}


def serve() -> None:
    """Fork a kernel for each line of stdin and answer with its number, until stdin ends."""
    import importlib

    sys.path.pop(0)  # the folder of this file, which a kernel would not have
    builtins.get_ipython = lambda: SimpleNamespace(kernel=None)  # or pandas would print tables as for a terminal
    for name in LIBRARIES:
        importlib.import_module(name)
    del builtins.get_ipython
    signal.signal(signal.SIGCHLD, _bury)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _become(json.loads(line))
        os.setpgid(pid, pid)  # before anybody asks: who signals a kernel signals its group
        print(pid, flush=True)


def _bury(*_: object) -> None:
    """Take leave of the kernels that ended, so that their numbers are free and their seconds counted."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _become(wish: dict[str, Any]) -> None:
    """In the fork: streams, folder and environment as a kernel's, then run it to its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.chdir(wish["cwd"])
    os.environ.clear()
    os.environ.update(wish["env"], JPY_PARENT_PID=str(os.getppid()))
    sys.argv = wish["argv"]
    from ipykernel import kernelapp

    status = 1
    try:
        kernelapp.launch_new_instance()
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    serve()
