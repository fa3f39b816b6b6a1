"""Pages that are made: gallery, ledger, glossary, guides, slides, badges, and the command that makes them."""
