"""What everybody may know: what a check saw (`evidence`), what a report says (`model`). The bottom of the package."""
