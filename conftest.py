"""Makes `pytest --nbval` strict: what a notebook stores is what its code computes, in all that a reader can see.

nbval alone lets 17 of the 37 falsifications in tests/test_strict_nbval.py pass: it compares no picture, no
order of outputs, no execution count, and takes a cleared notebook for one that is "not yet run". Each patch
below closes such a gap. They reach into nbval 0.11.0, the release they were read against, and refuse any
other; the tests show for each falsification that it is still caught.
"""

import base64
import functools
import importlib.metadata
import io
import os
from unittest import mock

import pytest

NBVAL = "0.11.0"


def pytest_configure(config):
    if not (config.getoption("nbval", False) or config.getoption("nbval_lax", False)):
        return
    version = importlib.metadata.version("nbval")
    if version != NBVAL:
        raise pytest.UsageError(
            f"conftest.py makes nbval {NBVAL} strict, and {version} is installed: read the patches against its source, "
            "run tests/test_strict_nbval.py, then change NBVAL"
        )
    for option in ("nbval_lax", "nbval_sanitize_with", "sanitize_with", "nbdime", "nbval_kernel_name"):
        if config.getoption(option):
            raise pytest.UsageError(f"--{option.replace('_', '-')} is not used here: notebooks are compared whole")
    # xdist's other ways spread the cells of one notebook over several kernels.
    if config.getoption("dist", "no") not in ("no", "loadfile", "loadscope"):
        raise pytest.UsageError("use --dist loadfile: a notebook runs in one kernel, from top to bottom")
    # The kernel of the running Python, never one that a user's kernelspec of the same name points to.
    config.option.nbval_current_env = True
    # Tracebacks and warnings name a cell by this instead of a temporary file; notebooks/make.py sets it as
    # well.
    os.environ["IPYKERNEL_CELL_NAME"] = "<cell>"
    make_strict()


def make_strict():
    from jupyter_client.blocking import BlockingKernelClient
    from jupyter_client.provisioning import local_provisioner
    from nbval import kernel, plugin

    from notebooks.make import join_neighbours
    from tests.kernels import WarmLauncher, wait_until_ready

    # Keep no history on disk, as nbclient does: two kernels at once would wait for one SQLite file.
    quiet = ["--HistoryManager.hist_file=:memory:"]
    start = functools.partial(kernel.start_new_kernel, extra_arguments=quiet)
    # Fork kernels from a process that has pandas and seaborn loaded: most of a run's time went into importing them.
    warm = mock.patch.object(local_provisioner, "launch_kernel", WarmLauncher(local_provisioner.launch_kernel))
    soon = mock.patch.object(BlockingKernelClient, "wait_for_ready", wait_until_ready)
    kernel.start_new_kernel = soon(warm(start))
    # nbval runs cells "silently": no execution counts, a trailing `;` does not hide a result (its issue 194).
    # Keep count, as JupyterLab and nbconvert do.
    kernel.RunningKernel.execute_cell_input = lambda self, source, allow_stdin=None: self.kc.execute(
        source, store_history=True, allow_stdin=allow_stdin, stop_on_error=False
    )
    # nbval joins all text of a cell, wherever it stands, and drops what a carriage return overwrites; it must
    # join as notebooks/make.py did when the notebook was stored.
    plugin.coalesce_streams = join_neighbours
    # nbval flattens outputs by kind and skips some kinds; compare them one by one and whole.
    plugin.IPyNbCell.compare_outputs = compare_outputs
    # nbval skips cells that look unrun and obeys markers that switch comparing off; refuse both when
    # collecting.
    plugin.IPyNbFile.collect = functools.partialmethod(collect, plugin.IPyNbFile.collect)
    # nbval ignores messages it does not know: a cleared or updated output would never be compared.
    plugin.IPyNbFile.get_kernel_message = functools.partialmethod(
        get_kernel_message, plugin.IPyNbFile.get_kernel_message
    )


def compare_outputs(self, test, ref, skip_compare=None):
    """Compare stored (`ref`) and computed (`test`) outputs in order, each field and each MIME type of each."""
    self.comparison_traceback = []

    def kinds(outputs):
        return [f"{output['output_type']} {output.get('name', '')}".strip() for output in outputs]

    if kinds(ref) != kinds(test):
        self.comparison_traceback.append(f"stored are {kinds(ref)}, computed are {kinds(test)}")
        return False
    for stored, computed in zip(map(fields, ref), map(fields, test), strict=True):
        if stored.keys() != computed.keys():
            self.comparison_traceback.append(f"stored has {sorted(stored)}, computed has {sorted(computed)}")
            return False
        for field, value in stored.items():
            if not same(field, value, computed[field]):
                self.format_output_compare(field, value, computed[field])
                return False
    return True


def fields(output):
    """The fields of an output, the MIME types of its data among them."""
    flat = {name: value for name, value in output.items() if name != "data"}
    return flat | {f"data {mime}": value for mime, value in output.get("data", {}).items()}


def same(field, stored, computed):
    if stored == computed:
        return True
    if field not in ("data image/png", "data image/jpeg"):
        return False
    try:
        return pixels(stored) == pixels(computed)
    except (OSError, ValueError):  # not a picture
        return False


def pixels(picture):
    """What a picture shows, without tolerance; how it was compressed is the business of another zlib."""
    from PIL import Image

    with Image.open(io.BytesIO(base64.b64decode(picture))) as image:
        frames = getattr(image, "n_frames", 1)
        return image.format, image.size, image.mode, image.info, frames, image.tobytes()


def collect(self, nbval_collect):
    """Collect a notebook's cells, unless something in it would be compared with nothing."""
    from nbval import plugin

    items = list(nbval_collect(self))
    wrong = [] if items else ["no code cell, so nothing to run"]
    for count, item in enumerate(items, 1):
        cell = item.cell
        if cell.execution_count != count:
            wrong.append(f"code cell {count}: execution count {cell.execution_count}, a run from the top gives {count}")
        markers = set(cell.metadata.get("tags", [])) & {*plugin.metadata_tags, "skip-execution"}
        if any(output.output_type == "error" for output in cell.outputs):
            markers -= {"raises-exception"}  # the one tag that tells the truth here
        if markers or list(plugin.find_comment_markers(cell.source)):
            wrong.append(f"code cell {count}: a marker that switches comparing off")
    for number, cell in enumerate(self.nb.cells, 1):
        if cell.cell_type == "raw":
            wrong.append(f"cell {number}: raw, so its code never runs")
        if cell.get("attachments"):
            wrong.append(f"cell {number}: an attached picture, which no code draws")
    if wrong:
        raise self.CollectError(f"{self.path.name}:\n  " + "\n  ".join(wrong))
    return items


def get_kernel_message(self, nbval_get, timeout=None, stream="iopub"):
    message = nbval_get(self, timeout=timeout, stream=stream)
    if message["msg_type"] in ("update_display_data", "clear_output"):
        raise RuntimeError(f"the cell changes its outputs afterwards ({message['msg_type']}): nbval cannot follow that")
    return message
