"""What can be wrong with a file that is imported: each rule has a code, so that a page says it in its reader's language.

The English is for the console and the log; `messages.file_problems` has the same sentences, and their Korean.
"""

import dataclasses
from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    # catalogue
    "no_toml": "this is no TOML ({detail})",
    "table": "a table is needed",
    "tables": "a list of tables is needed",
    "lines": "a list of lines is needed",
    "text": "a text is needed",
    "whole_number": "a whole number is needed",
    "time_zone": "{value} is not a time zone",
    "currency": "unknown currency",
    "no_account": "the seller has no account in this currency",
    "amount": "{value} is not an amount",
    "price": "a price must be above zero",
    "no_price": "no price in {currencies}",
    "country": "a country code may stand here once, in two capital letters",
    "rate": "{value} is not a rate",
    "rate_range": "a rate lies between 0 and 100",
    "key_in_use": "it stays {value}: invoices are numbered by it",
    "currency_in_use": "companies pay in {currencies}",
    "requirement_key": "{value} may stand here once, in small letters, digits and underscores",
    # qualifications
    "no_csv": "this is no CSV ({detail})",
    "column_missing": "the column {column} is missing",
    "column_unknown": "the column {column} is no requirement of the catalogue",
    "column_twice": "the column {column} stands there twice",
    "cells": "{cells} cells under {columns} columns",
    "mpn_id": "{value} is not seven digits",
    "no_partner": "there is no partner {value}",
    "name": "a name of up to {most} characters is needed",
    "none_of": "{value} is none of {choices}",
    "not_qualified": "qualified, but not enough of {requirements} (at_risk, if it was qualified before)",
    "number": "{value} is not a number of up to {most}",
    "same": "the same competency stands in line {line}",
    # moves
    "one_column": "the first line has to name the one column, {column}",
    "same_partner": "the same partner stands in line {line}",
}


@dataclasses.dataclass(frozen=True, slots=True)
class FileProblem:
    """One broken rule, and where."""

    place: str
    """A key of the document, or a column; empty where the whole file or line is meant."""
    code: str
    values: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    line: int = 0
    """Of a file that is read by lines; the first line is 1."""

    @property
    def reason(self) -> str:
        """In English, with its place."""
        return f"{self.place}: {self.sentence}" if self.place else self.sentence

    @property
    def sentence(self) -> str:
        """In English."""
        return ENGLISH[self.code].format(**self.values)
