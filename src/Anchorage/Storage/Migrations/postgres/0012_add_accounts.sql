-- Accounts and those who act in them belong to the installation and not to a region.
CREATE TABLE account (
    account_id    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_name  TEXT COLLATE "C",
    status        TEXT COLLATE "C" NOT NULL,
    created_at_ms BIGINT NOT NULL
);

INSERT INTO account (account_id, account_name, status, created_at_ms)
SELECT account_id, NULL, 'ACTIVE', min(created_at_ms) FROM access_key GROUP BY account_id;

-- The counter with a condition keeps the limit on keys in a race. The version is another one after each change of the policies,
-- and is read with the key: nodes tell by it whether what they keep still holds.
CREATE TABLE principal (
    account_id       TEXT COLLATE "C" NOT NULL,
    principal_name   TEXT COLLATE "C" NOT NULL,
    administrator    BIGINT NOT NULL,
    key_count        BIGINT NOT NULL,
    policies_version TEXT COLLATE "C" NOT NULL,
    created_at_ms    BIGINT NOT NULL,
    PRIMARY KEY (account_id, principal_name)
);

CREATE TABLE identity_policy (
    account_id     TEXT COLLATE "C" NOT NULL,
    principal_name TEXT COLLATE "C" NOT NULL,
    policy_name    TEXT COLLATE "C" NOT NULL,
    document       TEXT COLLATE "C" NOT NULL,
    modified_at_ms BIGINT NOT NULL,
    PRIMARY KEY (account_id, principal_name, policy_name)
);

-- Whose a key is; none for an account's root.
ALTER TABLE access_key ADD COLUMN principal_name TEXT COLLATE "C";

DROP INDEX access_key_by_account;
CREATE INDEX access_key_by_account ON access_key (account_id, access_key_id);
CREATE INDEX access_key_by_principal ON access_key (account_id, principal_name) WHERE principal_name IS NOT NULL;
