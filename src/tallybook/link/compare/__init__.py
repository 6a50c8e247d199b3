"""One small function per comparison; None means not stated."""
