"""The chat page of the demo: a few people at their phones, each talking to the real bot over a local Telegram.

`move_in(telegram)` makes the people; `demo_app(telegram, people, …)` is the page, for uvicorn on a loopback address.
"""

from bot.web.demo.page import demo_app
from bot.web.demo.people import DemoPerson, move_in
from bot.web.demo.rounds import example_round

__all__ = ["DemoPerson", "demo_app", "example_round", "move_in"]
