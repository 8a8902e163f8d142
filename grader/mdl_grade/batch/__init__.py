"""Grading a class: what is planned, who does it, how it goes, and the ledger that holds what was found out."""
