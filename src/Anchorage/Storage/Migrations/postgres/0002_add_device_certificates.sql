-- A certificate stands in the registry of the account that holds it. While it is being transferred it stands in both accounts,
-- PENDING_TRANSFER, and owned_by is the account that gives it away.
CREATE TABLE device_certificate (
    account_id         TEXT COLLATE "C" NOT NULL,
    region             TEXT COLLATE "C" NOT NULL,
    certificate_id     TEXT COLLATE "C" NOT NULL,
    der                BYTEA            NOT NULL,
    subject            TEXT COLLATE "C" NOT NULL,
    status             TEXT COLLATE "C" NOT NULL,
    certificate_mode   TEXT COLLATE "C" NOT NULL,
    ca_certificate_id  TEXT COLLATE "C",
    owned_by           TEXT COLLATE "C" NOT NULL,
    previous_owned_by  TEXT COLLATE "C",
    transferred_to     TEXT COLLATE "C",
    transfer_message   TEXT COLLATE "C",
    transferred_at_ms  BIGINT,
    accepted_at_ms     BIGINT,
    rejected_at_ms     BIGINT,
    reject_reason      TEXT COLLATE "C",
    not_before_ms      BIGINT           NOT NULL,
    not_after_ms       BIGINT           NOT NULL,
    customer_version   BIGINT           NOT NULL,
    generation_id      TEXT COLLATE "C" NOT NULL,
    created_at_ms      BIGINT           NOT NULL,
    modified_at_ms     BIGINT           NOT NULL,
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
    region             TEXT COLLATE "C" NOT NULL,
    certificate_id     TEXT COLLATE "C" NOT NULL,
    account_id         TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (region, certificate_id)
);

-- What is left of a certificate that was revoked and then deleted: nothing registers it again by itself.
CREATE TABLE revoked_certificate (
    account_id         TEXT COLLATE "C" NOT NULL,
    region             TEXT COLLATE "C" NOT NULL,
    certificate_id     TEXT COLLATE "C" NOT NULL,
    deleted_at_ms      BIGINT           NOT NULL,
    PRIMARY KEY (account_id, region, certificate_id)
);

-- The installation's own CA, which issues what CreateKeysAndCertificate and CreateCertificateFromCsr answer. One row, shared by all nodes.
CREATE TABLE service_ca (
    name               TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    der                BYTEA            NOT NULL,
    sealed_key         BYTEA            NOT NULL,
    created_at_ms      BIGINT           NOT NULL
);
