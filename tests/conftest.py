"""Makes what `steadiness.py` says hold for all tests."""

from steadiness import pytest_terminal_summary

__all__ = ["pytest_terminal_summary"]
