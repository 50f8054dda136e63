"""Mirrors bot.domain."""
