"""Turn the publishers' files into the tidy tables that the chapters read."""
