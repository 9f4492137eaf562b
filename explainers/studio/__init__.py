"""The live studio: a scene in the browser, drawn as it is computed, with its parameters at hand."""
