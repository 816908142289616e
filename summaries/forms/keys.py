"""What the autocomplete widgets have in common."""


class KeysOnly:
    """For an autocomplete widget: what cannot be a primary key selects nothing, and is no error."""

    def optgroups(self, name, value, attrs=None):
        keys = [key for key in value if key.isascii() and key.isdecimal()]
        return super().optgroups(name, keys, attrs)
