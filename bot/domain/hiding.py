"""Numbers that would tell who somebody is."""

from collections.abc import Collection, Sequence

SMALLEST = 5
"""Fewer people than this are not shown as a number: in a village everybody would know who they are."""


def hide_small(numbers: Sequence[int], hidden: Collection[int] = ()) -> list[int | None]:
    """Hide every number below `SMALLEST` but 0, and the places in `hidden`.

    The sum of all is known: so at least two are hidden, which together are no small number either, or all.
    """
    places = {*hidden, *(place for place, number in enumerate(numbers) if 0 < number < SMALLEST)}
    others = [place for place, number in enumerate(numbers) if number and place not in places]
    for place in sorted(others, key=lambda place: numbers[place]):
        if not places or (len(places) > 1 and sum(numbers[one] for one in places) >= SMALLEST):
            break
        places.add(place)
    return [None if place in places else number for place, number in enumerate(numbers)]
