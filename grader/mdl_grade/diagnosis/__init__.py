"""Naming the bug."""
