-- The root that signs the device endpoint's certificates when the operator gives none. One row, shared by all nodes.
CREATE TABLE server_root (
    name          TEXT    NOT NULL PRIMARY KEY,
    der           BLOB    NOT NULL,
    sealed_key    BLOB    NOT NULL,
    created_at_ms INTEGER NOT NULL
) WITHOUT ROWID;

-- Whether an account is known is asked for each name in a handshake.
CREATE INDEX access_key_by_account ON access_key (account_id);
