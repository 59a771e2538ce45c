"""This module lists the reasons that a decision can have. A company may say in `[escalation]` what each means to it."""

from models.skills.triage import Reason
from worker.company.rules import RULE

OF_TRIAGE = tuple(str(reason) for reason in Reason)
OTHERS = (
    "attachment_not_read", "automatic_message", "brand_off", "came_back", "canary", "check_failed", "draft_mode", "grounded",
    "late_message", "model_unavailable", "needs_details", "no_heads", "no_passages", "no_threshold", "nothing_to_answer",
    "old_message", "other_language", "quarantined",
    "reply_cap", "reply_failed", "retrieval_unavailable", RULE, "still_open", "thanks",
    "third_person", "triage_failed", "unclear", "unsupported_language", "unsure_escalate", "unsure_queue", "unsure_reply",
    "unverified_requester", "written_by_agent",
)  # fmt: skip
REASONS = (*OF_TRIAGE, *OTHERS)
