"""Small host projects, one for each way of use; each runs its tests in a process of its own."""
