"""What every run has: safeguards, one worker for all that rebuilds the tables, and a summary in a few lines."""

from collections import Counter

import harness
import pytest
import warm_kernels
from sources_here import SOURCES

harness.prepare()
warm_kernels.prepare()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """As `--dist loadfile`, so that no notebook is split; the files that rebuild the tables stay together as well."""
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return harness.REBUILD if file.rpartition("/")[2].startswith(harness.REBUILD) else file

    return Together(config, log)


def pytest_terminal_summary(terminalreporter):
    """Tests that were skipped, one line a reason, and what tests have to tell."""
    reports = [r for kind in terminalreporter.stats.values() for r in kind if isinstance(r, pytest.TestReport)]
    for told in dict.fromkeys(v for r in reports for k, v in r.user_properties if k == harness.TOLD):
        terminalreporter.write_line(told)
    reasons = Counter(r.longrepr[2] for r in reports if r.skipped and isinstance(r.longrepr, tuple))
    for reason, times in reasons.items():
        terminalreporter.write_line(f"{times} tests {reason[0].lower()}{reason[1:]}", yellow=True)
    if not SOURCES.is_dir():
        terminalreporter.write_line(
            "rebuild NOT verified: the publishers' files are not beside the project, so the tables were checked"
            " against data/datapackage.json only",
            yellow=True,
        )
