"""How long and how much: run by hand, never by the tests."""
