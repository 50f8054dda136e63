"""Mirrors bot.cli."""
