"""How a language says it, one folder each."""
