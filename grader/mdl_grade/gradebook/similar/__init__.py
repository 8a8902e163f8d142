"""Answers that resemble each other more than chance explains: information for a person, never a mark."""
