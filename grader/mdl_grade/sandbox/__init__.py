"""The wall between the grader and the learner's code.

Public doors, imported from their modules so that the worker's side stays small:
`wall.Wall` and `wall.Worker` (processes), `wire` (values and messages), `programs` (what is sent).
"""
