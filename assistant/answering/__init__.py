"""A question becomes an answer of exact quotes, the draft, the law and advice."""
