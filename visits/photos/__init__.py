"""Photos of the activity at a visit: sent by phones after the visit, drawn anew, shown where the visit is shown."""
