-- A registration writes a page of each key whose order is that of a digest, and these pages are most of what it costs. Five such keys become
-- two: both begin with the region, so that they also answer what is asked across accounts, and the limits are judged by them.
DROP TABLE ca_default_holder;
DROP TABLE ca_subject;
DROP INDEX ca_certificate_by_subject;
DROP INDEX ca_certificate_default_by_subject;
ALTER TABLE ca_certificate DROP CONSTRAINT ca_certificate_pkey, ADD PRIMARY KEY (region, certificate_id, account_id);
CREATE INDEX ca_certificate_by_subject ON ca_certificate (region, subject_digest, certificate_mode, account_id);

-- A CA in DEFAULT mode has one holder in a region, whichever account that is. SQLite has one writer at a time, which sees what is there.
CREATE UNIQUE INDEX ca_certificate_default_holder ON ca_certificate (region, certificate_id) WHERE certificate_mode = 'DEFAULT';
