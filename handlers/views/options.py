"""One option: its button on a sheet, its line in a list, its card."""

from collections.abc import Sequence
from html import escape

from bot.domain.ballots import Choices
from bot.domain.messages import Button, Reply
from bot.domain.rounds import BallotKind, Option, Phase, Sheet
from bot.domain.wording import shorten
from bot.services.ballots import Paper
from bot.texts import Texts
from handlers.callbacks import CHOOSE, READ, TAKE, Choose, OpenBallot, OpenEntry, OpenOption, OpenTopics, SearchOptions
from handlers.views.buttons import LABEL, Row, press

PAGE = 7
"""Options on one page of a sheet."""

EASY = 34
"""Signs of a button that a narrow phone still shows; the rest is cut there, whatever we do."""


def tap(texts: Texts, paper: Paper, option: Option, page: int, topic: int, mode: int) -> Button:
    """Make the button of an option: what a tap on it does depends on the mode, the ballot and what is chosen."""
    if mode == READ or paper.phase is not Phase.OPEN:
        return press(label(texts, paper, option), OpenOption(paper.round.id, option.id, topic))
    value = _next_value(paper, option, mode)
    return press(label(texts, paper, option), Choose(paper.round.id, option.id, value, page, topic, mode))


def _next_value(paper: Paper, option: Option, mode: int) -> int:
    now = paper.choices.get(option.id, 0)
    if paper.round.ballot is BallotKind.POINTS:
        return max(now - 1, 0) if mode == TAKE else now + 1
    return 0 if now else 1


def label(texts: Texts, paper: Paper, option: Option) -> str:
    """Write an option on a button: what was given to it, its title, its cost. The title is cut, the rest never."""
    mark = mark_of(texts, paper.sheet, paper.choices, option)
    cost = "" if option.cost_kop is None else f" · {texts.formats.money(option.cost_kop)}"
    return f"{mark}{shorten(option.title, LABEL - len(mark) - len(cost))}{cost}"


def mark_of(texts: Texts, sheet: Sheet, choices: Choices, option: Option) -> str:
    """Say before an option what it was given; ✗ for what no longer fits into the budget."""
    value = choices.get(option.id, 0)
    match sheet.round.ballot:
        case BallotKind.RANKING:
            return f"{value}. " if value else ""
        case BallotKind.POINTS:
            return f"{texts.plain('ballots.points', n=value)} · " if value else ""
        case BallotKind.KNAPSACK if not value:
            left_kop = (sheet.round.budget_kop or 0) - sheet.cost_kop(choices)
            return "✗ " if (option.cost_kop or 0) > left_kop else ""
        case _:
            return "✓ " if value else ""


def line(texts: Texts, option: Option, length: int = 120, *, with_cost: bool = True) -> str:
    """Name an option with its cost in a list; escaped."""
    cost = f" — {texts.formats.money(option.cost_kop)}" if with_cost and option.cost_kop is not None else ""
    return escape(shorten(option.title, length)) + cost


def is_long(texts: Texts, paper: Paper) -> bool:
    """Say whether buttons alone would be cut on a narrow phone."""
    return any(len(label(texts, paper, option)) > EASY for option in paper.order)


def on_topic(paper: Paper, topic: int) -> Sequence[Option]:
    """The voter's options with the topic of this number; all for 0. Those of one class stand together."""
    topics = paper.sheet.topics
    named = topics[topic - 1] if 0 < topic <= len(topics) else None
    shown = [option for option in paper.order if named is None or option.topic == named]
    return sorted(shown, key=lambda option: option.option_class or 0)


def page_of(paper: Paper, option: Option, topic: int) -> int:
    """The page of the sheet on which an option stands."""
    shown = on_topic(paper, topic)
    return shown.index(option) // PAGE if option in shown else 0


def card(texts: Texts, paper: Paper, option: Option, topic: int, *, has_entry: bool) -> Reply:
    """Say everything about one option; `has_entry` if its goal can be opened."""
    parts = [f"<b>{escape(option.title)}</b>"]
    if option.option_class is not None and option.option_class < len(paper.round.classes):
        parts.append(texts("options.class", name=paper.round.classes[option.option_class].name))
    if option.cost_kop is not None:
        parts.append(texts("options.cost", cost=texts.formats.money(option.cost_kop)))
    if option.place:
        parts.append(texts("options.place", place=option.place))
    if option.author:
        parts.append(texts("options.author", author=option.author))
    parts = ["\n".join(parts), *([escape(option.details)] if option.details else [])]
    rows = _choosing(texts, paper, option, topic)
    if has_entry and option.entry is not None:
        rows.append((press(texts.plain("options.goal"), OpenEntry(option.entry, 0, 0)),))
    shown = on_topic(paper, topic)
    rows += _leafing(texts, paper, shown, option, topic)
    mode = CHOOSE if paper.phase is Phase.OPEN else READ
    back = OpenBallot(paper.round.id, page_of(paper, option, topic), topic, mode)
    rows.append((press(texts.plain("options.back"), back),))
    return Reply("\n\n".join(parts), tuple(rows))


def _choosing(texts: Texts, paper: Paper, option: Option, topic: int) -> list[Row]:
    if paper.phase is not Phase.OPEN:
        return []
    page, now = page_of(paper, option, topic), paper.choices.get(option.id, 0)

    def to(key: str, value: int) -> Button:
        return press(texts.plain(key), Choose(paper.round.id, option.id, value, page, topic))

    if paper.round.ballot is BallotKind.POINTS:
        fewer = (to("options.fewer", now - 1),) if now else ()
        return [(to("options.more", now + 1), *fewer)]
    return [(to("options.take_away", 0) if now else to("options.choose", 1),)]


def _leafing(texts: Texts, paper: Paper, shown: Sequence[Option], option: Option, topic: int) -> list[Row]:
    """Turn to the option before and the one after, as in a catalogue."""
    if option not in shown or len(shown) < 2:
        return []
    at = shown.index(option)
    row = []
    if at > 0:
        row.append(press(texts.plain("options.previous"), OpenOption(paper.round.id, shown[at - 1].id, topic)))
    if at + 1 < len(shown):
        row.append(press(texts.plain("options.next"), OpenOption(paper.round.id, shown[at + 1].id, topic)))
    return [tuple(row)]


def topics(texts: Texts, paper: Paper) -> Reply:
    """Offer to see the options of one topic alone."""
    mode = CHOOSE if paper.phase is Phase.OPEN else READ
    rows = [(press(texts.plain("options.all_topics"), OpenBallot(paper.round.id, 0, 0, mode)),)]
    rows += [
        (press(topic, OpenBallot(paper.round.id, 0, number, mode)),)
        for number, topic in enumerate(paper.sheet.topics, 1)
    ]
    return Reply(texts("options.which_topic"), tuple(rows))


def ask_for_word(texts: Texts, paper: Paper) -> Reply:
    mode = CHOOSE if paper.phase is Phase.OPEN else READ
    back = press(texts.plain("flows.cancel"), OpenBallot(paper.round.id, 0, 0, mode))
    return Reply(texts("options.which_word"), ((back,),))


def found(texts: Texts, paper: Paper, word: str, options: Sequence[Option]) -> Reply:
    """Show what was found by a word; a tap chooses there and leads to its page of the sheet."""
    shown = options[:PAGE]
    key = "options.found" if shown else "options.not_found"
    parts: list[str] = [texts(key, word=shorten(word, 60))]
    if shown and is_long(texts, paper):
        parts.append("\n".join(f"• {line(texts, option)}" for option in shown))
    mode = CHOOSE if paper.phase is Phase.OPEN else READ
    rows = [(tap(texts, paper, option, page_of(paper, option, 0), 0, mode),) for option in shown]
    rows.append((press(texts.plain("options.search_again"), SearchOptions(paper.round.id)),))
    rows.append((press(texts.plain("options.back"), OpenBallot(paper.round.id, 0, 0, mode)),))
    return Reply("\n\n".join(parts), tuple(rows))


def tools(texts: Texts, paper: Paper, topic: int) -> Row:
    """Offer ways through a long list."""
    row = []
    if len(paper.order) > PAGE:
        row.append(press(texts.plain("options.search"), SearchOptions(paper.round.id)))
    if len(paper.sheet.topics) > 1:
        key = "options.other_topic" if topic else "options.topics"
        row.append(press(texts.plain(key), OpenTopics(paper.round.id)))
    return tuple(row)
