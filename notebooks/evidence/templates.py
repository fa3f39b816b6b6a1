"""Made pages from their templates: the wording stands in `templates/*.j2` of each room, the values come from Python."""

from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evidence.places import NOTEBOOKS

FOLDERS = sorted((NOTEBOOKS / "evidence").glob("*/templates"))
# A tag takes the line end after it away, so that one alone on its line leaves no line behind; `+%}` keeps the line end.
ENVIRONMENT = Environment(
    loader=FileSystemLoader(FOLDERS), undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True,
    keep_trailing_newline=True,
)  # fmt: skip


def render(name: str, **values: Any) -> str:
    """The text of a page.

    Args:
        name: of the template, without its folder.
        values: what the template names.

    Raises:
        jinja2.UndefinedError: the template names something that it was not given.
    """
    return ENVIRONMENT.get_template(name).render(values)
