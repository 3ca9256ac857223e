-- A registration writes a page of each key whose order is that of a digest, and these pages are most of what it costs. Five such keys become
-- two: both begin with the region, so that they also answer what is asked across accounts, and the limits are judged by them.
DROP TABLE ca_default_holder;
DROP TABLE ca_subject;

CREATE TABLE ca_certificate_2 (
    account_id               TEXT    NOT NULL,
    region                   TEXT    NOT NULL,
    certificate_id           TEXT    NOT NULL,
    der                      BLOB    NOT NULL,
    subject_digest           TEXT    NOT NULL,
    status                   TEXT    NOT NULL,
    auto_registration_status TEXT    NOT NULL,
    certificate_mode         TEXT    NOT NULL,
    not_before_ms            INTEGER NOT NULL,
    not_after_ms             INTEGER NOT NULL,
    template_body            TEXT,
    template_name            TEXT,
    role_arn                 TEXT,
    customer_version         INTEGER NOT NULL,
    generation_id            TEXT    NOT NULL,
    created_at_ms            INTEGER NOT NULL,
    modified_at_ms           INTEGER NOT NULL,
    PRIMARY KEY (region, certificate_id, account_id)
);

INSERT INTO ca_certificate_2 SELECT
    account_id, region, certificate_id, der, subject_digest, status, auto_registration_status, certificate_mode, not_before_ms,
    not_after_ms, template_body, template_name, role_arn, customer_version, generation_id, created_at_ms, modified_at_ms
FROM ca_certificate;
DROP TABLE ca_certificate;
ALTER TABLE ca_certificate_2 RENAME TO ca_certificate;

CREATE INDEX ca_certificate_by_creation ON ca_certificate (account_id, region, created_at_ms, certificate_id, status);
CREATE INDEX ca_certificate_by_subject ON ca_certificate (region, subject_digest, certificate_mode, account_id);
CREATE INDEX ca_certificate_by_template ON ca_certificate (account_id, region, template_name, created_at_ms, certificate_id, status)
    WHERE template_name IS NOT NULL;
