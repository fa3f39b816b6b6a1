"""What the project needs of others: pins that are all needed, a lock that agrees with them, licences, and the workflows."""

import importlib.util
import re
from functools import cache
from importlib import metadata

import pytest
import yaml
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from project_files import project_files
from sources_here import ROOT

GITHUB = ROOT / ".github"
OLDEST, NEWEST = "3.11", "3.14"
PINS = (ROOT / "requirements.txt").read_text(encoding="utf-8")
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))


def requirements(text: str) -> list[Requirement]:
    """The pins of a list, without comments and hashes."""
    lines = [re.split(r"\s+#|\s\\$", line)[0].strip() for line in text.splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "--"))]


DIRECT, BROUGHT = (requirements(part) for part in PINS.split("# What these bring along"))


# pins ----------------------------------------------------------------------------------------------------------------

RUN = {"jupyterlab", "nbval", "pytest", "pytest-xdist", "ruff"}  # commands and plugins, not imported by their names
IMPORTED_AS = {"pillow": "PIL"}


def imported() -> set[str]:
    """Modules that any code of the project names in an import."""
    names = [n for n in project_files() if n.endswith((".py", ".ipynb"))]
    found = (re.findall(r'(?m)^[\s"]*(?:import|from) (\w+)', (ROOT / n).read_text(encoding="utf-8")) for n in names)
    return {name for names in found for name in names}


def test_every_package_of_our_own_choice_is_used():
    modules = imported()
    assert [r.name for r in DIRECT if r.name not in RUN and IMPORTED_AS.get(r.name, r.name) not in modules] == []
    assert {r.name for r in DIRECT} >= RUN
    assert "statsmodels" in modules and "geopandas" not in modules


@cache
def environments() -> list[dict[str, str]]:
    """Systems and Pythons that the collection is for."""
    systems = [("linux", "posix", "Linux"), ("darwin", "posix", "Darwin"), ("win32", "nt", "Windows")]
    pythons = [(f"3.{minor}", f"3.{minor}.{micro}") for minor in range(11, int(NEWEST[2:]) + 1) for micro in (0, 9)]
    return [
        default_environment() | {"sys_platform": s, "os_name": o, "platform_system": p, "python_version": v, "python_full_version": f}
        for s, o, p in systems
        for v, f in pythons
    ]


@cache
def wants(name: str) -> list[tuple[str, frozenset[str], Marker | None]]:
    """What an installed package asks for: name, extras, and where."""
    read = [Requirement(text) for text in metadata.requires(name) or []]
    return [(canonicalize_name(r.name), frozenset(r.extras), r.marker) for r in read]


@cache
def holds(marker: str, environment: int, extra: str) -> bool:
    return Marker(marker).evaluate(environments()[environment] | {"extra": extra})


@cache
def needed() -> set[str]:
    """Packages that those of our own choice need on any system, as the installed ones say."""
    found: set[str] = set()
    for environment in range(len(environments())):
        waiting = [(canonicalize_name(r.name), frozenset(r.extras)) for r in DIRECT]
        done = set()
        while waiting:
            one = name, extras = waiting.pop()
            if one in done:
                continue
            done.add(one)
            found.add(name)
            try:
                asked = wants(name)
            except metadata.PackageNotFoundError:
                continue  # of another system; what such packages need is not known here
            for want, its_extras, marker in asked:
                if marker is None or any(holds(str(marker), environment, e) for e in extras or {""}):
                    waiting.append((want, its_extras))
    return found


def test_no_pin_is_missing_and_none_is_left_over():
    pinned = {canonicalize_name(r.name) for r in (*DIRECT, *BROUGHT)}
    assert needed() - pinned == set(), "needed and not pinned"
    elsewhere = {"typing-extensions"}  # of packages that only other Pythons install
    assert pinned - needed() - elsewhere == set(), "pinned, and nothing needs it"


def test_an_intel_mac_gets_a_release_that_has_a_wheel():
    pins = [r for r in BROUGHT if r.name == "argon2-cffi-bindings"]
    intel, apple = ({"sys_platform": "darwin", "platform_machine": m} for m in ("x86_64", "arm64"))
    chosen = [[str(r.specifier) for r in pins if r.marker.evaluate(default_environment() | e)] for e in (intel, apple)]
    assert [len(c) for c in chosen] == [1, 1] and chosen[0] != chosen[1]


# lock and licences ---------------------------------------------------------------------------------------------------


def marked(pins: list[Requirement]) -> set[tuple[str, str, int]]:
    """Name, version, and on how many of the systems the pin holds."""
    return {
        (canonicalize_name(r.name), str(r.specifier), sum(r.marker is None or r.marker.evaluate(e) for e in environments()))
        for r in pins
    }


def test_the_lock_agrees_with_the_pins_and_has_a_hash_for_each():
    lock = (GITHUB / "requirements.lock").read_text(encoding="utf-8")
    assert marked(requirements(lock.replace("\\\n    --hash", "\n--hash"))) == marked(requirements(PINS)), (
        "make the lock again: .github/CONTRIBUTING.md, Add a package, says how"
    )
    blocks = re.split(r"(?m)^(?=[a-z])", lock.split("\n", 2)[2])
    assert all("--hash=sha256:" in block for block in blocks if block)
    assert not re.search(r"https?://|--index-url|--find-links", lock)


@cache
def licences():
    """The command that lists licences, as a module."""
    spec = importlib.util.spec_from_file_location("licences", GITHUB / "licences.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_package_has_its_licence_on_the_page():
    module, page = licences(), (GITHUB / "LICENCES.md").read_text(encoding="utf-8")
    assert sorted(name for name, _ in module.listed(page)) == list(module.pinned(PINS))
    assert module.page(PINS, page) == page, "run `python .github/licences.py`"


def test_a_package_without_a_licence_is_named():
    with pytest.raises(licences().LicenceProblem, match="no-such-package: no licence found; write it into"):
        licences().page("no-such-package==1.0\n", "")
    kept = licences().page("no-such-package==1.0\n", "| MIT | no-such-package |\n")
    assert kept.endswith("| MIT | no-such-package |\n")


# what is said of Python, and what the workflows do -------------------------------------------------------------------


def test_all_pages_name_the_same_pythons():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={OLDEST}"
    assert f"\nversion: {project['version']}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    for page in ("README.md", "requirements.txt", "figures/badges/python.svg"):
        assert f"{OLDEST} to {NEWEST}" in (ROOT / page).read_text(encoding="utf-8"), page
    matrix = yaml.safe_load((GITHUB / "workflows" / "tests.yml").read_text(encoding="utf-8"))["jobs"]["readme"]["strategy"]["matrix"]
    assert matrix["python"] == [OLDEST, NEWEST]
    assert [system.partition("-")[0] for system in matrix["os"]] == ["ubuntu", "macos", "windows"]


def test_the_workflow_does_what_the_readme_says():
    commands = re.findall(r"```\n(.*?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    done = (GITHUB / "workflows" / "tests.yml").read_text(encoding="utf-8").replace('"$BIN/python"', ".venv/bin/python")
    done = done.replace('"$BIN/jupyter"', ".venv/bin/jupyter").replace("python -m venv", "python3 -m venv")
    for part in [p.strip() for command in commands for p in command.split("&&")]:
        assert part in done, f"the workflow does not do: {part}"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_a_workflow_caches_nothing_may_write_nothing_and_names_others_work_by_hash(path):
    text = path.read_text(encoding="utf-8")
    flow = yaml.safe_load(text)
    steps = [step for job in flow["jobs"].values() for step in job["steps"]]
    assert flow["permissions"] == {"contents": "read"}
    assert not re.search(r"(?m)^\s*-?\s*cache\w*:|actions/cache", text)
    assert all(re.search(r"@[0-9a-f]{40}$", step["uses"]) for step in steps if "uses" in step)
    assert any("pytest" in step.get("run", "") for step in steps)


def test_the_newest_releases_are_tried_by_the_calendar():
    flow = yaml.safe_load((GITHUB / "workflows" / "newest.yml").read_text(encoding="utf-8"))
    assert flow[True]["schedule"]  # YAML reads the key `on` as true
    cut = re.search(r"/\^(.+?)/,\$d", str(flow["jobs"]["newest"]["steps"]))[1]
    assert PINS.count(f"\n{cut}") == 1
