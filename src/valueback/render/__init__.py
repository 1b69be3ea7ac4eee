"""Results to a terminal, to JSON and to documents. Client text is made safe here, once."""
