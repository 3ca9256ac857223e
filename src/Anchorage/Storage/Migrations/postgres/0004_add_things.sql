CREATE TABLE thing (
    account_id      TEXT COLLATE "C" NOT NULL,
    region          TEXT COLLATE "C" NOT NULL,
    thing_name      TEXT COLLATE "C" NOT NULL,
    thing_id        TEXT COLLATE "C" NOT NULL,
    attributes      TEXT COLLATE "C" NOT NULL,
    version         BIGINT           NOT NULL,
    principal_count BIGINT           NOT NULL,
    created_at_ms   BIGINT           NOT NULL,
    PRIMARY KEY (account_id, region, thing_name)
);

-- The attributes once more, to be searched by.
CREATE TABLE thing_attribute (
    account_id      TEXT COLLATE "C" NOT NULL,
    region          TEXT COLLATE "C" NOT NULL,
    attribute_name  TEXT COLLATE "C" NOT NULL,
    attribute_value TEXT COLLATE "C" NOT NULL,
    thing_name      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (account_id, region, attribute_name, attribute_value, thing_name)
);

CREATE INDEX thing_attribute_of_thing ON thing_attribute (account_id, region, thing_name);

CREATE TABLE thing_principal (
    account_id      TEXT COLLATE "C" NOT NULL,
    region          TEXT COLLATE "C" NOT NULL,
    thing_name      TEXT COLLATE "C" NOT NULL,
    certificate_id  TEXT COLLATE "C" NOT NULL,
    exclusive       BIGINT           NOT NULL,
    attached_at_ms  BIGINT           NOT NULL,
    PRIMARY KEY (account_id, region, thing_name, certificate_id)
);

CREATE INDEX thing_principal_of_certificate ON thing_principal (account_id, region, certificate_id, thing_name);

-- How many things a certificate has, so that an exclusive one stays alone in a race.
CREATE TABLE principal_things (
    account_id      TEXT COLLATE "C" NOT NULL,
    region          TEXT COLLATE "C" NOT NULL,
    certificate_id  TEXT COLLATE "C" NOT NULL,
    thing_count     BIGINT           NOT NULL,
    exclusive       BIGINT           NOT NULL,
    PRIMARY KEY (account_id, region, certificate_id)
);
