"""What the tests of every family of rules ask."""


def found(rule, text):
    """The places where ``rule`` finds damage, as they stand in ``text``, and what it suggests."""
    return [(text[f.start : f.end], f.suggestion) for f in rule(text)]
