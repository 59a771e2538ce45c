"""Rows of a home as it was at each revision, in the SQL of that revision: one in every table that came with it."""

ROWS: dict[str, tuple[str, ...]] = {
    "0001": (
        "insert into accounts values ('acme', 'Acme', 'en', 'pro', 'priority')",
        "insert into contacts values ('a@acme.example', 'acme', 'Ada', 'admin', true)",
        "insert into inbox (source, delivery_id, external_id, version, body_sha256, payload) "
        "values ('standard', 'call-1', 't-1', '1', 'sha', '{\"subject\": \"x\"}')",
        "insert into tickets (source, external_id, account, requester_email, verified, subject, language, channel) "
        "values ('standard', 't-1', 'acme', 'a@acme.example', true, 'Invoice', 'en', 'email')",
        "insert into messages (ticket_id, ticket_version, body, original, occurred_at) "
        "values (1, 1, 'Where is it?', 'Where is it? -- Ada', '2026-11-01 10:00+00')",
        "insert into runs (ticket_id, ticket_version, account, worker, base_id, adapter_ids, prompt_hashes, tokens, "
        "milliseconds, passages, failures) "
        "values (1, 1, 'acme', 'w', 'base', '{\"reply\": \"adapter-1\"}', '{}', '{}', '{}', '{\"found\": []}', '{}')",
        "insert into decisions (ticket_id, ticket_version, run_id, account, outcome, reason, explanation, queue, "
        "priority, escalate, probabilities) "
        "values (1, 1, 1, 'acme', 'send', 'grounded', 'It is.', 'billing', 'high', false, '{\"queue\": 0.9}')",
        "insert into replies (decision_id, account, action, language, text, check_findings) "
        "values (1, 'acme', 'answer', 'en', 'Here.', '{\"findings\": []}')",
        "insert into citations (reply_id, account, position, sentence, support, ref, title, url, version, quote) "
        "values (1, 'acme', 1, 'Here.', 0.8, 'docs/a.md#A', 'A', 'https://a.example', 'v1', 'Here.')",
        "insert into deliveries (effect_key, ticket_id, ticket_version, account, source, external_id, payload) "
        "values ('key-1', 1, 1, 'acme', 'standard', 't-1', '{\"comment\": \"Here.\"}')",
        "insert into adapters (id, skill) values ('adapter-1', 'reply')",
        "insert into helpdesk_memory (source, external_id, marker, payload) values ('standard', 't-1', 'key-1', '{}')",
    ),
    "0002": (
        "insert into indexes (state, encoder, splitter, dimensions) values ('live', 'x@1', 2, 3)",
        "insert into documents (path, source, kind, title, fingerprint, content_sha256, metadata_sha256, body) "
        "values ('docs/a.md', 'docs', 'docs', 'A', 'mark', 'content', 'metadata', '{\"title\": \"A\"}')",
        "insert into passage_sets (index_id, document_id, content_sha256) values (1, 1, 'content')",
        "insert into passages (index_id, document_id, ref, kind, title, url, version, text, lexemes, weights, embedding) "
        "values (1, 1, 'docs/a.md#A (2)', 'docs', 'A', 'https://a.example', 'v1', 'Here.', 'here', '{1:1}/1048576', '[1,0,0]')",
        "insert into term_counts values (1, 'here', 1)",
        "insert into sync_failures (path, source, reason) values ('docs/b.md', 'docs', 'no text')",
    ),
    "0003": (
        "insert into precedents (index_id, document_id, ticket, answers, embedding) "
        "values (1, 1, 't-0', '{docs/a.md#A}', '[0,1,0]')",
    ),
    "0006": ("insert into vectors (space, key, vector) values ('x@1', '\\x01', '\\x003c00000000')",),
    "0015": (
        "insert into wordings (section, language, text, sources, state, accounts, tickets, content_sha256) "
        "values ('docs/a.md#A', 'de', 'Hier.', '{Here.}', 'proposed', 1, '{t-0}', 'content')",
    ),
    "0016": (
        "insert into history_imports (source, kind) values ('zendesk', 'zendesk')",
        "insert into past_tickets (source, external_id, subject, content_sha256) values ('zendesk', 'z-1', 'Help', 'content')",
        "insert into past_messages (past_ticket_id, position, author, text) values (1, 1, 'customer', 'Where?')",
        "insert into past_examples (past_ticket_id, content_sha256, example) values (1, 'content', '{}')",
        "insert into past_reviews (past_ticket_id, shown_rule) values (1, 'a tag')",
        "insert into erasures (subject_sha256, kind) values ('x', 'email')",
        "insert into outcomes (decision_id, account, fate) values (1, 'acme', 'used')",
        "insert into reported_fields (ticket_id, account, field, value, author, occurred_at) "
        "values (1, 'acme', 'group', '7', 'agent', '2026-11-01 10:00+00')",
        "insert into installation (company_id) values ('ferrowick')",
        "insert into source_states (source, reason) values ('docs', 'would lose all')",
        "insert into moved_sections (old, new) values ('docs/a.md#A', 'docs/b.md#A')",
    ),
}
