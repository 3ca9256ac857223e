-- Accounts and those who act in them belong to the installation and not to a region.
CREATE TABLE account (
    account_id    TEXT    NOT NULL PRIMARY KEY,
    account_name  TEXT,
    status        TEXT    NOT NULL,
    created_at_ms INTEGER NOT NULL
) WITHOUT ROWID;

INSERT INTO account (account_id, account_name, status, created_at_ms)
SELECT account_id, NULL, 'ACTIVE', min(created_at_ms) FROM access_key GROUP BY account_id;

-- The counter with a condition keeps the limit on keys in a race. The version is another one after each change of the policies,
-- and is read with the key: nodes tell by it whether what they keep still holds.
CREATE TABLE principal (
    account_id       TEXT    NOT NULL,
    principal_name   TEXT    NOT NULL,
    administrator    INTEGER NOT NULL,
    key_count        INTEGER NOT NULL,
    policies_version TEXT    NOT NULL,
    created_at_ms    INTEGER NOT NULL,
    PRIMARY KEY (account_id, principal_name)
) WITHOUT ROWID;

CREATE TABLE identity_policy (
    account_id     TEXT    NOT NULL,
    principal_name TEXT    NOT NULL,
    policy_name    TEXT    NOT NULL,
    document       TEXT    NOT NULL,
    modified_at_ms INTEGER NOT NULL,
    PRIMARY KEY (account_id, principal_name, policy_name)
) WITHOUT ROWID;

-- Whose a key is; none for an account's root.
ALTER TABLE access_key ADD COLUMN principal_name TEXT;

DROP INDEX access_key_by_account;
CREATE INDEX access_key_by_account ON access_key (account_id, access_key_id);
CREATE INDEX access_key_by_principal ON access_key (account_id, principal_name) WHERE principal_name IS NOT NULL;
