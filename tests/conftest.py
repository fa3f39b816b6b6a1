import harness
from sources_here import SOURCES

harness.prepare()


def pytest_terminal_summary(terminalreporter):
    if not SOURCES.is_dir():
        terminalreporter.write_line(
            "rebuild NOT verified: the publishers' files are not beside the project, so the tables were checked"
            " against data/datapackage.json only",
            yellow=True,
        )
