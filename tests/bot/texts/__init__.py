"""Mirrors bot.texts."""
