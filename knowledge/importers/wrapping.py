"""Lines that a fixed width broke: which of them go on the one before."""

import re
from collections.abc import Sequence

from knowledge.importers.labels import read_bare, read_label
from knowledge.importers.pieces import cut_bullets

UNFINISHED = re.compile(
    r"(?:[,–-]|\s(?:та|і|й|або|чи|в|у|на|для|з|із|зі|до|від|по|за|про|при|що|як|щодо|через|між|під))$"
)


def torn(lines: Sequence[str]) -> set[int]:
    """Give the indices of the lines that continue the line before.

    Signs: a small first letter, a bracket or a bare number; a line before that breaks off at a comma or
    a preposition; capitals that go on after a label. After a numbered goal below the top also: no room above for the
    first word, where the others show how wide the text is. (Elsewhere that says little: goals begin with long words.)
    """
    found = {
        n
        for n, (above, line, below) in enumerate(zip(lines, lines[1:], [*lines[2:], ""], strict=False), 1)
        if _may_continue(above, line) and _goes_on(above, line) and read_bare(line.strip(), below.strip()) is None
    }
    width = max((len(lines[n - 1].rstrip()) for n in found if lines[n].lstrip()[0].islower()), default=0)
    owned = False
    for n, line in enumerate(lines):
        label, _ = read_label(line.strip())
        if label is not None:
            owned = label.depth > 1
        elif n not in found:
            owned = owned and _may_continue(lines[n - 1], line) and _is_full(lines[n - 1], line, width)
            if owned:
                found.add(n)
    return found


def _is_full(above: str, line: str, width: int) -> bool:
    return 0 < width < len(above.rstrip()) + 1 + len(line.split(maxsplit=1)[0])


def _goes_on(above: str, line: str) -> bool:
    first = line.lstrip()[0]
    label, wording = read_label(above.strip())
    capitals = label is not None and wording.isupper() and line.isupper()
    return (
        first.islower() or first in "(–" or first.isdigit() or capitals or UNFINISHED.search(above.rstrip()) is not None
    )


def _may_continue(above: str, line: str) -> bool:
    if not above.strip() or not line.strip() or "\t" in above.strip() or "\t" in line.strip():
        return False
    marked = any(bullet for _, bullet in cut_bullets(line)) or line.lstrip().startswith(("#", "|", "<"))
    return not marked and read_label(line.strip())[0] is None and not above.lstrip().startswith("#")
