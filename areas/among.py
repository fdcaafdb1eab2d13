"""`area__among=keys`: as `__in`, but all the keys are one value of the query.

A province has thousands of hamlets, and Django makes an expression of each key of an `__in` (12 µs each, more than the
database needs for it), while some builds of SQLite take 999 values. Keys are whole numbers. Registered by areas.apps.
"""

import json

from django.db.models import Lookup


class Among(Lookup):
    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, values = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*values, json.dumps(list(self.rhs))]

    def as_postgresql(self, compiler, connection):
        column, values = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", [*values, list(self.rhs)]
