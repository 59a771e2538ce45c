"""The company file: what a company is to Deskhand, its further select fields, and its rules above the models."""

from worker.company.company import Brand, Company, Contacts, Questions
from worker.company.fields import Field, Write
from worker.company.history import HistoryRules
from worker.company.reading import load_company
from worker.company.replay import ReplayBars
from worker.company.rules import Effect, Rule

__all__ = [
    "Brand",
    "Company",
    "Contacts",
    "Effect",
    "Field",
    "HistoryRules",
    "Questions",
    "ReplayBars",
    "Rule",
    "Write",
    "load_company",
]
