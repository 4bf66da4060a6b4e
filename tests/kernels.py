"""Warm kernels for the tests of the notebooks: forked from a process that has the libraries loaded.

Most of a short notebook's time goes into starting Python and importing pandas and seaborn. Here one process imports
them and forks a child for each notebook: still a kernel of its own that no other notebook has touched, which gets the
same messages over the same sockets. Neither daqing_data nor a plotting backend is loaded before the fork.

Run as a script, this file is that process: a line of JSON in, a process number out. Where it cannot work (no Linux), or
would hide something (a library that warns or prints when it is imported), kernels start as they always do.
"""

import atexit
import builtins
import contextlib
import importlib
import io
import json
import os
import queue
import signal
import subprocess
import sys
import time
import types
import warnings
from pathlib import Path

LIBRARIES = "ipykernel.kernelapp ipykernel.ipkernel pandas matplotlib.pyplot matplotlib.backends.backend_svg seaborn"
BACKEND = "module://matplotlib_inline.backend_inline"  # what a kernel sets before matplotlib can be imported


# --- in pytest ------------------------------------------------------------------------------------------------------


class WarmLauncher:
    """Takes the place of `jupyter_client.launcher.launch_kernel`, and falls back on it."""

    def __init__(self, launch_cold):
        self.launch_cold = launch_cold
        self.parent = None  # the process that forks, once it is wanted

    def __call__(self, cmd, *, env, cwd=None, **options):
        module = cmd.index("ipykernel_launcher")
        if self.parent is None and sys.platform == "linux":
            self.start([*cmd[: module - 1], __file__])
        request = {"arguments": cmd[module:], "env": env, "cwd": cwd}
        if (answer := self.ask(json.dumps(request))).isdigit():
            return Forked(int(answer))
        return self.launch_cold(cmd, env=env, cwd=cwd, **options)

    def start(self, command):
        pipe = subprocess.PIPE
        self.parent = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, encoding="utf-8")
        atexit.register(self.stop)

    def ask(self, line):
        if self.parent is None or self.parent.poll() is not None:
            return ""
        with contextlib.suppress(BrokenPipeError):
            print(line, file=self.parent.stdin, flush=True)
        return self.parent.stdout.readline().strip()

    def stop(self):
        with contextlib.suppress(BrokenPipeError):
            self.parent.stdin.close()
        self.parent.stdout.close()
        self.parent.wait()


def wait_until_ready(client, timeout=60):
    """Wait as jupyter_client does, but until the kernel says that it is idle, not for a fifth of a second of silence.

    nbval ignores what is said in reply to anything but its own cell, so nothing has to be flushed.
    """
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        request = client.kernel_info()
        with contextlib.suppress(queue.Empty):  # its first words are lost while the channel is being connected
            client.get_shell_msg(timeout=1)
            while True:
                said = client.get_iopub_msg(timeout=0.05)
                if said["parent_header"].get("msg_id") == request and said["content"].get("execution_state") == "idle":
                    return
        if not client.is_alive():
            raise RuntimeError("the kernel died before it was ready")
    raise RuntimeError(f"the kernel was not ready in {timeout} seconds")


class Forked:
    """As much of `subprocess.Popen` as jupyter_client asks for, of a process that is another one's child."""

    stdin = stdout = stderr = None

    def __init__(self, pid):
        self.pid = pid

    def poll(self):
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0  # gone; how it ended is not known, and nobody asks
        return None

    def wait(self):
        while self.poll() is None:
            time.sleep(0.01)
        return 0

    def send_signal(self, number):
        os.kill(self.pid, number)

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)


# --- in the process that forks -------------------------------------------------------------------------------------


def load():
    """Import the libraries; say whether they did it in silence."""
    os.environ.setdefault("MPLBACKEND", BACKEND)
    # pandas asks, when it is imported, whether this is a kernel, and shows tables as a terminal does if not.
    builtins.get_ipython = lambda: types.SimpleNamespace(kernel=None)
    said = io.StringIO()
    out, err = contextlib.redirect_stdout(said), contextlib.redirect_stderr(said)
    with warnings.catch_warnings(record=True) as warned, out, err:
        for name in LIBRARIES.split():
            importlib.import_module(name)
    del builtins.get_ipython
    return not warned and not said.getvalue()


def serve():
    sys.path.remove(str(Path(__file__).resolve().parent))  # a kernel has no such folder
    if not load():
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for pytest
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # so that a child that ends is gone at once
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            be_kernel(**json.loads(line))
            os._exit(0)
        own_group(pid)  # before anyone can ask for the group in order to kill it
        print(pid, flush=True)


def own_group(pid):
    with contextlib.suppress(OSError):  # the other of the two was faster
        os.setpgid(pid, pid)


def be_kernel(arguments, env, cwd):
    own_group(0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd or ".")
    sys.argv = [*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"]  # it ends when its parent does
    importlib.import_module("ipykernel.kernelapp").launch_new_instance()


if __name__ == "__main__":
    serve()
