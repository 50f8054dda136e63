"""Whoever reaches the command line acts as an operator."""

from bot.domain.people import Actor, Locale, Role

OPERATOR = Actor(0, Locale.UK, Role.OPERATOR)
