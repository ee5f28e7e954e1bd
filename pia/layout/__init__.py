"""Answers → a tree of headings, rows, tables and figures that every renderer prints."""
