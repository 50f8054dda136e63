"""A whole strategy has chapters around its goals: what is numbered like a goal there is none."""

from knowledge.importers.lines import Line


def without_chapters(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Part the goals from the chapters before the first strategic one, and from those that go on after the last.

    Only a document whose strategic goals say that they are such can tell: "Стратегічна ціль 1" after "3. Цілі".
    """
    first = next((n for n, line in enumerate(lines) if _rank(line) == 0), 0)
    before = lines[:first]
    numbers = [number for line in before if (number := _chapter(line)) is not None]
    if not numbers or any(_rank(line) is not None for line in before):
        return lines, []
    end = _end(lines, first, numbers[-1] + 1)
    return lines[first:end], [*before, *lines[end:]]


def _end(lines: list[Line], first: int, following: int) -> int:
    """Find the next chapter. A list that has counted up to its number from 1 is none."""
    counted = 0
    for n in range(first, len(lines)):
        number = _chapter(lines[n])
        if number == following and counted != following - 1:
            return n
        counted = counted if number is None else number
    return len(lines)


def _rank(line: Line) -> int | None:
    return line.label.rank if line.label is not None else None


def _chapter(line: Line) -> int | None:
    """The number of "3. Цілі", None for what has words or parts."""
    label = line.label
    if label is None or label.word or label.closed or len(label.key) != 1 or not isinstance(label.key[0], int):
        return None
    return label.key[0]
