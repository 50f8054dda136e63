"""Templates of what is printed, posted and sent; Jinja is loaded with the first: 3 MB that answers do without."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template


@cache
def template(path: Path) -> "Template":
    """Read a template; what is put into it is escaped unless it is `Markup`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    reading = Environment(
        loader=FileSystemLoader(path.parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return reading.get_template(path.name)
