-- Several installations may have schemas of their own in one database, and whoever changes a row may have another search path than a server:
-- what is counted is the Coherence beside the table, and what is announced names the schema. That a user was announced in this transaction is
-- remembered with the transaction's number: a setting that a role or a database has been given says nothing about it.
CREATE OR REPLACE FUNCTION "jeton_revoked"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
    next BIGINT;
    subject TEXT;
    announced TEXT;
BEGIN
    IF TG_NARGS > 0 THEN
        subject := to_jsonb(OLD) ->> TG_ARGV[0];
        announced := concat_ws(' ', pg_current_xact_id(), subject, TG_TABLE_SCHEMA);
        IF current_setting('jeton.announced', TRUE) = announced THEN
            RETURN NULL;
        END IF;
    END IF;
    EXECUTE format('UPDATE %I."Coherence" SET "sequence" = "sequence" + 1 RETURNING "sequence"', TG_TABLE_SCHEMA) INTO next;
    PERFORM pg_notify('jeton_revoked', concat_ws(' ', next, coalesce(subject, ''), TG_TABLE_SCHEMA));
    PERFORM set_config('jeton.announced', coalesce(announced, ''), TRUE);
    RETURN NULL;
END
$$;
