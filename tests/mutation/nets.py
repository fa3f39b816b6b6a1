"""Which tests look at a change, and in what order: the cheapest and likeliest first.

A stage that `lasts` reads nothing that `sync` writes, or reads only the changed words, which sync leaves as they are: if it is
red before sync, it is red after it. Never tried: `test_github.py` (rendering), `test_moved.py` and `test_project.py` (they look
at no value), the printed sheets, and the seminar's notebooks unless the change is in one.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mutation import touched
from mutation.mutants import Mutant
from mutation.table_kinds import table_of

CHECKSUM, SOURCES = "checksum", "publishers' files"
READS_PAGES = ("anchors", "chronology", "figures", "github", "guides", "house", "house_rules", "ledger", "moved", "notebooks", "partners",
               "pictures", "project", "prose", "rivals", "rules", "seminar", "shown", "sipri_terms", "text", "build_judging")  # fmt: skip
UNIT = {
    "record": ("on_record",), "claims": ("ledger",), "thresholds": ("ledger",), "conditions": ("rules",), "rejudge": ("rules",),
    "forecasts": ("rivals",),
}  # fmt: skip
PARSER_TESTS = {
    "sipri": "sipri", "worldbank": "debt", "armenia_finance": "debt", "atop": "alliances", "wartime": "alliances", "memberships": "alliances",
    "unga": "unga", "ucdp": "conflict", "unhcr": "conflict", "conflict": "conflict", "armstat": "economy", "central": "economy",
    "gas": "economy", "macro": "economy", "polls": "polls", "natural": "conflict", "places": "conflict", "narrative": "narrative",
    "record": "record", "judging": "judging", "completeness": "files", "countries": "files", "editions": "files", "layouts": "files",
    "reading": "files", "strays": "files", "workplace": "files",
}  # fmt: skip
INPUT_TESTS = ("completeness", "inputs", "interruptions", "properties")  # what strangers bring, and what stops a build
SEMINAR = "notebooks/seminar/"
COLUMNS, WORDS = "columns", "pins"
PROSE = ("word", "date", "name", "clause", "caption")


@dataclass(frozen=True)
class Stage:
    """Some tests.

    Args:
        net: what kind of net they are.
        arguments: for pytest.
        lasts: red before sync means red after it.
    """

    net: str
    arguments: tuple[str, ...]
    lasts: bool = False


def stages(root: Path, mutant: Mutant) -> list[Stage]:
    """The tests that look at a change, in order."""
    if mutant.kind in ("cell", "event", "rule") or (mutant.kind == "threshold" and mutant.file.endswith(".csv")):
        return _of_table(root, mutant)
    if mutant.kind == "parser":
        return _of_parser(root, mutant.file)
    if mutant.file.startswith("notebooks/evidence/"):
        return _of_module(root, mutant)
    if mutant.kind == "svg":
        return _of_picture(root, mutant.file)
    if mutant.kind in (*PROSE, "bound") and not mutant.file.startswith("notebooks/0") and not mutant.file.startswith("notebooks/1"):
        return _of_page(root, mutant)
    return _of_chapter(root, mutant)


def after_sync(root: Path, mutant: Mutant) -> list[Stage]:
    """The tests that can still be red when everything made agrees with the change: what people typed, and what they approved."""
    if mutant.file.startswith(SEMINAR):
        return stages(root, mutant)
    stems = pages(root, mutant)
    anchors = Stage("anchors", ("tests/test_anchors.py",))
    typed, of_words = _shown()
    others = [s for s in stages(root, mutant) if s.net in ("unit", "rules", "structure")]
    return [anchors, *_numbers(stems), typed, *_pins(stems), *_notebooks(stems), *others, of_words]


def pages(root: Path, mutant: Mutant) -> list[str]:
    """Chapters that `sync` has to run for what it writes to be what a whole sync writes; or the changed notebook of the seminar."""
    if mutant.kind == "parser":
        return []
    if mutant.file.endswith("README.md"):
        return _stems(root, "00")  # whatever runs, the guides are brought up to date
    if mutant.kind == "svg":
        return _drawn_by(root, mutant.file)
    if mutant.file.startswith("figures/descriptions/"):
        return _stems(root, Path(mutant.file).stem)
    if mutant.file.startswith(SEMINAR):
        return [Path(mutant.file).stem]
    if mutant.file.endswith(".ipynb"):
        return _stems(root, touched.number(Path(mutant.file).stem))
    if mutant.file.endswith(".py"):
        return touched.by_module(root, mutant.file)
    return touched.by_table(root, table_of(root, mutant.file))


def _of_table(root: Path, mutant: Mutant) -> list[Stage]:
    table = table_of(root, mutant.file)
    stems = touched.by_table(root, table)
    tests = touched.tests_of_table(root, table)
    units = [t for t in tests if not _reads_pages(t) and not t.startswith("tests/test_build")]
    group = {"narrative": "judging", "map": "conflict"}.get(table.partition("/")[0])
    return [
        Stage("anchors", ("tests/test_anchors.py", "-k", "test_sum or test_rows or test_event"), lasts=True),
        *([_rules()] if table.startswith("narrative/rule") else []),
        Stage(COLUMNS, ("tests/test_nets.py", "-k", "categories or lists"), lasts=True),
        *(Stage("unit", (unit,), lasts=True) for unit in units if unit != "tests/test_published.py"),
        Stage("published", ("tests/test_published.py",), lasts=True),
        Stage("anchors", ("tests/test_anchors.py",)),
        *([Stage("rules", ("tests/test_rules.py", "tests/test_on_record.py", "tests/test_rivals.py", "tests/test_ledger.py"))]
          if table.startswith("narrative/") else []),
        Stage("guides", ("tests/test_guides.py",)),
        *(_pins(stems) if table.startswith("narrative/") else []),
        *_notebooks(stems),
        *([Stage("build", (f"tests/test_build_{group}.py",))] if group else []),
        Stage("package", ("tests/test_package.py", "tests/test_tables.py")),
        Stage(CHECKSUM, ("tests/test_nets.py", "-k", "checksum"), lasts=True),
    ]  # fmt: skip


def _of_module(root: Path, mutant: Mutant) -> list[Stage]:
    stem = Path(mutant.file).stem
    where = Path(mutant.file).parent.name
    names = UNIT.get(stem, (stem,))
    files = [f"tests/test_{name}.py" for name in names if (root / f"tests/test_{name}.py").exists()]
    stems = touched.by_module(root, mutant.file)
    if where in ("house", "drawings"):
        files = ["tests/test_house.py", *(["tests/test_partners.py"] if stem == "partner_page" else [])]
        return [*_words(), Stage("house", tuple(files), lasts=True), *_notebooks(stems[:6])]
    return [
        *([_rules()] if where == "judging" else []),
        *(Stage("unit", (file,), lasts=not _reads_pages(file)) for file in files),
        *([Stage("anchors", ("tests/test_anchors.py",))] if where == "judging" else []),
        *([Stage("rules", ("tests/test_rules.py", "tests/test_on_record.py", "tests/test_rivals.py", "tests/test_ledger.py"))]
          if where == "judging" else []),
        *_notebooks(stems),
        *([Stage("unit", ("tests/test_partners.py",))] if _reaches_partners(root, mutant.file) else []),
        Stage("seminar", ("tests/test_seminar.py",)),
        Stage("guides", ("tests/test_guides.py",)),
    ]  # fmt: skip


def _of_parser(root: Path, file: str) -> list[Stage]:
    stem = Path(file).stem
    own = next((name for start, name in PARSER_TESTS.items() if stem.startswith(start)), None)
    rest = [p.stem.removeprefix("test_build_") for p in sorted((root / "tests").glob("test_build_*.py"))]
    order = [own] if own else []
    order += [name for name in rest if name != own]
    return [
        *(Stage("build", (f"tests/test_build_{name}.py",), lasts=True) for name in order[: 1 if own else 3]),
        Stage("build", ("tests/test_build.py",), lasts=True),
        Stage("published", ("tests/test_published.py",), lasts=True),
        *(Stage("inputs", (f"tests/test_{name}.py",), lasts=True) for name in INPUT_TESTS),
        *(Stage("build", (f"tests/test_build_{name}.py",), lasts=True) for name in order[1 if own else 3 :]),
        Stage("package", ("tests/test_package.py",), lasts=True),
    ]


def _of_chapter(root: Path, mutant: Mutant) -> list[Stage]:
    if mutant.file.startswith("figures/descriptions/"):
        stems = _stems(root, Path(mutant.file).stem)
    elif mutant.file.startswith(SEMINAR):
        return [Stage("notebook", (mutant.file,)), Stage("structure", ("tests/test_notebooks.py", "-k", Path(mutant.file).stem))]
    else:
        stems = [Path(mutant.file).stem]
    pins, run = _pins(stems, lasts=mutant.kind in (*PROSE, "drawing", "filter")), _notebooks(stems)
    structure = [Stage("structure", ("tests/test_notebooks.py", "-k", stem)) for stem in stems]
    match mutant.kind:
        case "filter":
            return [*run, *pins, *_rest()]
        case "output" | "alt":
            return [*structure, *_alts(stems), *run, *pins, *_rest()]
        case "drawing":
            return [*pins, *run, *_rest()]
        case _:
            return [*pins, *structure, *run, *_rest()]


def _of_page(root: Path, mutant: Mutant) -> list[Stage]:
    if mutant.file.startswith("figures/descriptions/"):
        return _of_chapter(root, mutant)
    return [
        *_words(lasts=mutant.kind in PROSE), Stage("guides", ("tests/test_guides.py",)), Stage("prose", ("tests/test_prose.py",), lasts=mutant.kind in PROSE),
        Stage("seminar", ("tests/test_seminar.py",)),
    ]  # fmt: skip


def _of_picture(root: Path, file: str) -> list[Stage]:
    stems = _drawn_by(root, file)
    partners = [Stage("figures", ("tests/test_partners.py",))] if "10_summary" in file else []
    return [
        Stage("house", ("tests/test_house.py", "-k", "description or desc or record")), *partners, *_notebooks(stems),
        Stage("figures", ("tests/test_figures.py",)),
    ]  # fmt: skip


def _words(lasts: bool = True) -> list[Stage]:
    """Words of guides, drawings and palette."""
    return [Stage(WORDS, ("tests/test_nets.py", "-k", "test_words_of_guides"), lasts=lasts)]


def _rules() -> Stage:
    return Stage("rules", ("tests/test_rules.py", "-k", "truth or proof or by_hand or refused or cases or world or norms"), lasts=True)


def _alts(stems: list[str]) -> list[Stage]:
    """Alt texts that cells store."""
    return [Stage("structure", ("tests/test_nets.py", "-k", f"alt_text and {stem}")) for stem in stems]


def _pins(stems: list[str], lasts: bool = False) -> list[Stage]:
    """Words as they were approved, and what they report."""
    return [Stage("pins", (f"tests/test_text.py::test_every_marked_page_is_bound_grounded_and_approved[{s}]",), lasts=lasts) for s in stems]


def _numbers(stems: list[str]) -> list[Stage]:
    """Numbers of the text as somebody last held them against the tables."""
    return [Stage("numbers", ("tests/test_nets.py", "-k", f"numbers_of_a_page and {stem}")) for stem in stems]


def _shown() -> list[Stage]:
    """Tables, drawings and findings as somebody last saw them: rows and sums, and the checksums. All pages take less than a second."""
    return [Stage(net, ("tests/test_shown.py", "-k", f"what_a_page_shows and {word}")) for net, word in (("shown", "rows"), (CHECKSUM, "checksums"))]


def _notebooks(stems: list[str]) -> list[Stage]:
    """Whether cells run and show what is stored; the last cell tells whether every mark holds."""
    return [Stage("notebook", (f"notebooks/{stem}.ipynb",)) for stem in stems]


def _rest() -> list[Stage]:
    return [Stage("figures", ("tests/test_figures.py",)), Stage("guides", ("tests/test_guides.py",)), Stage("seminar", ("tests/test_seminar.py",))]


def _stems(root: Path, number: str) -> list[str]:
    return [stem for stem in touched.chapters(root) if touched.number(stem) == number]


def _drawn_by(root: Path, file: str) -> list[str]:
    return _stems(root, touched.number(Path(file).stem))


def _reads_pages(test: str) -> bool:
    return Path(test).stem.removeprefix("test_") in READS_PAGES


@cache
def _reaches_partners(root: Path, file: str) -> bool:
    return any(touched.number(stem) == "10" for stem in touched.by_module(root, file))
