"""Viche, the application around the library: storage, services, Telegram, web and command line."""

__version__ = "0.1.0"
