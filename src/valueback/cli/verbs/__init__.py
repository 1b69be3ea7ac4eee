"""The verbs, a file each: parse, ask, call, show. Each defines `run`; some name FIELDS, too."""
