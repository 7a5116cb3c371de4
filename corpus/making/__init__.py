"""Makes the reports of the corpus from the facts kept as data in corpus/facts."""
