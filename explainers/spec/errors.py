"""Errors that are meant for the person at the keyboard: one line that names the thing and the cure."""


class MathframesError(Exception):
    """Something failed in the work, although it was asked for rightly.

    Its message is shown as it is, without a traceback; ``exit_status`` is what the command ends with.
    """

    exit_status = 1


class BadInput(MathframesError):
    """What was asked for is wrong: a name, a value, a file. Nothing was done."""

    exit_status = 2
