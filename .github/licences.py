"""The licences of all packages in requirements.txt, as LICENCES.md lists them.

    python .github/licences.py

reads them from the packages that are installed and writes the page. A package that this system or this Python does not
need (appnope, pywinpty), or of which others get another version, keeps the line it has, so that the page comes out the
same everywhere; a new one of that kind is written in by hand.
"""

import re
import sys
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE / "LICENCES.md"
PINS = HERE.parent / "requirements.txt"
HEAD = """# Licences of the packages

What `requirements.txt` installs is under these licences, as each package states its own. None is part of this repository.
`python .github/licences.py` writes this page; a test compares it with the list.

| licence | packages |
| --- | --- |
"""
ROW = re.compile(r"(?m)^\| (?P<licence>[^|]+?) \| (?P<packages>[a-z0-9][^|]*?) \|$")
# Names of licences as package indexes have them, and as the short names of SPDX.
SHORT = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "ISC License (ISCL)": "ISC",
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Artistic License": "Artistic",
    "GNU General Public License (GPL)": "GPL",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
}


class LicenceProblem(Exception):
    """A package whose licence nobody stated."""


def pinned(text: str) -> dict[str, int]:
    """Packages in a list of pins, in the order of the alphabet -> how many versions are pinned, by their markers."""
    names = [plain(m[0]) for m in re.finditer(r"(?m)^[A-Za-z0-9._-]+(?===)", text)]
    return {name: names.count(name) for name in sorted(names)}


def plain(name: str) -> str:
    """A package's name as indexes compare it: "Jinja2" and "jinja2" are one."""
    return re.sub(r"[-_.]+", "-", name).lower()


def stated(about: metadata.PackageMetadata) -> str:
    """The licence that a package states: its SPDX expression, else its class, else one line of its own; "" for none."""
    if about.get("License-Expression"):
        return about["License-Expression"]
    classes = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    named = [SHORT.get(c, c) for c in classes if c != "OSI Approved"]
    own = (about.get("License") or "").strip()
    return " OR ".join(named) or ("" if "\n" in own or len(own) > 40 else SHORT.get(own, own))


def page(pins: str, before: str) -> str:
    """LICENCES.md.

    Args:
        pins: text of requirements.txt.
        before: the page as it is, from which some packages keep their line.

    Raises:
        LicenceProblem: the licence of a package is neither stated nor on the page.
    """
    kept = dict(listed(before))
    found: dict[str, list[str]] = {}
    for name, versions in pinned(pins).items():
        licence = kept.get(name, "") if versions > 1 else _installed(name) or kept.get(name, "")
        if not licence:
            raise LicenceProblem(f"{name}: no licence found; write it into .github/LICENCES.md in a line `| LICENCE | {name} |`")
        found.setdefault(licence, []).append(name)
    rows = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return HEAD + "".join(f"| {licence} | {', '.join(names)} |\n" for licence, names in rows)


def listed(text: str) -> list[tuple[str, str]]:
    """Each package on the page with its licence."""
    rows = ROW.finditer(text.rpartition("| --- | --- |")[2])
    return [(name, row["licence"]) for row in rows for name in row["packages"].split(", ")]


def _installed(name: str) -> str:
    try:
        return stated(metadata.metadata(name))
    except metadata.PackageNotFoundError:
        return ""


def main() -> int:
    """Write the page."""
    before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    try:
        PAGE.write_text(page(PINS.read_text(encoding="utf-8"), before), encoding="utf-8", newline="\n")
    except LicenceProblem as problem:
        sys.stderr.write(f"error: {problem}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
