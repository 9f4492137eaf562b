"""Speech: how a beat's words are spoken, or only timed."""
