"""Elections as `.pb` files, the form of Pabulib (pabulib.org): read anybody's, write what anybody can recount."""

from bot.domain.pabulib.reading import PabulibFile, parse
from bot.domain.pabulib.writing import About, write

__all__ = ["About", "PabulibFile", "parse", "write"]
