-- A certificate stands in the registry of the account that holds it. While it is being transferred it stands in both accounts,
-- PENDING_TRANSFER, and owned_by is the account that gives it away.
CREATE TABLE device_certificate (
    account_id         TEXT    NOT NULL,
    region             TEXT    NOT NULL,
    certificate_id     TEXT    NOT NULL,
    der                BLOB    NOT NULL,
    subject            TEXT    NOT NULL,
    status             TEXT    NOT NULL,
    certificate_mode   TEXT    NOT NULL,
    ca_certificate_id  TEXT,
    owned_by           TEXT    NOT NULL,
    previous_owned_by  TEXT,
    transferred_to     TEXT,
    transfer_message   TEXT,
    transferred_at_ms  INTEGER,
    accepted_at_ms     INTEGER,
    rejected_at_ms     INTEGER,
    reject_reason      TEXT,
    not_before_ms      INTEGER NOT NULL,
    not_after_ms       INTEGER NOT NULL,
    customer_version   INTEGER NOT NULL,
    generation_id      TEXT    NOT NULL,
    created_at_ms      INTEGER NOT NULL,
    modified_at_ms     INTEGER NOT NULL,
    PRIMARY KEY (account_id, region, certificate_id)
);

CREATE INDEX device_certificate_by_creation ON device_certificate (account_id, region, created_at_ms, certificate_id);
CREATE INDEX device_certificate_by_ca ON device_certificate (account_id, region, ca_certificate_id, created_at_ms, certificate_id)
    WHERE ca_certificate_id IS NOT NULL;
CREATE INDEX device_certificate_outgoing ON device_certificate (account_id, region, created_at_ms, certificate_id)
    WHERE transferred_to IS NOT NULL;
CREATE INDEX device_certificate_by_previous_owner ON device_certificate (previous_owned_by, region, certificate_id)
    WHERE previous_owned_by IS NOT NULL;

-- A certificate in DEFAULT mode has one holder in a region, whichever account that is.
CREATE TABLE device_default_holder (
    region         TEXT NOT NULL,
    certificate_id TEXT NOT NULL,
    account_id     TEXT NOT NULL,
    PRIMARY KEY (region, certificate_id)
) WITHOUT ROWID;

-- What is left of a certificate that was revoked and then deleted: nothing registers it again by itself.
CREATE TABLE revoked_certificate (
    account_id     TEXT    NOT NULL,
    region         TEXT    NOT NULL,
    certificate_id TEXT    NOT NULL,
    deleted_at_ms  INTEGER NOT NULL,
    PRIMARY KEY (account_id, region, certificate_id)
) WITHOUT ROWID;

-- The installation's own CA, which issues what CreateKeysAndCertificate and CreateCertificateFromCsr answer. One row, shared by all nodes.
CREATE TABLE service_ca (
    name          TEXT    NOT NULL PRIMARY KEY,
    der           BLOB    NOT NULL,
    sealed_key    BLOB    NOT NULL,
    created_at_ms INTEGER NOT NULL
) WITHOUT ROWID;
