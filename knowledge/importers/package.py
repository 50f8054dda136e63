"""Office files are archives of XML: open one without trusting it."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET

from knowledge.importers.report import ImportFailed

Element = ET.Element

MAX_PARTS: Final = 5_000
MAX_UNPACKED_MB: Final = 256
MAX_PART_MB: Final = 64
"""The XML of a Word document of 150 pages takes about 3 MB."""
MAX_RATIO: Final = 100
_SMALL: Final = 16 * 2**20
"""Bytes. Less than this may be packed as well as it likes: it harms nobody."""
MAX_DEPTH: Final = 500
MAX_ELEMENTS: Final = 1_000_000
"""Of one part; they take about 3 s. A Word document of 150 pages has about 100,000."""
_FORGED: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, KeyError),
)
"""What the standard library raises for archives that somebody bent."""


class Package:
    """The parts of an Office file. Errors: `ImportFailed` (`damaged`, `locked`, `unpacks_too_big`, `too_deep`)."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except _FORGED as error:
            raise ImportFailed("damaged") from error
        parts = self._archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if (
            len(parts) > MAX_PARTS
            or unpacked > MAX_UNPACKED_MB * 2**20
            or any(part.file_size > MAX_PART_MB * 2**20 for part in parts if part.filename.endswith(".xml"))
            or unpacked > max(_SMALL, MAX_RATIO * len(data))
        ):
            raise ImportFailed("unpacks_too_big", limit_mb=MAX_UNPACKED_MB)
        if any(part.flag_bits & 1 for part in parts):
            raise ImportFailed("locked")
        self.names = frozenset(part.filename for part in parts)

    @property
    def has_macros(self) -> bool:
        return any(name.rpartition("/")[2].casefold() == "vbaproject.bin" for name in self.names)

    def holds(self, folder: str) -> bool:
        return any(name.startswith(folder) for name in self.names)

    def read(self, name: str) -> bytes:
        """Unpack one part, b"" if there is none; never more of it than the archive says, which was checked."""
        if name not in self.names:
            return b""
        try:
            return self._archive.read(name)
        except _FORGED as error:
            raise ImportFailed("damaged") from error

    def tree(self, name: str) -> Element:
        """Parse one part whole; an empty element if there is none."""
        root = Element("none")
        for element, above in parsed(self.read(name)):
            root = element if not above else root
        return root


def parsed(part: bytes) -> Iterator[tuple[Element, list[Element]]]:
    """Yield every element of a part as it ends, with those around it, widest first.

    Tags and attributes come without their namespaces. The caller may clear what it is done with. A document type is
    refused: Office writes none, bombs do.
    """
    if not part:
        return
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise ImportFailed("damaged")
    above: list[Element] = []
    n_elements = 0
    try:
        for event, element in ET.iterparse(BytesIO(part), events=("start", "end")):  # noqa: S314 - no document type
            if event == "start":
                element.tag = element.tag.rpartition("}")[2]
                for name in [name for name in element.attrib if "}" in name]:
                    element.attrib[name.rpartition("}")[2]] = element.attrib.pop(name)
                above.append(element)
                n_elements += 1
                if n_elements > MAX_ELEMENTS:
                    raise ImportFailed("too_long", limit=MAX_ELEMENTS)
                if len(above) > MAX_DEPTH:
                    raise ImportFailed("too_deep", limit=MAX_DEPTH)
            else:
                above.pop()
                yield element, above
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ImportFailed("damaged") from error


def inside(element: Element, wanted: frozenset[str], closed: frozenset[str] = frozenset()) -> Iterator[Element]:
    """Yield the outermost elements of the wanted tags below one, in order, and nothing from inside the closed ones."""
    waiting = list(reversed(element))
    while waiting:
        node = waiting.pop()
        if node.tag in wanted:
            yield node
        elif node.tag not in closed:
            waiting.extend(reversed(node))
