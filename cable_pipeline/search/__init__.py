"""Full-text search over the paragraphs of a generation, with tantivy.

Promise: ``build.update_index`` writes the index of a published generation beside its tables, from an older generation's
index where there is one, and only for the buckets whose files changed; ``index.open_index`` opens it and says which
generation it covers; ``grammar.parse`` reads a query or says what is wrong in it. An index is never written to after it
has got its name: who searches in it goes on searching in it, whatever is published meanwhile.
"""
