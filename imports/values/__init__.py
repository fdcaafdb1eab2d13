"""The cells of a list read one by one: names, phones, days, years, numbers, marks.

Every reader takes a cell and the issues of its row, appends what there is to say and returns the value or None.
Issues of severity error mean that the cell cannot be stored; the value is None then.
"""

from imports.values.days import birth, day
from imports.values.names import person_name
from imports.values.phones import phone
from imports.values.words import email, sex, text, whole, yes

__all__ = ["birth", "day", "email", "person_name", "phone", "sex", "text", "whole", "yes"]
