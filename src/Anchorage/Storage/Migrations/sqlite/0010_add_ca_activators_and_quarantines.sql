-- A certificate that registers itself under this CA becomes ACTIVE and gets this policy. The foreign key makes setting one and deleting its policy wait for each other.
CREATE TABLE ca_activator (
    account_id        TEXT    NOT NULL,
    region            TEXT    NOT NULL,
    ca_certificate_id TEXT    NOT NULL,
    policy_name       TEXT    NOT NULL,
    modified_at_ms    INTEGER NOT NULL,
    PRIMARY KEY (account_id, region, ca_certificate_id),
    FOREIGN KEY (account_id, region, policy_name) REFERENCES policy (account_id, region, policy_name)
) WITHOUT ROWID;

CREATE INDEX ca_activator_by_policy ON ca_activator (account_id, region, policy_name, ca_certificate_id);

-- A CA whose devices are kept out, and the status it gets back when it is released. Apart from the CA, whose row AWS's operations tell whole.
CREATE TABLE ca_quarantine (
    account_id        TEXT    NOT NULL,
    region            TEXT    NOT NULL,
    ca_certificate_id TEXT    NOT NULL,
    status_after      TEXT    NOT NULL,
    quarantined_at_ms INTEGER NOT NULL,
    PRIMARY KEY (account_id, region, ca_certificate_id)
) WITHOUT ROWID;
