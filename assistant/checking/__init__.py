"""What a document says against what its template and its draft say."""
