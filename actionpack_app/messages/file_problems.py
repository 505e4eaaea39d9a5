"""What is wrong with a file that is imported, in words, with its place."""

from actionpack_app.domain.file_problems import FileProblem
from actionpack_app.messages import _


def explain_file_problem(problem: FileProblem) -> str:
    """One broken rule; a place is a name of the file's own, in any language."""
    sentence = sentences()[problem.code].format(**problem.values)
    said = f"{problem.place}: {sentence}" if problem.place else sentence
    return _("Line {line}: {problem}").format(line=problem.line, problem=said) if problem.line else said


def sentences() -> dict[str, str]:
    """Every rule that can be broken, by its code."""
    return {
        "no_toml": _("this is no TOML ({detail})"),
        "table": _("a table is needed"),
        "tables": _("a list of tables is needed"),
        "lines": _("a list of lines is needed"),
        "text": _("a text is needed"),
        "whole_number": _("a whole number is needed"),
        "time_zone": _("{value} is not a time zone"),
        "currency": _("unknown currency"),
        "no_account": _("the seller has no account in this currency"),
        "amount": _("{value} is not an amount"),
        "price": _("a price must be above zero"),
        "no_price": _("no price in {currencies}"),
        "country": _("a country code may stand here once, in two capital letters"),
        "rate": _("{value} is not a rate"),
        "rate_range": _("a rate lies between 0 and 100"),
        "key_in_use": _("it stays {value}: invoices are numbered by it"),
        "currency_in_use": _("companies pay in {currencies}"),
        "requirement_key": _("{value} may stand here once, in small letters, digits and underscores"),
        "no_csv": _("this is no CSV ({detail})"),
        "column_missing": _("the column {column} is missing"),
        "column_unknown": _("the column {column} is no requirement of the catalogue"),
        "column_twice": _("the column {column} stands there twice"),
        "cells": _("{cells} cells under {columns} columns"),
        "mpn_id": _("{value} is not seven digits"),
        "no_partner": _("there is no partner {value}"),
        "name": _("a name of up to {most} characters is needed"),
        "none_of": _("{value} is none of {choices}"),
        "not_qualified": _("qualified, but not enough of {requirements} (at_risk, if it was qualified before)"),
        "number": _("{value} is not a number of up to {most}"),
        "same": _("the same competency stands in line {line}"),
        "one_column": _("the first line has to name the one column, {column}"),
        "same_partner": _("the same partner stands in line {line}"),
    }
