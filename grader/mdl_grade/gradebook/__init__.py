"""What is read off the ledger of a class: marks, policy, overrides, tables, pages, comparisons, replays, likeness."""
