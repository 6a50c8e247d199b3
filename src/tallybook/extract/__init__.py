"""Document to mentions: which words play which role."""
