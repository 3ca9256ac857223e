CREATE TABLE thing (
    account_id      TEXT    NOT NULL,
    region          TEXT    NOT NULL,
    thing_name      TEXT    NOT NULL,
    thing_id        TEXT    NOT NULL,
    attributes      TEXT    NOT NULL,
    version         INTEGER NOT NULL,
    principal_count INTEGER NOT NULL,
    created_at_ms   INTEGER NOT NULL,
    PRIMARY KEY (account_id, region, thing_name)
) WITHOUT ROWID;

-- The attributes once more, to be searched by.
CREATE TABLE thing_attribute (
    account_id      TEXT NOT NULL,
    region          TEXT NOT NULL,
    attribute_name  TEXT NOT NULL,
    attribute_value TEXT NOT NULL,
    thing_name      TEXT NOT NULL,
    PRIMARY KEY (account_id, region, attribute_name, attribute_value, thing_name)
) WITHOUT ROWID;

CREATE INDEX thing_attribute_of_thing ON thing_attribute (account_id, region, thing_name);

CREATE TABLE thing_principal (
    account_id     TEXT    NOT NULL,
    region         TEXT    NOT NULL,
    thing_name     TEXT    NOT NULL,
    certificate_id TEXT    NOT NULL,
    exclusive      INTEGER NOT NULL,
    attached_at_ms INTEGER NOT NULL,
    PRIMARY KEY (account_id, region, thing_name, certificate_id)
) WITHOUT ROWID;

CREATE INDEX thing_principal_of_certificate ON thing_principal (account_id, region, certificate_id, thing_name);

-- How many things a certificate has, so that an exclusive one stays alone in a race.
CREATE TABLE principal_things (
    account_id     TEXT    NOT NULL,
    region         TEXT    NOT NULL,
    certificate_id TEXT    NOT NULL,
    thing_count    INTEGER NOT NULL,
    exclusive      INTEGER NOT NULL,
    PRIMARY KEY (account_id, region, certificate_id)
) WITHOUT ROWID;
