"""Enrolment: from a stranger to a member."""
