-- A page of a list is read from the index alone: rows lie apart by the size of their certificates, and a page of 250 would
-- touch as many places of the table.
DROP INDEX ca_certificate_by_creation;
DROP INDEX ca_certificate_by_template;
CREATE INDEX ca_certificate_by_creation ON ca_certificate (account_id, region, created_at_ms, certificate_id, status);
CREATE INDEX ca_certificate_by_template ON ca_certificate (account_id, region, template_name, created_at_ms, certificate_id, status)
    WHERE template_name IS NOT NULL;
